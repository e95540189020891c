/** Results of a group as a table. */
import type { Finding, Ratio } from './benchCase.ts';
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

/** The time that a call should not exceed, and whether it did. */
function barText({ bar, milliseconds }: Line): string {
  if (bar === null) return '';
  return `${short(bar)}${milliseconds.median > bar ? ' MISSED' : ''}`;
}

export function linesText(lines: readonly Line[]): string {
  if (lines.every(({ trialsPerSecond }) => trialsPerSecond === null)) {
    const barred = lines.some(({ bar }) => bar !== null);
    const rows = lines.map((line) => [
      line.name,
      short(line.milliseconds.median),
      ...(barred ? [barText(line)] : []),
      ...endOf(line),
    ]);
    return tableText([left('name'), right('ms'), ...(barred ? [left('at most')] : []), ...end], rows);
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

/** The ratios of nanoseconds a patient of whose cases both were measured. */
export function findRatios(ratios: readonly Ratio[], lines: readonly Line[]): Finding[] {
  const timeOf = (wanted: string) => lines.find(({ name }) => name === wanted)?.nanosecondsPerPatient ?? null;
  return ratios.flatMap(({ of, over, ...words }) => {
    const [above, below] = [timeOf(of), timeOf(over)];
    return above === null || below === null ? [] : [{ ...words, ratio: above / below }];
  });
}

export function findingText({ what, ratio, bar, floor }: Finding): string {
  const bars = [
    ...(bar === undefined ? [] : [`at most ${bar}`]),
    ...(floor === undefined ? [] : [`at least ${floor}`]),
  ].join(', ');
  const missed = (bar !== undefined && ratio > bar) || (floor !== undefined && ratio < floor);
  return `${what}: ${ratio.toFixed(2)}${bars && ` (bar: ${bars})`}${missed ? ' MISSED' : ''}`;
}
