/** Starts of the second treatment and the window that the procedure opens, in tables. */
import type { TimeUnit } from '../scenario/scenario.ts';
import type { Arm } from '../trial/arm.ts';
import { lagQuantile, meanLag } from '../trial/lag.ts';
import { type TreatmentNames, treatmentNames } from '../trial/treatmentNames.ts';
import { type Priming, primedHazardRatio, stepsOf } from '../trial/treatmentStart.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { significant } from './numbers.ts';
import { cell, left, right, type Table, type TableCell } from './table.ts';
import { clipped, listed } from './testWords.ts';

/** Half-lives after the plateau at which the window is shown. */
const HALF_LIVES = [0, 0.5, 1, 2, 4];

type Started = Arm & { readonly start: NonNullable<Arm['start']> };

/** A share so small that its quantile is the earliest lag of any distribution. */
const LEAST = 1e-9;

/**
 * The hazard ratio, in steps, of a patient who starts at the mean lag; empty where the arm's model holds the effect.
 */
function stepsAtMean({ start, effect }: Started): readonly { readonly from: number; readonly hazardRatio: number }[] {
  if (effect.kind !== 'timed') return [];
  const { starts, ratios } = stepsOf(effect.timing, meanLag(start.lag));
  return starts.map((from, j) => ({ from, hazardRatio: ratios[j] }));
}

function startRows(arm: Started): TableCell[][] {
  const { name, start } = arm;
  const lags = [meanLag(start.lag), ...[0.05, 0.5, 0.95].map((p) => lagQuantile(start.lag, p))];
  const steps = stepsAtMean(arm);
  const of = (first: boolean, step: (typeof steps)[number] | null): TableCell[] => [
    cell(name, first ? clipped(name, 20) : ''),
    ...lags.map((t) => cell(t, first ? significant(t, 3) : '')),
    cell(step?.from ?? null, step ? significant(step.from, 3) : '–'),
    cell(step?.hazardRatio ?? null, step ? significant(step.hazardRatio, 3) : '–'),
  ];
  return steps.length === 0 ? [of(true, null)] : steps.map((step, j) => of(j === 0, step));
}

function startsTable(arms: readonly Started[], { secondTreatment, procedure }: TreatmentNames, unit: TimeUnit): Table {
  return {
    name: 'treatment-starts',
    title: `Start of ${secondTreatment} (${unit}s after randomisation), HR at the mean lag`,
    audience: 'both',
    columns: [
      left('arm', ''),
      right('meanLag', 'mean'),
      right('lag5', '5 %'),
      right('lag50', 'median'),
      right('lag95', '95 %'),
      right('from', `from ${unit}`),
      right('hazardRatio', 'HR'),
    ],
    rows: arms.flatMap(startRows),
    notes: [
      ...(arms.some(({ start }) => lagQuantile(start.lag, LEAST) < 0)
        ? [`Negative: ${secondTreatment} starts at randomisation, and ${procedure} waits as long.`]
        : []),
      ...(arms.some(({ effect }) => effect.kind !== 'timed')
        ? ['Without hazard ratios: the start changes nothing, or the survival of the arm holds what it does.']
        : []),
    ],
  };
}

/** The lags at which the hazard ratio is shown; none where it is the same at all of them. */
function windowLags(priming: Priming): readonly number[] {
  switch (priming.kind) {
    case 'constant':
      return [];
    case 'halfLife':
      return [...new Set([0, ...HALF_LIVES.map((k) => priming.plateau + k * priming.halfLife)])];
    case 'table':
      return priming.lags;
  }
}

/** The windows that arms have, each once, with the arms that share it. */
function windowTable(
  arms: readonly Started[],
  { secondTreatment, procedure }: TreatmentNames,
  unit: TimeUnit,
): Table[] {
  const windows = new Map<string, { readonly priming: Priming; readonly names: string[] }>();
  for (const { name, effect } of arms) {
    if (effect.kind !== 'timed') continue;
    const { priming } = effect.timing;
    const key = JSON.stringify(priming);
    const known = windows.get(key);
    if (known) known.names.push(name);
    else windows.set(key, { priming, names: [name] });
  }
  const shown = [...windows.values()].filter(({ priming }) => windowLags(priming).length > 0);
  if (shown.length === 0) return [];
  return [
    {
      name: 'priming-window',
      title: `Hazard ratio by how late ${secondTreatment} comes after ${procedure}`,
      audience: 'both',
      columns: [left('arm', ''), right('lag', `lag, ${unit}s`), right('hazardRatio', 'HR')],
      rows: shown.flatMap(({ priming, names }) =>
        windowLags(priming).map((lag, i) => {
          const ratio = primedHazardRatio(priming, lag);
          const who = names.length < arms.length ? listed(names) : 'every arm that starts it';
          return [
            cell(names.join(', '), i === 0 ? clipped(arms.length === 1 ? names[0] : who, 30) : ''),
            cell(lag, significant(lag, 3)),
            cell(ratio, significant(ratio, 3)),
          ];
        }),
      ),
      notes: [],
    },
  ];
}

/** The tables of starts; none where no arm starts a second treatment. */
export function startTables(trial: UnsizedTrial, unit: TimeUnit): Table[] {
  const arms = trial.arms.filter((arm): arm is Started => arm.start !== undefined);
  const names = treatmentNames(trial);
  return arms.length === 0 ? [] : [startsTable(arms, names, unit), ...windowTable(arms, names, unit)];
}
