/** `check` in words and tables. */
import type { CheckResult, TrialSummary } from '../questions/check.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import { drivingNameAmongOthers } from '../trial/endpoint.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { lateComersText } from './analysisWords.ts';
import { armTables, effectsText } from './armsReport.ts';
import { designProse, missedText } from './designWords.ts';
import { DRIFT_PROSE, driftAnswer } from './driftReport.ts';
import { coursesProse, endpointsTables, endpointsText } from './endpointsReport.ts';
import { plannedFamilyTables, successText } from './familyReport.ts';
import { formulaAnswer, formulaTables, sizesWithoutAnswer } from './formulasReport.ts';
import { count, fixed, percent, significant, units } from './numbers.ts';
import { populationProse, populationTables } from './populationReport.ts';
import { publicationSection } from './publicationReport.ts';
import { boundaryTable, crossingTable } from './sequentialReport.ts';
import { startTables } from './startReport.ts';
import { cell, left, right, type Section, type Table } from './table.ts';
import { alphaText, capital, clipped, decidingPhrase, listed } from './testWords.ts';

function expectedTable(name: string, title: string, expected: TrialSummary['expected'], unit: string): Table {
  return {
    name,
    title,
    audience: 'both',
    columns: [
      right('calendarTime', unit),
      right('enrolled', 'enrolled'),
      right('events', 'events'),
      right('eventsControl', 'control'),
      right('eventsExperimental', 'experimental'),
      right('dropouts', 'dropouts'),
      right('atRisk', 'at risk'),
    ],
    rows: expected.map((e) => [
      cell(e.calendarTime, significant(e.calendarTime)),
      ...[e.enrolled, e.events, e.eventsControl, e.eventsExperimental, e.dropouts, e.atRisk].map((x) =>
        cell(x, fixed(x, 1)),
      ),
    ]),
    notes: [],
  };
}

/** Events of each endpoint at each look; nothing for one endpoint. */
function endpointLooksTables({ endpointLooks }: TrialSummary, unit: string): Table[] {
  const [first] = endpointLooks;
  if (first === undefined) return [];
  return [
    {
      name: 'expected-endpoint-events',
      title: 'Events of each endpoint expected at the looks',
      audience: 'both',
      columns: [
        left('look', 'look'),
        right('calendarTime', unit),
        ...endpointLooks.map(({ endpoint }, e) => right(`events${e}`, clipped(endpoint ?? 'first event', 26))),
      ],
      rows: first.looks.map(({ time }, k) => [
        cell(k + 1, k === first.looks.length - 1 ? 'final' : String(k + 1)),
        cell(time, fixed(time, 1)),
        ...endpointLooks.map(({ looks }) => cell(looks[k].events, fixed(looks[k].events, 1))),
      ]),
      notes: [],
    },
  ];
}

/** The test that decides, or the hypotheses that it tests; then the tests beside it. */
function testProse(t: TrialSummary, trial: UnsizedTrial, unit: string): string[] {
  const { alphaOneSided, alphaTwoSided, sides, criticalValue, beside } = t.test;
  const alpha = alphaText({ alpha: sides === 2 ? alphaTwoSided : alphaOneSided, sides });
  const target = `target power ${listed(t.targetPower.map((p) => percent(p, 0)))}`;
  const label = capital(decidingPhrase(trial, unit));
  const { family } = trial;
  const tests = family
    ? `${label}, ${family.hypotheses.length} hypotheses (${listed(family.hypotheses.map((hypothesis) => hypothesis.name))})${t.family ? `, ${t.family.procedure}` : ''}, ${alpha} ${family.procedure.kind === 'allNeeded' ? 'for each' : 'over all of them'}; success: ${successText(family)}; ${target}.`
    : `${label}, ${alpha}, critical value ${fixed(criticalValue, 4)}; ${target}.`;
  return [tests, ...(beside.length === 0 ? [] : [`Made on the same trials, deciding nothing: ${beside.join('; ')}.`])];
}

function trialSection(t: TrialSummary, trial: UnsizedTrial, unit: TimeUnit, alone: boolean): Section {
  const driving = drivingNameAmongOthers(trial);
  const effect = `${effectsText(t.effects, unit)}${driving === null ? '' : ` in ${driving}`}`;
  const n = t.patients === null ? 'N not given' : units(count(t.patients), 'patient');
  const several = t.effects.length > 1;
  const duration =
    t.accrualDuration === null
      ? ''
      : t.accrualDuration === 0
        ? ', everybody at once'
        : ` over ${units(significant(t.accrualDuration, 3), unit)}`;
  const changing = trial.accrual.duration === null ? 'at rates that change' : 'at rates in fixed proportions';
  const entries = t.accrualPattern === 'uniform' ? '' : ` (${t.accrualPattern} entries)`;
  const accrual =
    t.accrualPattern === 'centres'
      ? 'by the centres'
      : trial.accrual.rates.length > 1
        ? `${changing}${entries}`
        : t.accrualPattern;
  const last = t.expected.at(-1);
  const late = last && t.patients !== null ? lateComersText(last.enrolled, t.patients) : null;
  const due =
    t.expectedAnalysisTime === null
      ? t.patients === null
        ? ''
        : ' (never expected to come due)'
      : ` (expected at ${unit} ${fixed(t.expectedAnalysisTime, 1)}${late === null ? '' : `, ${late}`})`;
  const missed = t.missedAllocation
    ? `, as near as whole patients come to it ${t.missedAllocation.sizes}${t.missedAllocation.ratio === null ? '' : `, ${missedText(t.missedAllocation)}`}`
    : '';
  const answer = [
    ...(t.endpoints && t.endpoints.endpoints.length > 1 ? [endpointsText(t.endpoints, unit)] : []),
    `${n}, allocation ${t.allocation} (${several ? 'experimental arms' : 'experimental'}:control)${missed}; ${effect}.`,
    `Accrual ${accrual}${duration}; analysis ${t.analysis}${due}.`,
    ...(t.drift ? [driftAnswer(t.drift, t.arms[0].name, unit)] : []),
    ...formulaAnswer(t, alone),
  ];
  const prose = [
    ...testProse(t, trial, unit),
    ...(t.drift ? [DRIFT_PROSE] : []),
    ...designProse(trial, t.patients, unit),
    ...(t.population ? [populationProse(t.population)] : []),
    ...(t.endpoints ? coursesProse(t.endpoints) : []),
  ];
  const tables = [
    ...armTables(t, unit),
    ...(t.endpoints ? endpointsTables(t.endpoints, unit) : []),
    ...startTables(trial, unit),
    ...(t.population ? populationTables(t.population, t.effects) : []),
  ];
  if (t.expected.length > 0)
    tables.push(expectedTable('expected-events', 'Expected over calendar time', t.expected, unit));
  if (t.familyLooks.length > 0)
    tables.push(expectedTable('expected-looks', 'Expected at the looks', t.familyLooks, unit));
  tables.push(...endpointLooksTables(t, unit));
  if (t.family) tables.push(...plannedFamilyTables(t.family, trial));
  if (t.sequential) tables.push(boundaryTable('boundaries', t.sequential, unit, trial), crossingTable(t.sequential));
  tables.push(...formulaTables(t, trial, alone));
  const without = sizesWithoutAnswer(t);
  if (t.closedSizes.every(({ result }) => result.kind === 'unreachable')) prose.push(...without);
  return { title: 'The planned trial', answer, prose, tables };
}

/**
 * The sections of `check`. `trial` is that of the scenario, null where it plans none. `alone` says that nothing was
 * simulated beside it, so that the text suggests what to ask next.
 */
export function checkSections(
  result: CheckResult,
  trial: UnsizedTrial | null,
  unit: TimeUnit,
  alone = true,
): Section[] {
  return [
    ...(result.publication ? [publicationSection(result.publication, unit, alone)] : []),
    ...(result.trial && trial ? [trialSection(result.trial, trial, unit, alone)] : []),
  ];
}
