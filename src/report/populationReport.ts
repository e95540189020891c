/** Who the patients are: factors with their levels, and covariates. */
import type { PlannedEffect } from '../questions/check.ts';
import type { Population } from '../trial/population.ts';
import { percent, significant } from './numbers.ts';
import { cell, left, right, type Table } from './table.ts';
import { clipped } from './testWords.ts';

/** Says whose survival the arms' laws describe. */
export function populationProse({ survivalOf, factors, covariates }: Population): string {
  if (survivalOf === 'everyone')
    return 'Patients differ. The survival of the control arm is that of all its patients together, at the median; hazard ratios are those among patients who are alike.';
  const reference = [
    ...factors.map(({ name, levels }) => `${name} ${levels[0].name}`),
    ...covariates.map(({ name, mean }) => `${name} ${significant(mean)}`),
  ].join(', ');
  return `Patients differ. The survival of the arms is that of patients with ${reference}; hazard ratios are those among patients who are alike.`;
}

/**
 * `effects` are those of the experimental arms; their ratios by level where one arm's constant effect depends on one
 * factor.
 */
export function populationTables({ factors, covariates }: Population, effects: readonly PlannedEffect[]): Table[] {
  const modified = factors.some(({ levels }) => levels.some(({ effectRatio }) => effectRatio !== 1));
  const byLevel = effects.length === 1 ? effects[0].byLevel : [];
  const ratioAt = (factor: string, level: string) =>
    byLevel.find((each) => each.factor === factor && each.level === level)?.hazardRatio ?? null;
  const tables: Table[] = [];
  if (factors.length > 0)
    tables.push({
      name: 'factors',
      title: 'Factors',
      audience: 'both',
      columns: [
        left('factor', ''),
        left('level', 'level'),
        right('prevalence', 'patients'),
        right('hazardRatio', 'HR'),
        ...(modified ? [right('effectRatio', 'effect ×')] : []),
        ...(byLevel.length > 0 ? [right('treatmentHazardRatio', 'HR of arm')] : []),
      ],
      rows: factors.flatMap(({ name, levels }) =>
        levels.map(({ name: level, prevalence, hazardRatio, effectRatio }, l) => {
          const ratio = ratioAt(name, level);
          return [
            cell(name, l === 0 ? clipped(name, 22) : ''),
            cell(level, clipped(level, 22)),
            cell(prevalence, percent(prevalence)),
            cell(hazardRatio, significant(hazardRatio)),
            ...(modified ? [cell(effectRatio, significant(effectRatio))] : []),
            ...(byLevel.length > 0 ? [cell(ratio, ratio === null ? '' : significant(ratio))] : []),
          ];
        }),
      ),
      notes: [
        `HR: hazard over that of the factor's first level, in every arm.${modified ? ` Effect ×: the arm's hazard ratio is multiplied by it at this level${byLevel.length > 0 ? ', which makes the one in the last column' : ''}.` : ''}${factors.length + covariates.length > 1 ? ' Factors and covariates are independent of one another.' : ''}`,
      ],
    });
  if (covariates.length > 0)
    tables.push({
      name: 'covariates',
      title: 'Covariates, normally distributed',
      audience: 'both',
      columns: [left('covariate', ''), right('mean', 'mean'), right('sd', 'SD'), right('hazardRatio', 'HR for 1 more')],
      rows: covariates.map(({ name, mean, sd, hazardRatio }) => [
        cell(name, clipped(name, 40)),
        ...[mean, sd, hazardRatio].map((x) => cell(x, significant(x))),
      ]),
      notes: [],
    });
  return tables;
}
