/** `size` in words and tables. */
import type { SizeForTarget, SizeResult } from '../questions/size.ts';
import type { SimulatedSize } from '../questions/sizeSearch.ts';
import type { Design } from '../trial/family.ts';
import { isPlainLogRank } from '../trial/trial.ts';
import { bothPowersText, ignoringFutility } from './bothPowers.ts';
import { missedText } from './designWords.ts';
import { byLookTables, familyBoundsTables, hypothesesTable, successText } from './familyReport.ts';
import { count, fixed, percent, proportionText, significant, units } from './numbers.ts';
import { boundaryTable, mostEventsText, sequentialProse } from './sequentialReport.ts';
import { cell, fileOnly, left, right, type Section, type Table } from './table.ts';
import { alphaText, capital, decidingPhrase, listed } from './testWords.ts';

/** `244 experimental, 244 control`, or by name where there are more arms. */
function armsText({ patientsByArm, patientsExperimental, patientsControl, missedAllocation }: SimulatedSize): string {
  const missed = missedAllocation && missedAllocation.ratio !== null ? `; ${missedText(missedAllocation)}` : '';
  return patientsByArm.length === 2
    ? `${count(patientsExperimental)} experimental, ${count(patientsControl)} control${missed}`
    : listed(patientsByArm.map(({ arm, patients }) => `${count(patients)} ${arm}`));
}

/** N for a target, or why there is none. */
function targetAnswer({ simulated: s }: SizeForTarget, unit: string): string {
  const target = percent(s.targetPower, Number.isInteger(s.targetPower * 100) ? 0 : 1);
  if (s.kind === 'unreachable') {
    const seen =
      s.power === null || s.patients === null
        ? ''
        : ` Simulated with ${units(count(s.patients), 'patient')} the power was ${proportionText(s.power)}.`;
    return `Power of ${target} is out of reach: ${s.reason}.${seen} What would make it reachable: ${s.remedy}.`;
  }
  const c = s.characteristics;
  const events =
    s.sequential !== null
      ? `${mostEventsText(s.sequential)}, ${fixed(c.events.mean, 1)} on average`
      : s.events === null
        ? `${fixed(c.events.mean, 1)} events expected`
        : c.sequential === null
          ? `the analysis at event ${count(s.events)}`
          : `at most ${count(s.events)} events, ${fixed(c.events.mean, 1)} on average`;
  return `Power of ${target} needs ${units(count(s.patients), 'patient')} (${armsText(s)}): ${events}, enrolment ${units(significant(s.accrualDuration), unit)}, analysis about ${unit} ${fixed(c.analysisTime.mean, 1)}. N before rounding ${fixed(s.patientsUnrounded, 1)} (95 % CI ${fixed(s.low, 1)}–${fixed(s.high, 1)}); confirmed on fresh replicates at ${bothPowersText(c)}.`;
}

/** What stands behind N for a target. */
function targetProse({ simulated: s, whyTheyDiffer }: SizeForTarget, unit: string): string[] {
  if (s.kind === 'unreachable') return [];
  return [...(s.sequential ? sequentialProse(s.sequential, s.characteristics, null, unit, null) : []), whyTheyDiffer];
}

function simulatedRow(s: SimulatedSize) {
  const c = s.characteristics;
  const ignored = ignoringFutility(c);
  return [
    cell('simulation'),
    cell(s.patientsUnrounded, fixed(s.patientsUnrounded, 1)),
    cell(s.low),
    cell(s.high),
    cell(s.patients, count(s.patients)),
    cell(c.events.mean, fixed(c.events.mean, 1)),
    cell(c.analysisTime.mean, fixed(c.analysisTime.mean, 1)),
    cell(c.power.estimate, percent(c.power.estimate, 2)),
    cell(c.power.standardError),
    cell(ignored?.estimate ?? null, ignored === null ? '' : percent(ignored.estimate, 2)),
    cell(ignored?.standardError ?? null),
  ];
}

/** What promises the size that no formula does. */
function numericalName({ test, sequential, family }: Design): string {
  return sequential && !family && isPlainLogRank(test) ? 'recursive integration' : 'large samples';
}

function sizeTable(result: SizeResult, design: Design, unit: string): Table {
  // A formula that answers no target has nothing to show.
  const answers = result.targets.some(({ closed }) => closed.some(({ result: size }) => size.kind === 'size'));
  const numerical = result.targets.some((target) => target.numerical !== null);
  const futile = result.targets.some(
    ({ simulated }) => simulated.kind === 'size' && ignoringFutility(simulated.characteristics) !== null,
  );
  return {
    name: 'sample-size',
    title: 'Patients and events for each target',
    audience: 'both',
    columns: [
      left('target', 'power'),
      left('method', ''),
      right('patientsUnrounded', 'N exact'),
      fileOnly('patientsLow'),
      fileOnly('patientsHigh'),
      right('patients', 'N'),
      right('events', 'events'),
      right('analysisTime', unit),
      right('confirmedPower', 'confirmed'),
      fileOnly('confirmedPowerStandardError'),
      ...(futile
        ? [right('powerIgnoringFutility', 'no futility'), fileOnly('powerIgnoringFutilityStandardError')]
        : []),
    ],
    rows: result.targets.flatMap(({ simulated, closed, numerical, inflation }) => {
      const target = cell(
        simulated.targetPower,
        percent(simulated.targetPower, Number.isInteger(simulated.targetPower * 100) ? 0 : 1),
      );
      const same = cell(simulated.targetPower, '');
      const none = cell(null, '–');
      const first =
        simulated.kind === 'size'
          ? simulatedRow(simulated)
          : [cell('simulation'), cell(null, 'out of reach'), none, none, none, none, none, none, none];
      const rows = [[target, ...first]];
      if (numerical)
        rows.push([
          same,
          cell(numericalName(design)),
          none,
          none,
          none,
          cell(numerical.patients, count(numerical.patients)),
          none,
          none,
          cell(numerical.power, percent(numerical.power, 2)),
          none,
        ]);
      for (const { name, result: size } of answers ? closed : []) {
        rows.push(
          size.kind === 'size'
            ? [
                same,
                cell(inflation === 1 ? name : `${name} × ${fixed(inflation, 3)}`),
                cell(size.patientsUnrounded, fixed(size.patientsUnrounded, 1)),
                none,
                none,
                cell(size.patients, count(size.patients)),
                cell(size.eventsUnrounded, fixed(size.eventsUnrounded, 1)),
                cell(size.analysisTime, fixed(size.analysisTime, 1)),
                cell(null, ''),
                none,
              ]
            : [same, cell(name), cell(null, 'no answer'), none, none, none, none, none, cell(null, ''), none],
        );
      }
      // The power with futility ignored is that of the simulation alone.
      return rows.map((row) => [...row, cell(null, ''), cell(null)].slice(0, futile ? 12 : 10));
    }),
    notes: [
      `N exact: before each arm is rounded up. Confirmed: power of the rounded N on replicates that took no part in the search${futile ? '; no futility: the same with futility stops ignored' : ''}.`,
      ...(numerical && numericalName(design) === 'large samples'
        ? [
            'Large samples: the N at which the normal distribution of the test, its looks and hypotheses promises the power beside it.',
          ]
        : []),
      ...(answers ? [] : noFormulas(result)),
      ...(answers && result.targets.some(({ inflation }) => inflation !== 1)
        ? [
            'Formulas size a fixed design; × is the inflation factor of the looks. Events: at the end of the trial, for formulas the maximum.',
          ]
        : []),
    ],
  };
}

/** Why no formula answers. */
function noFormulas({ targets }: SizeResult): string[] {
  const reasons = targets.flatMap(({ closed }) =>
    closed.flatMap(({ result }) => (result.kind === 'unreachable' ? [result.reason] : [])),
  );
  return [...new Set(reasons)].map((reason) => `No formula: ${reason}.`);
}

/** The tables of what N patients amount to. */
function targetTables({ simulated: s }: SizeForTarget, { test }: Design, unit: string): Table[] {
  if (s.kind !== 'size') return [];
  const target = Math.round(100 * s.targetPower);
  const titled = (table: Table): Table => ({ ...table, title: `${table.title}, ${count(s.patients)} patients` });
  return [
    ...(s.sequential ? [boundaryTable(`boundaries-${target}`, s.sequential, unit, test.sides)] : []),
    ...(s.family
      ? [
          titled(hypothesesTable(`hypotheses-${target}`, s.family, null)),
          ...familyBoundsTables(`hypothesis-bounds-${target}`, s.family.planned).map(titled),
          ...byLookTables(`hypotheses-by-look-${target}`, s.family, null).map(titled),
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

export function sizeSection(result: SizeResult, design: Design, unit: string): Section {
  const { test, family } = design;
  const held = `N varies with the ${result.holdsFixed} held fixed`;
  const maturity =
    result.maturity === null
      ? result.scalesEvents
        ? ' and event counts growing with N'
        : ''
      : ` and the analysis kept at ${percent(result.maturity, 1)} of patients with an event`;
  const power = family ? ` Power: that ${successText(family)}.` : '';
  return {
    title: 'Patients needed',
    answer: result.targets.map((target) => targetAnswer(target, unit)),
    prose: [
      `${capital(decidingPhrase(design, unit))} at ${alphaText(test)}${family ? ` over ${family.hypotheses.length} hypotheses` : ''}; ${held}${maturity}. N is found by simulation.${power}`,
      ...result.targets.flatMap((target) => targetProse(target, unit)),
    ],
    tables: [
      sizeTable(result, design, unit),
      ...result.targets.flatMap((target) => targetTables(target, design, unit)),
    ],
  };
}
