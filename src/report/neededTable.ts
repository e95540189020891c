/** Patients, events and time for each target power, a row a target. */
import type { SizeForTarget } from '../questions/size.ts';
import { count, fixed, percent } from './numbers.ts';
import { type Cell, cell, left, right, type Table } from './table.ts';

/** `80 %`. */
export function targetText(power: number): string {
  return percent(power, Number.isInteger(power * 100) ? 0 : 1);
}

/** Events to wait for, the most of a trial with looks; the expected number where the analysis waits for none. */
function eventsCell({ simulated: s }: SizeForTarget): Cell {
  if (s.kind === 'unreachable') return cell(null);
  const most = s.sequential?.mostEvents ?? s.events;
  const { mean } = s.characteristics.events;
  return most === null ? cell(mean, fixed(mean, 0)) : cell(most, count(most));
}

function rowOf(target: SizeForTarget): Cell[] {
  const { simulated: s } = target;
  if (s.kind === 'unreachable')
    return [
      cell(s.targetPower, targetText(s.targetPower)),
      cell(null, 'out of reach'),
      ...Array.from({ length: 4 }, () => cell(null)),
    ];
  const { characteristics: c } = s;
  return [
    cell(s.targetPower, targetText(s.targetPower)),
    cell(s.patients, count(s.patients)),
    eventsCell(target),
    cell(s.accrualDuration, fixed(s.accrualDuration, 1)),
    cell(c.analysisTime.mean, fixed(c.analysisTime.mean, 1)),
    cell(c.power.estimate, percent(c.power.estimate)),
  ];
}

export function neededTable(targets: readonly SizeForTarget[], unit: string): Table {
  return {
    name: 'needed',
    title: 'What each power needs',
    audience: 'readers',
    answers: true,
    columns: [
      left('targetPower', 'power'),
      right('patients', 'patients'),
      right('events', 'events'),
      right('accrualDuration', `enrolled in ${unit}s`),
      right('analysisTime', `analysis at ${unit}`),
      right('confirmedPower', 'simulated'),
    ],
    rows: targets.map(rowOf),
    notes: ['Simulated: power with these patients, on replicates that took no part in the search for them.'],
  };
}
