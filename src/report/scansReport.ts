/** What scans do to the effect, in words and a table. */
import { exp } from '../elementary/exp.ts';
import type { ScansResult, SeenAndExact } from '../questions/scansResult.ts';
import type { Spread } from '../tally/estimates.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { count, estimateText, fixed, percent, shareText, units } from './numbers.ts';
import { cell, fileOnly, left, right, type Section } from './table.ts';
import { testPhrase } from './testWords.ts';

const ratioOf = (effect: SeenAndExact['seen']) => (effect.estimate === null ? Number.NaN : exp(effect.estimate.mean));
const errorOf = (effect: SeenAndExact['seen']) =>
  effect.estimate === null ? Number.NaN : exp(effect.estimate.mean) * effect.estimate.standardError;

function lossText({ seen }: SeenAndExact): string {
  const lost = seen.minusFirst;
  if (lost === null) return '';
  const points = `${fixed(Math.abs(100 * lost.estimate), 2)} percentage points (SE ${fixed(100 * lost.standardError, 2)})`;
  if (Math.abs(lost.estimate) < 2 * lost.standardError)
    return `Scans change the power by ${points}, no more than chance.`;
  return `Scans ${lost.estimate < 0 ? 'cost' : 'add'} ${points} of power.`;
}

/** The section on scans; `medians` are the Kaplan–Meier medians as the trials see them, control and experimental. */
export function scansSection(
  result: ScansResult,
  medians: readonly [Spread | null, Spread | null],
  trial: UnsizedTrial,
  unit: string,
): Section {
  const { test, cox, trueHazardRatio, trueMedians, asymmetric } = result;
  const inflated = result.sides === 1 ? test.none.seen.benefit : test.none.seen.rejects;
  const row = (what: string, pair: SeenAndExact, part: 'rejects') => [
    cell(what),
    cell(pair.exact[part].estimate, `${shareText(pair.exact[part], 2)}`),
    cell(pair.exact[part].standardError),
    cell(pair.seen[part].estimate, `${shareText(pair.seen[part], 2)}`),
    cell(pair.seen[part].standardError),
    cell(null, ''),
  ];
  const ratios = (what: string, pair: SeenAndExact, truth: number) => [
    cell(what),
    cell(ratioOf(pair.exact), estimateText(ratioOf(pair.exact), errorOf(pair.exact))),
    cell(errorOf(pair.exact)),
    cell(ratioOf(pair.seen), estimateText(ratioOf(pair.seen), errorOf(pair.seen))),
    cell(errorOf(pair.seen)),
    cell(truth, fixed(truth, 3)),
  ];
  const names = [trial.arms[0].name, trial.arms[1].name];
  return {
    title: 'What scans do',
    prose: [
      `Progression is seen at the next scan, and who has none is followed to the last one. ${lossText(test.planned)}`,
      ...(asymmetric
        ? [
            `Arms are scanned by different schedules. With no effect the ${testPhrase(trial.test, unit)} rejects in ${percent(inflated.estimate, 2)} (SE ${fixed(100 * inflated.standardError, 2)}) and the observed hazard ratio averages ${fixed(ratioOf(cox.none.seen), 3)}: whoever is scanned more often progresses sooner on paper.`,
          ]
        : []),
    ],
    tables: [
      {
        name: 'scans',
        title: 'As the events happen and as scans show them, at the same analysis',
        audience: 'both',
        columns: [
          left('what', ''),
          right('exact', 'as they happen'),
          fileOnly('exactStandardError'),
          right('seen', 'as seen'),
          fileOnly('seenStandardError'),
          right('truth', 'truth'),
        ],
        rows: [
          row('power, %', test.planned, 'rejects'),
          row('rejections with no effect, %', test.none, 'rejects'),
          ratios('hazard ratio', cox.planned, trueHazardRatio),
          ratios('hazard ratio with no effect', cox.none, 1),
          ...medians.map((median, arm) => [
            cell(`median of ${names[arm]}`, `median, ${arm === 0 ? 'control' : 'experimental'}`),
            cell(null, ''),
            cell(null),
            cell(
              median?.mean ?? null,
              median && median.replicates > 0 ? estimateText(median.mean, median.standardError) : '–',
            ),
            cell(median?.standardError ?? null),
            cell(trueMedians[arm], fixed(trueMedians[arm], 2)),
          ]),
        ],
        notes: [
          `Hazard ratios: Cox’s model, exp of the mean log. Events seen at one scan are tied: the log-rank takes the hypergeometric variance, Cox’s model Efron’s likelihood. In brackets: Monte Carlo standard error; power, rejections and ratios from ${units(count(result.replicates), 'replicate')}.`,
        ],
      },
    ],
  };
}
