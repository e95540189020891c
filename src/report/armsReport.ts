/** The arms as planned: medians, hazards and hazard ratios. */
import type { PlannedEffect, TrialSummary } from '../questions/check.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import { overTime } from './hazardRatioWords.ts';
import { count, percent, significant, units } from './numbers.ts';
import { cell, fileOnly, left, right, type Table } from './table.ts';
import { clipped } from './testWords.ts';

/** The most steps for which a hazard ratio is spelt out. */
const MOST_STEPS = 6;

/** A model's name where there is little room: `Weibull(1.2, 12.21) × HR`. */
function shortModel(model: string): string {
  return model
    .replace(
      /Weibull, shape ([\d.]+), scale ([\d.]+)/,
      (_, shape, scale) => `Weibull(${shape}, ${significant(+scale)})`,
    )
    .replace('hazard ratio', 'HR');
}

/** All steps where they are few; the first and the last where they are many. */
function spelt<T>(steps: readonly T[]): readonly T[] {
  return steps.length > MOST_STEPS ? [steps[0], steps[steps.length - 1]] : steps;
}

export function armTables(t: TrialSummary, unit: TimeUnit): Table[] {
  const [first] = t.arms;
  return [
    {
      name: 'arms',
      title: 'Arms',
      audience: 'both',
      columns: [
        left('arm', ''),
        fileOnly('role'),
        right('patients', 'N'),
        fileOnly('model'),
        right('median', 'median'),
        ...first.milestones.map(({ time }) => right(`survivalAt${significant(time)}`, `S(${significant(time, 3)})`)),
        right('dropoutByOneYear', 'dropout a year'),
      ],
      rows: t.arms.map((arm) => [
        cell(arm.name, clipped(arm.name, 20)),
        cell(arm.role),
        cell(arm.patients, arm.patients === null ? '–' : count(arm.patients)),
        cell(arm.model),
        cell(arm.median, Number.isFinite(arm.median) ? significant(arm.median) : 'never'),
        ...arm.milestones.map(({ survival }) => cell(survival, percent(survival))),
        cell(arm.dropoutByOneYear, percent(arm.dropoutByOneYear)),
      ]),
      notes: t.population ? ['Median and survival S of all patients of the arm together.'] : [],
    },
    {
      name: 'hazards',
      title: `Hazards, per ${unit}`,
      audience: 'both',
      columns: [
        left('arm', ''),
        left('model', 'model'),
        right('from', `from ${unit}`),
        right('hazard', 'event'),
        right('dropoutHazard', 'dropout'),
      ],
      rows: t.arms.flatMap((arm) =>
        spelt(arm.hazards).map(({ from, hazard }, i) => [
          cell(arm.name, i === 0 ? clipped(arm.name, 20) : ''),
          cell(arm.model, i === 0 ? shortModel(arm.model) : ''),
          cell(from, significant(from)),
          cell(hazard, significant(hazard, 6)),
          cell(arm.dropoutHazard, arm.dropoutHazard === 0 ? 'none' : significant(arm.dropoutHazard, 6)),
        ]),
      ),
      notes: [
        ...(t.arms.some(({ hazards }) => hazards.length > MOST_STEPS) ? ['Of many steps the first and the last.'] : []),
        ...(t.arms.some(({ model }) => model.startsWith('Weibull') || model.startsWith('cure'))
          ? [
              'Weibull(shape, scale) and cure hazards change all the time; shown at half the median, or at the start of a step.',
            ]
          : []),
        ...(t.population
          ? [
              t.population.survivalOf === 'everyone'
                ? 'Before what makes patients differ: their hazards are these × the HR of factors and covariates × one factor that keeps the control median.'
                : 'Of the patients described above: those of others are × the HR of factors and covariates.',
            ]
          : []),
      ],
    },
  ];
}

/** `0.7`, or `1 for the first 3 months and 0.7 from then on`. */
function ratioText({ hazardRatio, steps }: PlannedEffect, unit: string): string {
  if (hazardRatio !== null) return significant(hazardRatio);
  if (steps.length > MOST_STEPS) {
    const [first, last] = [steps[0], steps[steps.length - 1]];
    const ends = [first.hazardRatio, last.hazardRatio];
    const extreme = (best: number) => steps.find(({ hazardRatio }) => hazardRatio === best) ?? first;
    const ratios = steps.map(({ hazardRatio }) => hazardRatio);
    const turns = [extreme(Math.min(...ratios)), extreme(Math.max(...ratios))]
      .filter(({ hazardRatio }) => ends.every((end) => Math.abs(hazardRatio / end - 1) > 1e-3))
      .sort((a, b) => a.from - b.from);
    const [goes, ...later] = [...turns, last].map(
      ({ from, hazardRatio }) => `${significant(hazardRatio)} by ${unit} ${significant(from)}`,
    );
    const falls = (turns[0] ?? last).hazardRatio < first.hazardRatio;
    return `${significant(first.hazardRatio)} ${falls ? 'falling' : 'rising'} to ${[goes, ...later].join(', then ')}`;
  }
  return overTime(steps, unit, {
    ratio: (x) => significant(x),
    length: (x) => units(significant(x), unit),
    time: (x) => significant(x),
  }).join('');
}

/** Hazard ratios of the experimental arms. */
export function effectsText(effects: readonly PlannedEffect[], unit: string): string {
  const [first] = effects;
  if (effects.length > 1)
    return `hazard ratio (each experimental arm ÷ control) ${effects.map((effect) => `${ratioText(effect, unit)} for ${effect.arm}`).join('; ')}`;
  return `hazard ratio ${ratioText(first, unit)}${first.hazardRatio === null ? '' : ' (experimental ÷ control)'}`;
}
