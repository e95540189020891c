/** `sweep` in words and tables, whatever was asked at its points. */
import type { SweepResult } from '../questions/sweep.ts';
import { count, units } from './numbers.ts';
import type { PointPresenter, Presenter } from './presenter.ts';
import type { Section } from './table.ts';
import { listed } from './testWords.ts';

/** @throws RangeError where the question cannot be shown at points */
export function pointsOf(question: string, presenters: readonly Presenter[]): PointPresenter {
  const found = presenters.find((presenter) => presenter.question === question)?.atPoint;
  if (found === undefined) throw new RangeError(`the question ${question} has no presenter of points`);
  return found;
}

function valuesText(values: readonly (number | string | boolean)[]): string {
  const shown = values.length > 8 ? [...values.slice(0, 3), '…', values[values.length - 1]] : values;
  return shown.join(', ');
}

export function sweepSection(result: SweepResult, unit: string, shown: PointPresenter): Section {
  const { question, varied, asked, points } = result;
  const replicates = points.flatMap((point) => shown.replicates?.(point.result) ?? []);
  const each =
    replicates.length === 0
      ? ''
      : `, ${count(Math.min(...replicates))}${Math.max(...replicates) > Math.min(...replicates) ? ` to ${count(Math.max(...replicates))}` : ''} replicates at each`;
  const best =
    points.length < asked
      ? `; ${count(points.length)} of them ${points.length === 1 ? 'was' : 'were'} answered before the interruption`
      : '';
  return {
    title: `Sweep of ${question}`,
    answer: shown.answer(result),
    provisos: [
      `${units(count(asked), 'point')}: ${listed(varied.map(({ values }) => units(values.length, 'value')))}${varied.length > 1 ? ', crossed' : ''}${each}${best}.${result.scalesEvents ? ' Events move with patients, events ÷ patients being kept.' : ''}`,
      ...(shown.provisos?.(result) ?? []),
    ],
    prose: [],
    items: varied.map(({ path, values }) => `${path}: ${valuesText(values)}`),
    tables: points.length === 0 ? [] : shown.tables(result, unit),
  };
}
