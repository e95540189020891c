/** `1 month`, `24 months`; `unit` names the unit of time in the singular. */
export function durationText(time: number, unit: string): string {
  return `${time} ${unit}${time === 1 ? '' : 's'}`;
}
