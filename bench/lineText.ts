/** Results of a group as a table. */
import type { Ratio } from './benchCase.ts';
import type { Line } from './measure.ts';
import { type Column, short, tableText } from './table.ts';

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

/** Quartiles as a share of the median: how far the machine's noise reached. */
function spreadText({ milliseconds: { median, p25, p75 } }: Line): string {
  const share = (value: number) => `${value < median ? '−' : '+'}${Math.abs(100 * (value / median - 1)).toFixed(0)}`;
  return `${share(p25)} ${share(p75)} %`;
}

const end = [right('p25 p75'), right('calls'), left('kernel'), left('check'), left('what')];

function endOf(line: Line): string[] {
  return [spreadText(line), String(line.calls), line.kernel, line.check.text, line.what];
}

export function linesText(lines: readonly Line[]): string {
  if (lines.every(({ trialsPerSecond }) => trialsPerSecond === null)) {
    const rows = lines.map((line) => [line.name, short(line.milliseconds.median), ...endOf(line)]);
    return tableText([left('name'), right('ms'), ...end], rows);
  }
  const rows = lines.map((line) => [
    line.name,
    short(line.nanosecondsPerPatient),
    short(line.microsecondsPerTrial),
    short(line.trialsPerSecond),
    ...endOf(line),
  ]);
  return tableText([left('name'), right('ns/patient'), right('µs/trial'), right('trials/s'), ...end], rows);
}

/** The value of a ratio of nanoseconds a patient; null when a case of it was not measured. */
export function ratioOf(ratio: Ratio, lines: readonly Line[]): number | null {
  const of = lines.find(({ name }) => name === ratio.of)?.nanosecondsPerPatient ?? null;
  const over = lines.find(({ name }) => name === ratio.over)?.nanosecondsPerPatient ?? null;
  return of === null || over === null ? null : of / over;
}
