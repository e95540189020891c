/** Patients, events and time for each target power, one row per target, for the plan and for its variations. */
import type { SizeForTarget } from '../questions/size.ts';
import type { WhatIf } from '../questions/whatIf.ts';
import { count, fixed, percent } from './numbers.ts';
import { type Column, cell, fileOnly, left, right, type Table, type TableCell } from './table.ts';
import { clipped } from './testWords.ts';

/** Room for the name of a variation beside five columns of numbers. */
const NAME = 32;

/** `80 %`. */
export function targetText(power: number): string {
  return percent(power, Number.isInteger(power * 100) ? 0 : 1);
}

/** The events to wait for, in a trial with looks the most; the expected number where the analysis waits for none. */
function eventsCell({ simulated: s }: SizeForTarget): TableCell {
  if (s.kind === 'unreachable') return cell(null);
  const most = s.sequential?.mostEvents ?? s.events;
  const { mean } = s.characteristics.events;
  return most === null ? cell(mean, count(mean)) : cell(most, count(most));
}

function columnsOf(looks: boolean): Column[] {
  return [
    left('targetPower', 'power'),
    right('patients', 'patients'),
    fileOnly('patientsUnrounded'),
    fileOnly('patientsLow'),
    fileOnly('patientsHigh'),
    right('events', looks ? 'most events' : 'events'),
    right('accrualDuration', 'enrolled'),
    right('analysisTime', 'analysed'),
    fileOnly('confirmedPower'),
    fileOnly('confirmedPowerStandardError'),
  ];
}

function cellsOf(target: SizeForTarget): TableCell[] {
  const { simulated: s } = target;
  const power = cell(s.targetPower, targetText(s.targetPower));
  if (s.kind === 'unreachable') return [power, cell(null, 'no N'), ...Array.from({ length: 8 }, () => cell(null))];
  const { characteristics: c } = s;
  return [
    power,
    cell(s.patients, count(s.patients)),
    cell(s.patientsUnrounded),
    cell(s.low),
    cell(s.high),
    eventsCell(target),
    cell(s.accrualDuration, fixed(s.accrualDuration, 1)),
    cell(c.analysisTime.mean, fixed(c.analysisTime.mean, 1)),
    cell(c.power.estimate),
    cell(c.power.standardError),
  ];
}

/** What the test needs as planned, and under each variation. `what` is the test, `a log-rank test at two-sided 5 %`. */
export function neededTable(
  what: string,
  asPlanned: string,
  targets: readonly SizeForTarget[],
  whatIf: readonly WhatIf[],
  unit: string,
): Table {
  const rows = (name: string, of: readonly SizeForTarget[]) =>
    of.map((target, i) => [cell(name, i === 0 ? clipped(name, NAME) : ''), ...cellsOf(target)]);
  const alone = whatIf.length === 0;
  const looks = targets.some(({ simulated }) => simulated.kind === 'size' && simulated.sequential !== null);
  const ratio = alone && asPlanned.startsWith('HR ') ? `, ${asPlanned}` : '';
  const beyond = [targets, ...whatIf.map(({ size }) => size?.targets ?? [])].some((of) =>
    of.some(({ simulated }) => simulated.kind === 'unreachable'),
  );
  const all = [
    ...rows(asPlanned, targets),
    ...whatIf.flatMap(({ name, size }) => (size === null ? [] : rows(name, size.targets))),
  ];
  return {
    name: alone ? 'needed' : 'what-if',
    title: `What ${what} needs${ratio} (enrolled, analysed: ${unit})`,
    audience: alone ? 'readers' : 'both',
    answers: true,
    columns: [...(alone ? [fileOnly('variation')] : [left('variation', '')]), ...columnsOf(looks)],
    rows: all,
    notes: [
      `Found by simulation. Events: those that the analysis waits for, the most where there are looks, or else the number expected. Enrolled, analysed: the ${unit} by which patients are enrolled and in which the analysis is expected.${beyond ? ' No N: out of reach.' : ''}`,
    ],
  };
}
