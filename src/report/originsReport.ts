/** What other origins of the comparison than randomisation make of the effect, in words and a table. */
import type { OriginResult, OriginsResult } from '../questions/origins.ts';
import type { SeenEffect } from '../questions/sideBySide.ts';
import type { Design } from '../trial/family.ts';
import { originLabel } from '../trial/testName.ts';
import { count, estimateText, fixed, percent, shareText, units } from './numbers.ts';
import { type Cell, cell, fileOnly, left, right, type Section } from './table.ts';
import { benefitAlpha } from './testWords.ts';

/** A mean log ratio as a ratio with its error. */
function ratioCells({ estimate }: SeenEffect): Cell[] {
  if (estimate === null) return [cell(null), cell(null)];
  const ratio = Math.exp(estimate.mean);
  const error = ratio * estimate.standardError;
  return [cell(ratio, estimateText(ratio, error, 3)), cell(error)];
}

/** Standard errors from which on a shift of the log hazard ratio is more than chance. */
const CLEAR = 4;

function isBiased({ none }: OriginResult): boolean {
  const { estimate } = none;
  return estimate !== null && Math.abs(estimate.mean) > CLEAR * estimate.standardError;
}

function biasProse(result: OriginsResult, design: Design, unit: string): string[] {
  const alpha = benefitAlpha(design.test);
  const wrong = result.origins
    .slice(1)
    .filter((each) => isBiased(each) || each.none.benefit.estimate > 2 * alpha)
    .sort((a, b) => b.none.benefit.estimate - a.none.benefit.estimate);
  const lag = `Patients of ${result.arm} start the ICI ${fixed(result.meanLag, 2)} ${units(2, unit)} after randomisation on average.`;
  if (wrong.length === 0)
    return [
      `${lag} None of the other origins is seen to invent an effect here: the wait is short, or hazards are level.`,
    ];
  return [
    lag,
    ...wrong.map(({ origin, none }) => {
      const ratio = none.estimate === null ? Number.NaN : Math.exp(none.estimate.mean);
      return `With no effect at all, ${originLabel(origin, unit)} finds hazard ratio ${fixed(ratio, 3)} on average and claims a benefit in ${percent(none.benefit.estimate, 1)} of trials, where ${percent(alpha, 1)} is allowed.`;
    }),
  ];
}

export function originsSection(result: OriginsResult, design: Design, unit: string): Section {
  return {
    title: 'The same trials compared from other origins',
    prose: biasProse(result, design, unit),
    tables: [
      {
        name: 'analysis-origins',
        title: 'Hazard ratio (Cox) and claims of benefit by origin of the comparison',
        audience: 'both',
        columns: [
          left('origin', ''),
          right('hazardRatio', 'HR'),
          fileOnly('hazardRatioStandardError'),
          right('expected', 'formula'),
          right('benefit', 'benefit, %'),
          fileOnly('benefitStandardError'),
          right('nullHazardRatio', 'HR, no effect'),
          fileOnly('nullHazardRatioStandardError'),
          right('nullExpected', 'formula'),
          right('nullBenefit', 'benefit, %'),
          fileOnly('nullBenefitStandardError'),
          fileOnly('nullHarm'),
          fileOnly('replicates'),
        ],
        rows: result.origins.map(({ origin, planned, none, expected }) => [
          cell(originLabel(origin, unit)),
          ...ratioCells(planned),
          cell(Math.exp(expected.planned), fixed(Math.exp(expected.planned), 3)),
          cell(planned.benefit.estimate, shareText(planned.benefit, 1)),
          cell(planned.benefit.standardError),
          ...ratioCells(none),
          cell(Math.exp(expected.none), fixed(Math.exp(expected.none), 3)),
          cell(none.benefit.estimate, shareText(none.benefit, 1)),
          cell(none.benefit.standardError),
          cell(none.harm.estimate),
          cell(result.replicates),
        ]),
        notes: [
          `${result.arm} v ${design.control.name}, unstratified, at the final analysis. HR: exp of the mean log; formula: large samples. In brackets: Monte Carlo standard error, from ${units(count(result.replicates), 'replicate')}.`,
          'As randomised is right. From ICI start: who never started is left out, the controls run from randomisation. By ICI ever received: who never started counts as a control, and the wait for it as treated time, in which nobody can have died. Landmark: who is still at risk then, by ICI received by then. Time-dependent: a control until the ICI starts.',
        ],
      },
    ],
  };
}
