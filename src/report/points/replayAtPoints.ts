/** `replay` at points of a sweep, one row per truth. */
import type { ReplayResult } from '../../questions/replay.ts';
import type { SweepResult } from '../../questions/sweep.ts';
import type { PointPresenter } from '../presenter.ts';
import { cell, left, type Table } from '../table.ts';
import { file, type MadeColumn, number, pointTables, share } from './pointTables.ts';

function tables(result: SweepResult<ReplayResult>): Table[] {
  const rows = result.points.flatMap((point) => point.result.truths.map((under) => ({ point, under })));
  type R = (typeof rows)[number];
  const columns: MadeColumn<R>[] = [
    { column: left('truth', 'truth'), cell: ({ under }) => cell(under.truth) },
    number<R>('hazardRatio', 'HR', ({ under }) => under.hazardRatio, 3),
    ...share<R>('significantBenefit', 'benefit, %', ({ under }) => under.characteristics.significantBenefit),
    ...share<R>('significantHarm', 'harm, %', ({ under }) => under.characteristics.significantHarm),
    ...share<R>('pAtMost', 'P ≤ paper, %', ({ under }) => under.published.pAtMost),
    ...share<R>('hazardRatioEitherWay', 'HR as far, %', ({ under }) => under.published.hazardRatioEitherWay),
    ...share<R>('mediansEitherWay', 'medians as far, %', ({ under }) => under.published.mediansEitherWay),
    ...share<R>('disagreement', 'HR v medians, %', ({ under }) => under.published.disagreement),
    number<R>('events', 'events', ({ under }) => under.characteristics.events.mean, 1),
    file<R>('replicates', ({ under }) => under.characteristics.replicates),
  ];
  return pointTables(result, columns, rows, 'The published study at each point', [
    'Share of simulated studies that are significant for either arm, and that are as extreme as the paper. In brackets: Monte Carlo standard error.',
  ]);
}

export const replayAtPoints: PointPresenter<ReplayResult> = {
  async kind() {
    return (await import('../saved/savedReplay.ts')).replay;
  },
  answer: () => [],
  tables,
};
