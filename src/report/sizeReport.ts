/** `size` in words and tables. */

import type { EventsNeeded, SimulatedSize } from '../questions/simulatedSize.ts';
import type { SizeForTarget, SizeResult } from '../questions/size.ts';
import type { WhatIf } from '../questions/whatIf.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { isPlainLogRank } from '../trial/trial.ts';
import { lateComersText, neverDueText } from './analysisWords.ts';
import { bothPowersText, ignoringFutility } from './bothPowers.ts';
import { heldText, missedText } from './designWords.ts';
import { byLookTables, familyBoundsTables, hypothesesTable, successText } from './familyReport.ts';
import { SHORT_NAMES_NOTE, shortName } from './formulaNames.ts';
import { nullWords } from './hypothesisWords.ts';
import { count, fixed, percent, proportionText, significant, units } from './numbers.ts';
import { shrinkageLine } from './publishedWords.ts';
import { isHarm, needed, unreachable, whichWay } from './runAnswer.ts';
import { boundaryTable, mostEventsText, sequentialProse } from './sequentialReport.ts';
import { cell, fileOnly, left, right, type Section, type Table, type TableCell } from './table.ts';
import { alphaText, capital, decidingPhrase, listed } from './testWords.ts';

/** `244 experimental, 244 control`, or by name where there are more arms. */
function armsText({ patientsByArm, patientsExperimental, patientsControl, missedAllocation }: SimulatedSize): string {
  const missed = missedAllocation && missedAllocation.ratio !== null ? `; ${missedText(missedAllocation)}` : '';
  return patientsByArm.length === 2
    ? `${count(patientsExperimental)} experimental, ${count(patientsControl)} control${missed}`
    : listed(patientsByArm.map(({ arm, patients }) => `${count(patients)} ${arm}`));
}

const targetText = (power: number): string => percent(power, Number.isInteger(power * 100) ? 0 : 1);

/** Patients enrolled when the final analysis is made, as expected where looks may end the trial earlier. */
function enrolledAtEnd({ sequential, characteristics }: SimulatedSize): number {
  return sequential?.rows.at(-1)?.patients ?? characteristics.enrolled.mean;
}

/** The events that the planned patients must have: their number, when they come, and how many patients count. */
function eventsProse(s: SimulatedSize, needed: EventsNeeded, target: string, unit: string): string {
  const c = s.characteristics;
  const most = c.sequential === null ? '' : ` at most, ${fixed(c.events.mean, 1)} on average`;
  const late = lateComersText(enrolledAtEnd(s), s.patients);
  const who = late ?? `all ${count(s.patients)} patients enrolled`;
  return `Power of ${target} needs ${count(needed.events)} events${most}: analysis about ${unit} ${fixed(c.analysisTime.mean, 1)}, ${who}. Events before rounding ${fixed(needed.unrounded, 1)} (95 % CI ${fixed(needed.low, 1)}–${fixed(needed.high, 1)}); confirmed on fresh replicates at ${bothPowersText(c, s.family)}.`;
}

/** N for a target, or its events, or why there is neither. */
function targetAnswer({ simulated: s }: SizeForTarget, unit: string): string {
  const target = targetText(s.targetPower);
  if (s.kind === 'unreachable') {
    const seen =
      s.power === null || s.patients === null
        ? ''
        : ` Simulated with ${units(count(s.patients), 'patient')} the power was ${proportionText(s.power)}.`;
    return `Power of ${target} is out of reach: ${s.reason}.${seen} What would make it reachable: ${s.remedy}.`;
  }
  const c = s.characteristics;
  if (s.eventsNeeded !== null) return eventsProse(s, s.eventsNeeded, target, unit);
  const late = lateComersText(enrolledAtEnd(s), s.patients);
  const events =
    s.sequential !== null
      ? `${mostEventsText(s.sequential)}, ${fixed(c.events.mean, 1)} on average`
      : s.events === null
        ? `${fixed(c.events.mean, 1)} events expected`
        : c.sequential === null
          ? `the analysis at event ${count(s.events)}`
          : `at most ${count(s.events)} events, ${fixed(c.events.mean, 1)} on average`;
  return `Power of ${target} needs ${units(count(s.patients), 'patient')} (${armsText(s)}): ${events}, enrolment ${units(significant(s.accrualDuration, 3), unit)}, ${c.sequential === null ? `analysis about ${unit} ${fixed(c.analysisTime.mean, 1)}` : `the end about ${unit} ${fixed(c.analysisTime.mean, 1)} on average`}${late === null ? '' : `, ${late}`}. N before rounding ${fixed(s.patientsUnrounded, 1)} (95 % CI ${fixed(s.low, 1)}–${fixed(s.high, 1)}); confirmed on fresh replicates at ${bothPowersText(c, s.family)}.`;
}

/** Provisos without which an answer must not be read. */
function targetProvisos({ simulated: s }: SizeForTarget): string[] {
  if (s.kind === 'unreachable') return [];
  const { analysisNotReached } = s.characteristics;
  return analysisNotReached.estimate > 0.001 ? [neverDueText(analysisNotReached)] : [];
}

/** Details behind N for a target. */
function targetProse({ simulated: s, whyTheyDiffer }: SizeForTarget, trial: UnsizedTrial, unit: string): string[] {
  if (s.kind === 'unreachable') return [];
  const [found, ...others] = s.sequential
    ? sequentialProse(s.sequential, s.characteristics, null, unit, null, nullWords(trial))
    : [];
  const whose = `Sized for ${targetText(s.targetPower)}: ${(found ?? '').replace(/^W/, 'w')}`;
  return [...(found === undefined ? [] : [[whose, ...others].join(' ')]), whyTheyDiffer];
}

function simulatedRow(s: SimulatedSize) {
  const c = s.characteristics;
  const ignored = ignoringFutility(c, s.family);
  const { unrounded, low, high } = s.eventsNeeded ?? { unrounded: s.patientsUnrounded, low: s.low, high: s.high };
  return [
    cell('simulation'),
    cell(unrounded, fixed(unrounded, 1)),
    cell(low),
    cell(high),
    ...(s.eventsNeeded === null ? [cell(s.patients, count(s.patients))] : []),
    cell(c.events.mean, fixed(c.events.mean, 1)),
    cell(c.analysisTime.mean, fixed(c.analysisTime.mean, 1)),
    cell(c.power.estimate, percent(c.power.estimate, 2)),
    cell(c.power.standardError),
    cell(ignored?.estimate ?? null, ignored === null ? '' : percent(ignored.estimate, 2)),
    cell(ignored?.standardError ?? null),
  ];
}

/** The name of what promises the size where no formula does. */
function numericalName({ test, sequential, family }: UnsizedTrial): string {
  return sequential && !family && isPlainLogRank(test) ? 'recursive integration' : 'large samples';
}

function sizeTable(result: SizeResult, trial: UnsizedTrial, unit: string): Table {
  // A formula that answers no target has nothing to show.
  const answers = result.targets.some(({ closed }) => closed.some(({ result: size }) => size.kind === 'size'));
  const numerical = result.targets.some((target) => target.numerical !== null);
  const futile = result.targets.some(
    ({ simulated: s }) => s.kind === 'size' && ignoringFutility(s.characteristics, s.family) !== null,
  );
  // Where only events were sought, their number takes the place of N.
  const ofPatients = result.varies === 'patients';
  const nOnly = (patients: TableCell): TableCell[] => (ofPatients ? [patients] : []);
  const factors = listed([...new Set(result.targets.map(({ inflation }) => fixed(inflation, 3)))]);
  return {
    name: 'sample-size',
    title: ofPatients ? 'Patients and events for each target' : 'Events for each target',
    audience: 'both',
    columns: [
      left('target', futile ? 'for' : 'power'),
      left('method', ''),
      right(`${result.varies}Unrounded`, ofPatients ? 'N exact' : 'D exact'),
      fileOnly(`${result.varies}Low`),
      fileOnly(`${result.varies}High`),
      ...(ofPatients ? [right('patients', 'N')] : []),
      right('events', 'events'),
      right('analysisTime', unit),
      right('confirmedPower', futile ? 'power' : 'confirmed'),
      fileOnly('confirmedPowerStandardError'),
      ...(futile ? [right('powerIgnoringFutility', 'ignored'), fileOnly('powerIgnoringFutilityStandardError')] : []),
    ],
    rows: result.targets.flatMap(({ simulated, closed, numerical, inflation }) => {
      const target = cell(simulated.targetPower, targetText(simulated.targetPower));
      const same = cell(simulated.targetPower, '');
      const none = cell(null, '–');
      const first =
        simulated.kind === 'size'
          ? simulatedRow(simulated)
          : [cell('simulation'), cell(null, 'out of reach'), none, none, ...nOnly(none), none, none, none, none];
      const rows = [[target, ...first]];
      if (numerical)
        rows.push([
          same,
          cell(numericalName(trial)),
          none,
          none,
          none,
          ...nOnly(cell(numerical.patients, count(numerical.patients))),
          ofPatients ? none : cell(numerical.events, numerical.events === null ? '–' : count(numerical.events)),
          none,
          cell(numerical.power, percent(numerical.power, 2)),
          none,
        ]);
      for (const { method, name: full, result: size } of answers ? closed : []) {
        const one =
          method === 'lachinFoulkes' &&
          closed.some((row) => row.method === 'lachinFoulkesLog' && row.result.kind !== 'size');
        if (method === 'lachinFoulkesLog' && size.kind !== 'size') continue;
        const name = one ? 'Lachin & Foulkes 1986' : shortName({ method, name: full });
        rows.push(
          size.kind === 'size'
            ? [
                same,
                cell(inflation === 1 ? name : `${name} × ${fixed(inflation, 3)}`, name),
                ofPatients
                  ? cell(size.patientsUnrounded, fixed(size.patientsUnrounded, 1))
                  : cell(size.eventsUnrounded, fixed(size.eventsUnrounded, 1)),
                none,
                none,
                ...nOnly(cell(size.patients, count(size.patients))),
                ofPatients
                  ? cell(size.eventsUnrounded, fixed(size.eventsUnrounded, 1))
                  : cell(size.events, count(size.events)),
                cell(size.analysisTime, fixed(size.analysisTime, 1)),
                cell(null, ''),
                none,
              ]
            : [same, cell(name), cell(null, 'no answer'), none, none, ...nOnly(none), none, none, cell(null, ''), none],
        );
      }
      // The power with futility ignored is that of the simulation alone.
      return rows.map((row) => [...row, cell(null, ''), cell(null)].slice(0, (ofPatients ? 10 : 9) + (futile ? 2 : 0)));
    }),
    notes: [
      `${ofPatients ? 'N exact: before each arm is rounded up.' : 'D exact: events before rounding up.'} ${futile ? 'Power' : 'Confirmed: power'} ${ofPatients ? 'of the rounded N' : 'at the rounded events'} on replicates that took no part in the search${futile ? ', with futility stops acted on and ignored' : ''}.`,
      ...(result.targets.some(({ closed }) =>
        closed.some(({ method, result: size }) => method === 'lachinFoulkesLog' && size.kind === 'size'),
      )
        ? [SHORT_NAMES_NOTE]
        : []),
      ...(numerical && numericalName(trial) === 'large samples'
        ? [
            'Large samples: the N at which the normal distribution of the test, its looks and hypotheses promises the power beside it.',
          ]
        : []),
      ...(answers ? [] : noFormulas(result)),
      ...(answers && result.targets.some(({ inflation }) => inflation !== 1)
        ? [
            `Formulas size a fixed design; theirs are multiplied by the inflation factor of the looks, ${factors}. Events: at the end of the trial, for formulas the maximum.`,
          ]
        : []),
    ],
  };
}

/** Says why no formula answers. */
function noFormulas({ targets }: SizeResult): string[] {
  const reasons = targets.flatMap(({ closed }) =>
    closed.flatMap(({ result }) => (result.kind === 'unreachable' ? [result.reason] : [])),
  );
  return [...new Set(reasons)].map((reason) => `No formula: ${reason}.`);
}

/** The tables of what a trial of N patients brings. */
function targetTables({ simulated: s }: SizeForTarget, trial: UnsizedTrial, unit: string): Table[] {
  if (s.kind !== 'size') return [];
  const target = Math.round(100 * s.targetPower);
  const titled = (table: Table): Table => ({ ...table, title: `${table.title}, ${count(s.patients)} patients` });
  return [
    ...(s.sequential ? [titled(boundaryTable(`boundaries-${target}`, s.sequential, unit, trial))] : []),
    ...(s.family
      ? [
          titled(hypothesesTable(`hypotheses-${target}`, s.family, null, trial)),
          ...familyBoundsTables(`hypothesis-bounds-${target}`, s.family.planned).map(titled),
          ...byLookTables(`hypotheses-by-look-${target}`, s.family, null, trial).map(titled),
        ]
      : []),
    ...(s.patientsByArm.length > 2 ? [armsTable(s, target)] : []),
  ];
}

function armsTable({ patientsByArm }: SimulatedSize, target: number): Table {
  return {
    name: `patients-by-arm-${target}`,
    title: 'Patients of each arm',
    audience: 'files',
    columns: [left('arm', 'arm'), right('patients', 'patients')],
    rows: patientsByArm.map(({ arm, patients }) => [cell(arm), cell(patients)]),
    notes: [],
  };
}

/** Says what an interruption left open. */
function unanswered({ asked, targets }: SizeResult): string[] {
  const open = asked.slice(targets.length);
  return open.length === 0 ? [] : [`Interrupted: power of ${listed(open.map(targetText))} was not answered.`];
}

/** The section of sizes; `whatIf` is what variations of the plan need. */
export function sizeSection(
  result: SizeResult,
  trial: UnsizedTrial,
  unit: string,
  whatIf: readonly WhatIf[] = [],
): Section {
  const { test, family } = trial;
  const found = result.varies === 'patients' ? 'N is found by simulation.' : 'The events are found by simulation.';
  const held =
    result.varies === 'patients'
      ? `N varies with ${heldText(trial)}`
      : 'events vary, with patients and their enrolment as planned';
  const eventsVary =
    result.varies === 'patients'
      ? []
      : [
          'As planned the analysis comes before enrolment ends: events decide the power and later patients add nothing, so events were sought and the patients left as they are.',
        ];
  const maturity =
    result.varies === 'events'
      ? ''
      : result.maturity === null
        ? result.scalesEvents
          ? ' and event counts growing with N'
          : ''
        : ` and the analysis kept at ${percent(result.maturity, 1)} of patients with an event`;
  // Where there are variations, the table of all of them has the answer.
  const answer = result.targets.map((target) => targetAnswer(target, unit));
  const power = family ? ` Power: that ${successText(family)}.` : '';
  return {
    title: result.varies === 'patients' ? 'Patients needed' : 'Events needed',
    answer: whatIf.length > 0 ? [] : answer,
    provisos: [
      ...(whatIf.length > 0 || isHarm(result.hazardRatio, trial) ? whichWay(result, trial) : []),
      ...(whatIf.length > 0 ? unreachable(result, whatIf) : []),
      ...result.targets.flatMap(targetProvisos),
      ...eventsVary,
      ...shrinkageLine(result.publishedEffect),
      ...unanswered(result),
    ],
    prose: [
      ...(whatIf.length > 0 ? answer : []),
      `${capital(decidingPhrase(trial, unit))} at ${alphaText(test)}${family ? ` over ${family.hypotheses.length} hypotheses` : ''}; ${held}${maturity}. ${found}${power}`,
      ...result.targets.flatMap((target) => targetProse(target, trial, unit)),
    ],
    tables: [
      ...(whatIf.length > 0 ? [needed(result, whatIf, trial, unit)] : []),
      sizeTable(result, trial, unit),
      ...result.targets.flatMap((target) => targetTables(target, trial, unit)),
    ],
  };
}
