/** `power` in words and tables. */
import type { ClosedForms } from '../questions/closedForms.ts';
import type { PowerResult } from '../questions/power.ts';
import type { TestPlan } from '../trial/trial.ts';
import { characteristicsTables } from './characteristics.ts';
import { count, fixed, percent, proportionText, significant } from './numbers.ts';
import { boundaryTable, sequentialProse, stoppingTables } from './sequentialReport.ts';
import { cell, left, right, type Section, type Table } from './table.ts';

/** `one-sided 2.5 % (two-sided 5 %)`, the declared form first. */
export function alphaText({ alpha, sides }: Pick<TestPlan, 'alpha' | 'sides'>): string {
  const one = `one-sided ${significant(100 * (sides === 1 ? alpha : alpha / 2))} %`;
  const two = `two-sided ${significant(100 * (sides === 2 ? alpha : 2 * alpha))} %`;
  return sides === 1 ? `${one} (${two})` : `${two} (${one})`;
}

/** Which formulas do not apply, and why. */
export function withoutAnswer(closed: ClosedForms): string[] {
  return closed.powers.flatMap(({ name, reason }) => (reason === null ? [] : [`${name}: ${reason}.`]));
}

function closedTable(closed: ClosedForms, power: PowerResult): Table {
  const simulated = power.alternative.power;
  return {
    name: 'power-formulas',
    title: 'The formulas beside the simulation',
    audience: 'both',
    columns: [left('method', ''), right('power', 'power'), right('difference', 'minus simulated')],
    rows: [
      [cell('simulation'), cell(simulated.estimate, percent(simulated.estimate, 2)), cell(0, '')],
      ...closed.powers.map(({ name, power: p }) => [
        cell(name),
        cell(p, percent(p, 2)),
        cell(
          p === null ? null : p - simulated.estimate,
          p === null ? '' : `${fixed(100 * (p - simulated.estimate), 2)}`,
        ),
      ]),
    ],
    notes: [
      `Formulas take ${fixed(closed.events, 1)} expected events (${fixed(closed.eventsControl, 1)} control, ${fixed(closed.eventsExperimental, 1)} experimental) and hazard ratio ${significant(closed.hazardRatio)} (${closed.basis}). Where they part, the simulation is the one to trust: it makes no large-sample approximation.`,
      ...(power.sequential ? ['Formulas but the last are about a fixed design at the final analysis.'] : []),
      ...withoutAnswer(closed),
    ],
  };
}

export function powerSection(result: PowerResult, test: TestPlan, unit: string): Section {
  const { alternative, null: none, closedForms, patients, sequential } = result;
  const prose = [
    `With ${count(patients)} patients the log-rank test at ${alphaText(test)} has power ${proportionText(alternative.power)}.`,
    `If the experimental arm does nothing it rejects in ${proportionText(none.power)}.`,
    ...(sequential ? sequentialProse(sequential, alternative, none, unit, result.hazardRatio) : []),
  ];
  const direction = alternative.hazardRatio === null ? 0 : alternative.hazardRatio.logHazardRatio.mean;
  if (direction > 0 && alternative.significantHarm.estimate > alternative.significantBenefit.estimate)
    prose.push(
      test.sides === 2
        ? 'The planning effect is against the experimental arm: nearly all of this power is to confirm harm.'
        : 'The planning effect is against the experimental arm, and a one-sided test rejects for benefit only.',
    );
  if (alternative.analysisNotReached.estimate > 0.001)
    prose.push(
      `In ${proportionText(alternative.analysisNotReached)} of trials the analysis never came due; they were analysed when follow-up was exhausted.`,
    );
  return {
    title: 'Power of the planned trial',
    prose,
    tables: [
      ...(sequential
        ? [
            boundaryTable('boundaries', sequential, unit, test.sides),
            ...stoppingTables(
              'stopping',
              sequential,
              [
                { key: 'planned', heading: 'planned effect', characteristics: alternative },
                { key: 'null', heading: 'no effect', characteristics: none },
              ],
              unit,
            ),
          ]
        : []),
      ...characteristicsTables(
        'operating-characteristics',
        'Operating characteristics',
        [
          { heading: 'planned effect', characteristics: alternative },
          { heading: 'no effect', characteristics: none },
        ],
        unit,
        test.sides,
      ),
      ...(closedForms ? [closedTable(closedForms, result)] : []),
    ],
  };
}
