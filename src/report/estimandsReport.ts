/** Estimands: what they are by integration, beside what simulated trials estimate. */
import { exp } from '../elementary/exp.ts';
import type { EstimandsResult } from '../questions/estimands.ts';
import { count, estimateText, fixed, units } from './numbers.ts';
import { cell, fileOnly, left, right, type Section } from './table.ts';
import { shortTest } from './testWords.ts';

/** `survival difference at 12 months` for the test of it. */
function estimandName(what: string): string {
  return what.replace(/^survival at (.*) \(plain\)$/, 'survival difference at $1');
}

/** The section of estimands; `comparison` names the comparison that they belong to, where there are several. */
export function estimandsSection(
  { estimands, replicates }: EstimandsResult,
  unit: string,
  comparison: string | null = null,
): Section {
  const severalLooks = estimands.some(({ looks }) => looks.length > 1);
  const ratio = estimands.some(({ logScale }) => logScale);
  return {
    title: 'What there is to estimate',
    prose: [],
    tables: [
      {
        name: 'estimands',
        title: 'Estimands, whatever is tested',
        audience: 'both',
        columns: [
          left('estimand', ''),
          severalLooks ? left('look', 'look') : fileOnly('look'),
          right('time', `at ${unit}`),
          right('integrated', 'integrated'),
          right('simulated', 'simulated'),
          fileOnly('simulatedStandardError'),
          fileOnly('replicates'),
        ],
        rows: estimands.flatMap(({ what, logScale, looks }) =>
          looks.map(({ time, truth, simulated }, k) => {
            const none = simulated.replicates === 0;
            const mean = logScale ? exp(simulated.mean) : simulated.mean;
            const error = logScale ? mean * simulated.standardError : simulated.standardError;
            return [
              cell(what, k === 0 ? shortTest(estimandName(what), unit, severalLooks ? 28 : 36) : ''),
              cell(k + 1, k === looks.length - 1 ? 'final' : String(k + 1)),
              cell(time, fixed(time, 1)),
              cell(truth, fixed(truth, 4)),
              cell(none ? null : mean, none ? '–' : estimateText(mean, error)),
              cell(none ? null : error),
              cell(simulated.replicates),
            ];
          }),
        ),
        notes: [
          ...(comparison === null ? [] : [`Of the first comparison: ${comparison}.`]),
          `Integrated: by numerical integration, at the expected time. RMST in ${unit}s and survival as a share: experimental − control.${ratio ? ' Average hazard ratio: experimental ÷ control, the log ratio averaged over where events fall; simulated: exp of the mean log of Cox estimates, which weigh time a little differently.' : ''} In brackets: Monte Carlo standard error, from ${units(count(replicates), 'replicate')}${severalLooks ? ' that no look stops. – where follow-up is too short' : ''}.`,
        ],
      },
    ],
  };
}
