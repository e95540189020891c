/** `size` in words and tables. */
import type { SizeForTarget, SizeResult } from '../questions/size.ts';
import type { SimulatedSize } from '../questions/sizeSearch.ts';
import type { TestPlan } from '../trial/trial.ts';
import { count, fixed, percent, proportionText, significant, units } from './numbers.ts';
import { alphaText } from './powerReport.ts';
import { boundaryTable, sequentialProse } from './sequentialReport.ts';
import { cell, fileOnly, left, right, type Section, type Table } from './table.ts';

function targetProse({ simulated: s, whyTheyDiffer }: SizeForTarget, unit: string): string[] {
  const target = percent(s.targetPower, Number.isInteger(s.targetPower * 100) ? 0 : 1);
  if (s.kind === 'unreachable') {
    const seen =
      s.power === null || s.patients === null
        ? ''
        : ` Simulated with ${count(s.patients)} patients the power was ${proportionText(s.power)}.`;
    return [`Power of ${target} is out of reach: ${s.reason}.${seen} What would make it reachable: ${s.remedy}.`];
  }
  const c = s.characteristics;
  const events =
    s.events === null
      ? `${fixed(c.events.mean, 1)} events expected`
      : s.sequential === null
        ? `the analysis at event ${count(s.events)}`
        : `at most ${count(s.sequential.mostEvents)} events, ${fixed(c.events.mean, 1)} expected`;
  return [
    `Power of ${target} needs ${count(s.patients)} patients (${count(s.patientsExperimental)} experimental, ${count(s.patientsControl)} control): ${events}, enrolment ${units(significant(s.accrualDuration), unit)}, analysis about ${unit} ${fixed(c.analysisTime.mean, 1)}. N before rounding ${fixed(s.patientsUnrounded, 1)} (95 % CI ${fixed(s.low, 1)}–${fixed(s.high, 1)}); confirmed on fresh replicates at ${proportionText(c.power)}.`,
    ...(s.sequential ? sequentialProse(s.sequential, c, null, unit, null) : []),
    whyTheyDiffer,
  ];
}

function simulatedRow(s: SimulatedSize) {
  const c = s.characteristics;
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
  ];
}

function sizeTable(result: SizeResult, unit: string): Table {
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
          cell('recursive integration'),
          none,
          none,
          none,
          cell(numerical.patients, count(numerical.patients)),
          none,
          none,
          cell(numerical.power, percent(numerical.power, 2)),
          none,
        ]);
      for (const { name, result: size } of closed) {
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
      return rows;
    }),
    notes: [
      'N exact: before rounding up to fill allocation blocks. Confirmed: power of the rounded N on replicates that took no part in the search.',
      ...(result.targets.some(({ inflation }) => inflation !== 1)
        ? [
            'Formulas size a fixed design; × is the inflation factor of the looks. Events: at the end of the trial, for formulas the maximum.',
          ]
        : []),
    ],
  };
}

export function sizeSection(result: SizeResult, test: TestPlan, unit: string): Section {
  const held = `N varies with the ${result.holdsFixed} held fixed`;
  const maturity =
    result.maturity === null
      ? result.scalesEvents
        ? ' and event counts growing with N'
        : ''
      : ` and the analysis kept at ${percent(result.maturity, 1)} of patients with an event`;
  return {
    title: 'Patients needed',
    prose: [
      `Log-rank test at ${alphaText(test)}; ${held}${maturity}. N is found by simulation.`,
      ...result.targets.flatMap((target) => targetProse(target, unit)),
    ],
    tables: [
      sizeTable(result, unit),
      ...result.targets.flatMap(({ simulated: s }) =>
        s.kind === 'size' && s.sequential
          ? [boundaryTable(`boundaries-${Math.round(100 * s.targetPower)}`, s.sequential, unit, test.sides)]
          : [],
      ),
    ],
  };
}
