/** `power` in words and tables. */

import type { ClosedForms } from '../questions/closedForms.ts';
import type { OperatingCharacteristics } from '../questions/operatingCharacteristics.ts';
import type { PowerResult } from '../questions/power.ts';
import { marginOf } from '../statistics/definition.ts';
import { drivingNameAmongOthers } from '../trial/endpoint.ts';
import { testName } from '../trial/testName.ts';
import { treatmentNames } from '../trial/treatmentNames.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { lateComersText, neverDueText } from './analysisWords.ts';
import { bothPowersText } from './bothPowers.ts';
import { characteristicsTables } from './characteristics.ts';
import { detrimentSection } from './detrimentReport.ts';
import { endpointCountsSection } from './endpointCountsReport.ts';
import { estimandsSection } from './estimandsReport.ts';
import { byLookTables, familyBoundsTables, familyProse, hypothesesTable } from './familyReport.ts';
import { nullWords } from './hypothesisWords.ts';
import { levelRemark } from './levelRemark.ts';
import { count, fixed, percent, proportionText, significant, units } from './numbers.ts';
import { operationsSection } from './operationsReport.ts';
import { originsSection } from './originsReport.ts';
import { partialNullsTables } from './partialNullsReport.ts';
import { shrinkageLine } from './publishedWords.ts';
import { scansSection } from './scansReport.ts';
import { boundaryTable, maximumText, sequentialProse, stoppingTables } from './sequentialReport.ts';
import { switchingSection } from './switchingReport.ts';
import { cell, left, right, type Section, type Table } from './table.ts';
import { strongNullSection, testsSection } from './testsReport.ts';
import { alphaText, decidingPhrase, firstComparison } from './testWords.ts';

/** Says which formulas do not apply, and why. */
export function withoutAnswer(closed: ClosedForms): string[] {
  return closed.powers.flatMap(({ name, reason }) => (reason === null ? [] : [`${name}: ${reason}.`]));
}

/** Says which formulas ignore the looks. */
function fixedDesign({ powers }: ClosedForms): string {
  const some = powers.some(({ formula }) => formula === 'recursiveIntegration');
  return `${some ? 'Formulas but the last are' : 'They are'} about a fixed design at the final analysis.`;
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
      ...(power.sequential ? [fixedDesign(closed)] : []),
      ...withoutAnswer(closed),
    ],
  };
}

/** The power for one hypothesis, and how often it is rejected when nothing works. */
function powerSentences(
  result: PowerResult,
  trial: UnsizedTrial,
  unit: string,
): { answer: string[]; provisos: string[]; prose: string[] } {
  const { alternative, null: none, patients, sequential } = result;
  const { test } = trial;
  const words = nullWords(trial);
  const answer = [
    `With ${units(count(patients), 'patient')}${maximumText(sequential, alternative)} the ${decidingPhrase(trial, unit)} at ${alphaText(test)} has power ${bothPowersText(alternative)}.`,
    `If ${words.happens} the test rejects in ${bothPowersText(none)}.`,
    ...levelRemark(none, trial),
  ];
  const [looks, ...prose] = sequential
    ? sequentialProse(sequential, alternative, none, unit, result.hazardRatio, words)
    : [analysisSentence(alternative, unit)];
  const provisos = [looks];
  const { direction } = result.effect;
  if (direction === 'none')
    provisos.push(
      `${result.hazardRatio === marginOf(test.statistic) ? `The planned hazard ratio is ${test.statistic.margin ?? 1}` : 'The planned effect sets in later than anybody is followed by the analysis'}: there is no effect to detect, and both rates are the type I error.`,
    );
  if (direction === 'harm')
    provisos.push(
      test.sides === 2
        ? `The planned effect is against the experimental arm: the test confirms harm in ${proportionText(alternative.significantHarm)}.`
        : 'The planned effect is against the experimental arm, and a one-sided test rejects for benefit only.',
    );
  return { answer, provisos, prose };
}

/** When a trial without looks is analysed, and on how many events. */
function analysisSentence({ events, analysisTime }: OperatingCharacteristics, unit: string): string {
  return `The analysis comes at ${unit} ${fixed(analysisTime.mean, 1)} with ${fixed(events.mean, 1)} events on average.`;
}

function powerSection(result: PowerResult, trial: UnsizedTrial, unit: string): Section {
  const { alternative, null: none, closedForms, sequential, family, nullFamily } = result;
  const { test } = trial;
  const under = [
    { key: 'planned' as const, heading: 'planned effect', characteristics: alternative },
    { key: 'null' as const, heading: nullWords(trial).heading, characteristics: none },
  ];
  const { answer, provisos, prose } =
    family && trial.family
      ? { ...familyProse(result, family, nullFamily, trial.family, trial, unit), provisos: [] }
      : powerSentences(result, trial, unit);
  const before = lateComersText(result.expected.at(-1)?.enrolled ?? Number.NaN, result.patients);
  const late =
    before === null ? [] : [`The ${sequential ? 'final ' : ''}analysis comes before enrolment ends, ${before}.`];
  if (alternative.analysisNotReached.estimate > 0.001) late.push(neverDueText(alternative.analysisNotReached));
  return {
    title: 'Power of the planned trial',
    answer,
    provisos: [...provisos, ...late, ...shrinkageLine(result.publishedEffect)],
    prose,
    tables: [
      ...(family
        ? [
            { ...hypothesesTable('hypotheses', family, nullFamily, trial), answers: true },
            ...familyBoundsTables('hypothesis-bounds', family.planned),
            ...byLookTables('hypotheses-by-look', family, nullFamily, trial),
            ...partialNullsTables(result.partialNulls, trial),
          ]
        : []),
      ...(sequential
        ? [boundaryTable('boundaries', sequential, unit, trial), ...stoppingTables('stopping', sequential, under, unit)]
        : []),
      ...characteristicsTables('operating-characteristics', 'Operating characteristics', under, unit, test.sides, {
        arms: trial.arms.map(({ name }) => name),
        ofFamily: family !== null,
        endpoint: drivingNameAmongOthers(trial),
      }),
      ...(closedForms && closedForms.powers.length > 0 ? [closedTable(closedForms, result)] : []),
    ],
  };
}

/** Power first, then what else was asked of the same trial. */
export function powerSections(result: PowerResult, trial: UnsizedTrial, unit: string): Section[] {
  const tests = testsSection(result, trial, unit);
  return [
    powerSection(result, trial, unit),
    ...(tests ? [tests] : []),
    ...(result.detriment ? [detrimentSection(result.detriment, trial)] : []),
    ...(result.switching ? [switchingSection(result.switching)] : []),
    ...(result.strongNull ? [strongNullSection(result.strongNull, testName(trial.test, unit), trial, unit)] : []),
    ...endpointCountsSection(result.endpoints, trial, unit),
    ...(result.operations ? [operationsSection(result.operations, treatmentNames(trial), unit)] : []),
    ...(result.scans
      ? [
          scansSection(
            result.scans,
            [result.alternative.medianControl, result.alternative.medianExperimental],
            trial,
            unit,
          ),
        ]
      : []),
    ...(result.origins ? [originsSection(result.origins, trial, unit)] : []),
    ...(result.estimands ? [estimandsSection(result.estimands, unit, firstComparison(trial))] : []),
  ];
}
