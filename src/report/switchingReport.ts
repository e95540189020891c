/** What switching after progression does to survival, in words and a table. */
import { exp } from '../elementary/exp.ts';
import type { MethodResult, SwitchingMethod, SwitchingResult } from '../questions/switching.ts';
import type { MeanEstimate } from '../tally/estimates.ts';
import { count, decimalsFor, estimateText, fixed, percent, shareText, units } from './numbers.ts';
import { cell, fileOnly, left, right, type Section } from './table.ts';

const NAMES: Record<SwitchingMethod, string> = {
  none: 'nobody switches',
  policy: 'treatment policy',
  censored: 'censored at the switch',
  corrected: 'corrected (RPSFT)',
};

export const methodOf = ({ methods }: SwitchingResult, method: SwitchingMethod): MethodResult =>
  methods.find((each) => each.method === method) as MethodResult;

/** A mean log ratio as a ratio. */
const ratioOf = ({ mean }: MeanEstimate): number => exp(mean);

/** A difference of more than this many standard errors is more than chance. */
const BEYOND_CHANCE = 2;

function lossText({ powerLost }: SwitchingResult): string {
  const { mean, standardError } = powerLost;
  const points = `${fixed(Math.abs(100 * mean), 1)} percentage points (SE ${fixed(100 * standardError, 1)})`;
  if (Math.abs(mean) <= BEYOND_CHANCE * standardError)
    return `Switching changes the power of the log-rank test of survival by ${points}, no more than chance.`;
  return `Switching ${mean < 0 ? 'costs' : 'adds'} ${points} of power of the log-rank test of survival.`;
}

function biasText(result: SwitchingResult, method: SwitchingMethod): string {
  const { bias, logHazardRatio } = methodOf(result, method);
  const is = `${NAMES[method]} gives ${fixed(ratioOf(logHazardRatio), 3)}`;
  return bias === null ? is : `${is} (${fixed(100 * (ratioOf(bias) - 1), 1)} %)`;
}

export function switchingSection(result: SwitchingResult): Section {
  const { control, experimental, switched, deaths, methods, replicates } = result;
  const none = methodOf(result, 'none');
  const others = (['policy', 'censored', 'corrected'] as const).map((method) => biasText(result, method));
  return {
    title: 'Switching after progression',
    prose: [
      `By the final look ${percent(switched.mean, 1)} of the patients of ${control} have switched, with ${fixed(deaths.mean, 0)} deaths in both arms. ${lossText(result)}`,
      `The mean hazard ratio of death is ${fixed(ratioOf(none.logHazardRatio), 3)} if nobody switches. With switching, ${others.slice(0, -1).join(', ')} and ${others[others.length - 1]}.`,
    ],
    tables: [
      {
        name: 'switching',
        title: `Survival of ${experimental} v ${control} at the final look, by method`,
        audience: 'both',
        columns: [
          left('method', ''),
          right('hazardRatio', 'HR'),
          fileOnly('logHazardRatioStandardError'),
          right('bias', 'bias of ln HR'),
          fileOnly('biasStandardError'),
          right('power', 'power, %'),
          fileOnly('powerStandardError'),
          fileOnly('notEstimable'),
        ],
        rows: methods.map(({ method, logHazardRatio, bias, power, notEstimable }) => {
          const ratio = ratioOf(logHazardRatio);
          return [
            cell(NAMES[method]),
            cell(ratio, estimateText(ratio, ratio * logHazardRatio.standardError)),
            cell(logHazardRatio.standardError),
            cell(
              bias?.mean ?? null,
              bias === null
                ? ''
                : `${fixed(bias.mean, decimalsFor(bias.standardError))} (${fixed(bias.standardError, decimalsFor(bias.standardError))})`,
            ),
            cell(bias?.standardError ?? null),
            cell(power.estimate, shareText(power)),
            cell(power.standardError),
            cell(notEstimable.estimate),
          ];
        }),
        notes: [
          `HR: exp of the mean log (Cox). Bias: against the same trial in which nobody switches, same random numbers. Power: the log-rank at the trial’s level; the correction keeps the P value of treatment policy. RPSFT: the rank-preserving structural failure time model (Robins & Tsiatis 1991), censored again; ${experimental} counts as treated throughout, ${control} from the switch on. In brackets: Monte Carlo standard error, from ${units(count(replicates), 'replicate')}.`,
        ],
      },
    ],
  };
}
