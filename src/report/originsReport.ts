/** The effect as estimated from other origins than randomisation, in words and a table. */

import { exp } from '../elementary/exp.ts';
import type { OriginResult, OriginsResult } from '../questions/origins.ts';
import type { SeenEffect } from '../questions/sideBySide.ts';
import { durationText } from '../statistics/durationText.ts';
import { originLabel } from '../trial/testName.ts';
import { type TimeOrigin, timeOfOrigin } from '../trial/timeOrigin.ts';
import { treatmentNames } from '../trial/treatmentNames.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { count, estimateText, fixed, percent, shareText, significant, units } from './numbers.ts';
import { cell, fileOnly, left, right, type Section, type TableCell } from './table.ts';
import { benefitAlpha } from './testWords.ts';

/** A mean log ratio as a ratio with its error. */
function ratioCells({ estimate }: SeenEffect): TableCell[] {
  if (estimate === null) return [cell(null), cell(null)];
  const ratio = exp(estimate.mean);
  const error = ratio * estimate.standardError;
  return [cell(ratio, estimateText(ratio, error, 3)), cell(error)];
}

/** Rejections less those of the comparison as randomised, with their error. */
function differenceCells({ minusFirst }: SeenEffect): TableCell[] {
  return [cell(minusFirst?.estimate ?? null), cell(minusFirst?.standardError ?? null)];
}

/** A paired difference of this many standard errors is more than chance. */
const BEYOND_CHANCE = 2;

/** What another origin does to the power of the very same trials. */
function differenceProse({ origins }: OriginsResult, unit: string): string[] {
  const told = origins.flatMap(({ origin, planned: { minusFirst } }) => {
    if (minusFirst === null || Math.abs(minusFirst.estimate) <= BEYOND_CHANCE * minusFirst.standardError) return [];
    const { estimate, standardError } = minusFirst;
    const points = fixed(Math.abs(100 * estimate), 1);
    return [
      `${originLabel(origin, unit)} ${estimate < 0 ? 'loses' : 'adds'} ${points} percentage points (SE ${fixed(100 * standardError, 1)})`,
    ];
  });
  return told.length === 0 ? [] : [`Power of the same trials, against that as randomised: ${told.join('; ')}.`];
}

/** A shift of the log hazard ratio by this many standard errors is more than chance. */
const CLEAR = 4;

function isBiased({ none }: OriginResult): boolean {
  const { estimate } = none;
  return estimate !== null && Math.abs(estimate.mean) > CLEAR * estimate.standardError;
}

function biasProse(result: OriginsResult, trial: UnsizedTrial, unit: string): string[] {
  const alpha = benefitAlpha(trial.test);
  const wrong = result.origins
    .slice(1)
    .filter((each) => isBiased(each) || each.none.benefit.estimate > 2 * alpha)
    .sort((a, b) => b.none.benefit.estimate - a.none.benefit.estimate);
  const { secondTreatment } = treatmentNames(trial);
  const lag = `Patients of ${result.arm} start ${secondTreatment} ${durationText(Number(result.meanLag.toPrecision(3)), unit)} after randomisation on average.`;
  if (wrong.length === 0)
    return [
      `${lag} None of the other origins is seen to invent an effect here: the wait is short, ${trial.scans === undefined ? 'or hazards are level' : 'hazards are level, or scans hide it'}.`,
    ];
  return [
    lag,
    ...wrong.map(({ origin, none }) => {
      const ratio = none.estimate === null ? Number.NaN : exp(none.estimate.mean);
      return `With no effect at all, comparing ${originLabel(origin, unit)} finds hazard ratio ${fixed(ratio, 3)} on average and claims a benefit in ${percent(none.benefit.estimate, 1)} of trials, where ${percent(alpha, 1)} is allowed.`;
    }),
  ];
}

/** The name of an origin that fits a row of a table. */
function shortLabel(origin: TimeOrigin, unit: string): string {
  switch (origin.kind) {
    case 'everTreated':
      return 'ever treated';
    case 'timeDependent':
      return 'time-dependent';
    case 'cloneCensor':
      return 'clone–censor';
    case 'cloneCensorWeight':
      return 'clone–censor–weight';
    case 'landmark':
      return `landmark, ${unit} ${significant(origin.at, 3)}`;
    default:
      return originLabel(origin, unit);
  }
}

/** What is done with copies of everybody, and what their standard errors are. */
function clonesProse({ origins }: OriginsResult, unit: string): string[] {
  const cloned = origins.find(({ origin }) => origin.kind === 'cloneCensorWeight')?.origin;
  if (cloned === undefined) return [];
  const month = `${unit} ${significant(timeOfOrigin(cloned), 3)}`;
  return [
    `Clone–censor: everybody is copied into starting by ${month} and not; a copy is censored when its patient does otherwise. Clone–censor–weight: the copies left are weighted for those censored. Both have robust standard errors, by patient.`,
  ];
}

export function originsSection(result: OriginsResult, trial: UnsizedTrial, unit: string): Section {
  const { secondTreatment } = treatmentNames(trial);
  const row = ({ origin, expected, ...seen }: OriginResult, world: 'planned' | 'none'): TableCell[] => {
    const { benefit, harm } = seen[world];
    return [
      cell(originLabel(origin, unit), world === 'planned' ? shortLabel(origin, unit) : ''),
      cell(world === 'planned' ? 'planned effect' : 'no effect'),
      ...ratioCells(seen[world]),
      cell(exp(expected[world]), fixed(exp(expected[world]), 3)),
      cell(benefit.estimate, shareText(benefit, 2)),
      cell(benefit.standardError),
      ...differenceCells(seen[world]),
      cell(harm.estimate),
      cell(result.replicates),
    ];
  };
  return {
    title: 'The same trials compared from other origins',
    prose: [...biasProse(result, trial, unit), ...differenceProse(result, unit)],
    tables: [
      {
        name: 'analysis-origins',
        title: 'Hazard ratio (Cox) and claims of benefit by origin of the comparison',
        audience: 'both',
        columns: [
          left('origin', ''),
          left('world', ''),
          right('hazardRatio', 'HR'),
          fileOnly('hazardRatioStandardError'),
          right('expected', 'formula'),
          right('benefit', 'benefit, %'),
          fileOnly('benefitStandardError'),
          fileOnly('difference'),
          fileOnly('differenceStandardError'),
          fileOnly('harm'),
          fileOnly('replicates'),
        ],
        rows: result.origins.flatMap((each) => [row(each, 'planned'), row(each, 'none')]),
        notes: [
          `${result.arm} v ${trial.arms[0].name}, unstratified, at the final analysis. HR: exp of the mean log; ${trial.scans ? `with scans, which see progression late, there is no formula; a clock that starts with ${secondTreatment} also shifts the scans of its arm against the control’s` : 'formula: large samples'}. In brackets: Monte Carlo standard error, from ${units(count(result.replicates), 'replicate')}.`,
          `As randomised is right. From treatment start: who never started ${secondTreatment} is left out, the controls run from randomisation. Ever treated: who never started counts as a control, and the wait for it as treated time, in which nobody can have died. Landmark: who is still at risk then, by treatment received by then. Time-dependent: a control until ${secondTreatment} starts.`,
          ...clonesProse(result, unit),
        ],
      },
    ],
  };
}
