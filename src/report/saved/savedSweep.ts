/** The answer to `sweep`: for every point the kind that the presenter of its question has. */
import type { SweepPoint, SweepResult, SweptField } from '../../questions/sweep.ts';
import type { FieldValue } from '../../scenario/field.ts';
import type { Presenter } from '../presenter.ts';
import {
  agreeing,
  type FieldKinds,
  fieldValue,
  flag,
  type Kind,
  list,
  name,
  oneOf,
  positiveCount,
  record,
  sha256,
  union,
} from './kinds.ts';

const values: Kind<readonly FieldValue[]> = list(fieldValue, 1);

export async function sweepKind(presenters: readonly Presenter[]): Promise<Kind<SweepResult>> {
  const branches: Record<string, FieldKinds<Omit<SweepPoint, 'question'>>> = {};
  for (const { question, atPoint } of presenters)
    if (atPoint !== undefined)
      branches[question] = { values, scenarioHash: sha256, result: (await atPoint.kind()) as Kind<unknown> };
  const point = union<SweepPoint, 'question'>('question', branches as never);
  return agreeing(
    record<SweepResult>({
      question: oneOf(...Object.keys(branches)),
      varied: list(record<SweptField>({ path: name, heading: name, values }), 1),
      scalesEvents: flag,
      asked: positiveCount,
      points: list(point, 1),
    }),
    ({ question, varied, asked, points }, wrong) => {
      const grid = varied.reduce((product, { values: tried }) => product * tried.length, 1);
      if (asked !== grid) {
        wrong(['asked'], `must be ${grid}, the combinations of the values`);
        return;
      }
      if (points.length > asked) {
        wrong(['points'], `must be a list of at most ${asked}`);
        return;
      }
      points.forEach((point, i) => {
        if (point.question !== question) wrong(['points', i, 'question'], `must be ${question}, as of all points`);
        else if (point.values.length !== varied.length)
          wrong(['points', i, 'values'], `must be a list of ${varied.length}, one for each varied field`);
        else
          point.values.forEach((value, v) => {
            if (!varied[v].values.includes(value)) wrong(['points', i, 'values', v], `must be one of those varied`);
          });
      });
    },
  );
}
