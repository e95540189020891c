/** Power and size of a trial by formula, in words and tables. */
import type { TrialSummary } from '../questions/check.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { bestFormula } from './bestFormula.ts';
import { heldText } from './designWords.ts';
import { SHORT_NAMES_NOTE, shortName } from './formulaNames.ts';
import { count, fixed, percent, significant, units } from './numbers.ts';
import { withoutAnswer } from './powerReport.ts';
import { cell, left, right, type Table } from './table.ts';
import { listed } from './testWords.ts';

/** Power and N by formula, in a sentence. */
export function formulaAnswer({ closedForms, closedSizes, sequential }: TrialSummary, alone: boolean): string[] {
  const best = bestFormula(closedForms);
  const power = best?.power ?? null;
  const futile = sequential?.rows.some(({ futilityZ }) => futilityZ !== null) ?? false;
  const ignored =
    sequential !== null && futile && sequential.numerical.power === power
      ? ` with futility stops acted on, ${percent(sequential.numerical.powerIgnoringFutility)} with them ignored,`
      : '';
  const sizes = closedSizes.flatMap(({ method, targetPower, result }) =>
    method === 'schoenfeld' && result.kind === 'size'
      ? [
          `${units(count(result.patients), 'patient')} and ${count(result.events)} events for ${percent(targetPower, 0)}`,
        ]
      : [],
  );
  const parts = [
    ...(best === null || closedForms === null
      ? []
      : [`power ${percent(power)}${ignored} with ${fixed(closedForms.events, 1)} events (${best.words})`]),
    ...(sizes.length === 0 ? [] : [`${listed(sizes)} (Schoenfeld 1981)`]),
  ];
  const ask = alone ? ' Ask power and size for the simulated answers.' : '';
  return parts.length === 0 ? [] : [`By formula: ${parts.join('; ')}.${ask}`];
}

/** Why formulas give no number of patients. */
export function sizesWithoutAnswer({ closedSizes }: TrialSummary): string[] {
  const reasons = closedSizes.flatMap(({ name, result }) =>
    result.kind === 'unreachable' ? [{ name, reason: result.reason }] : [],
  );
  return [...new Set(reasons.map(({ reason }) => reason))].map((reason) => {
    const names = [...new Set(reasons.filter((row) => row.reason === reason).map(({ name }) => name))];
    const all = names.length === new Set(closedSizes.map(({ name }) => name)).size;
    return `No number of patients ${all ? 'by formula' : `from ${listed(names)}`}: ${reason}.`;
  });
}

/** Power and size by the formulas that have an answer. */
export function formulaTables(t: TrialSummary, trial: UnsizedTrial, alone: boolean): Table[] {
  const tables: Table[] = [];
  const powers = t.closedForms?.powers.filter(({ power }) => power !== null) ?? [];
  if (t.closedForms && powers.length > 0)
    tables.push({
      name: 'closed-power',
      title: 'Power by formula, at the expected analysis',
      audience: 'both',
      columns: [left('method', ''), right('power', 'power')],
      rows: powers.map(({ name, power }) => [cell(name), cell(power, percent(power, 2))]),
      notes: [
        `${fixed(t.closedForms.events, 1)} expected events; hazard ratio ${significant(t.closedForms.hazardRatio)} (${t.closedForms.basis}). Formulas are approximate${alone ? ': ask power for the simulated answer' : ''}.`,
        ...withoutAnswer(t.closedForms),
      ],
    });
  const sizes = t.closedSizes.flatMap(({ targetPower, method, name, result }) =>
    result.kind === 'size' ? [{ targetPower, method, name, result }] : [],
  );
  if (sizes.length > 0)
    tables.push({
      name: 'closed-size',
      title: 'Patients and events by formula',
      audience: 'both',
      columns: [
        left('targetPower', 'power'),
        left('method', ''),
        right('patientsUnrounded', 'N exact'),
        right('patients', 'N'),
        right('eventsUnrounded', 'D exact'),
        right('events', 'D'),
      ],
      rows: sizes.map(({ targetPower, method, name, result }) => [
        cell(targetPower, percent(targetPower, 0)),
        cell(shortName({ method, name })),
        cell(result.patientsUnrounded, fixed(result.patientsUnrounded, 1)),
        cell(result.patients, count(result.patients)),
        cell(result.eventsUnrounded, fixed(result.eventsUnrounded, 1)),
        cell(result.events, count(result.events)),
      ]),
      notes: [
        ...(t.sizesVary === 'events'
          ? ['The analysis comes before enrolment ends, so that D decides the power and N stays as planned.']
          : [`N varies with ${heldText(trial)}.`]),
        ...(sizes.some(({ method }) => method === 'lachinFoulkesLog') ? [SHORT_NAMES_NOTE] : []),
        ...(t.sequential
          ? ['Formulas size a fixed design; its N and D are multiplied by the inflation factor of the looks.']
          : []),
        ...sizesWithoutAnswer(t),
      ],
    });
  return tables;
}
