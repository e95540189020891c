/** Operations of the simulated trials: recruitment, allocation, starts of the second treatment, scans. */
import type { OperationsResult } from '../questions/operationsResult.ts';
import type { MeanEstimate, Spread } from '../tally/estimates.ts';
import type { TreatmentNames } from '../trial/treatmentNames.ts';
import { decimalsFor, fixed } from './numbers.ts';
import { cell, fileOnly, left, right, type Section, type Table, type TableCell } from './table.ts';
import { clipped } from './testWords.ts';

function meanCells(mean: MeanEstimate, scale = 1): TableCell[] {
  const error = mean.standardError * scale;
  const text = fixed(mean.mean * scale, Math.max(1, decimalsFor(error, 2)));
  return [cell(mean.mean, mean.replicates === 0 ? '–' : text), cell(mean.standardError)];
}

function spreadCells(spread: Spread, decimals: number): TableCell[] {
  return [spread.p5, spread.p50, spread.p95].map((x) => cell(x, fixed(x, decimals)));
}

const NONE: TableCell[] = [cell(null, ''), cell(null, ''), cell(null, '')];

function recruitmentTable({ lastPatientIn, looks, centres, imbalance, scans }: OperationsResult, unit: string): Table {
  const row = (what: string, mean: MeanEstimate, spread: Spread | null, decimals = 1, scale = 1) => [
    cell(what),
    ...meanCells(mean, scale),
    ...(spread === null ? NONE : spreadCells(spread, decimals)),
  ];
  const several = looks.length > 1;
  return {
    name: 'operations',
    title: 'How the trials went',
    audience: 'both',
    columns: [
      left('what', ''),
      right('mean', 'mean'),
      fileOnly('standardError'),
      right('p5', '5 %'),
      right('p50', 'median'),
      right('p95', '95 %'),
    ],
    rows: [
      row(`last patient in, ${unit}`, lastPatientIn, lastPatientIn),
      ...looks.flatMap(({ enrolled, time }, k) => {
        const which = k === looks.length - 1 ? (several ? 'final analysis' : 'analysis') : `look ${k + 1}`;
        if (time.replicates === 0) return [];
        return [
          row(`${which}, ${unit}`, time, time),
          ...(several ? [row(`  enrolled by then`, enrolled, enrolled, 0)] : []),
        ];
      }),
      ...(centres
        ? [
            row(`centres open by then, of ${centres.planned}`, centres.open, null),
            row('centres with patients', centres.recruiting, null),
            row('patients of the largest centre', centres.largest, null),
          ]
        : []),
      ...(imbalance
        ? [
            row('imbalance of arms, patients', imbalance.overall, imbalance.overall),
            ...(imbalance.inCentres ? [row('  within a centre, on average', imbalance.inCentres, null)] : []),
            ...(imbalance.inLevels ? [row('  within a level of a factor', imbalance.inLevels, null)] : []),
          ]
        : []),
      ...(scans
        ? [
            row('events that are deaths, %', scans.deaths, null, 1, 100),
            row('events tied with another, %', scans.tied, null, 1, 100),
            row(`from progression to scan, ${unit}s`, scans.delay, null),
          ]
        : []),
    ],
    notes: [
      `Under the planned effect. 5 %, median, 95 %: over trials.${centres ? ' Centres open by then: when the last patient comes in.' : ''}${imbalance ? ' Imbalance: patients by which arms miss the allocation, their difference at 1:1.' : ''}`,
    ],
  };
}

function startsTable({ starts }: OperationsResult, { secondTreatment }: TreatmentNames): Table {
  const waiting = starts.some(({ started, neverStarted }) => started.mean + neverStarted.mean < 0.99995);
  return {
    name: 'treatment-starts',
    title: `Who starts ${secondTreatment}, per cent of the arm’s enrolled patients`,
    audience: 'both',
    columns: [
      left('arm', ''),
      right('started', 'started'),
      fileOnly('startedStandardError'),
      right('neverStarted', 'left before'),
      fileOnly('neverStartedStandardError'),
    ],
    rows: starts.map(({ arm, started, neverStarted }) => [
      cell(arm, clipped(arm, 40)),
      ...meanCells(started, 100),
      ...meanCells(neverStarted, 100),
    ]),
    notes: [
      `At the end of the trial, under the planned effect. Left before: progressed, died or dropped out before they could start, and never receive it.${waiting ? ' The others are still waiting when the trial ends.' : ''}`,
    ],
  };
}

export function operationsSection(result: OperationsResult, names: TreatmentNames, unit: string): Section {
  return {
    title: 'Operations',
    prose: [],
    tables: [recruitmentTable(result, unit), ...(result.starts.length > 0 ? [startsTable(result, names)] : [])],
  };
}
