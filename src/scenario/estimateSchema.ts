/** An estimate that a publication printed, as it stands in the file. */
import * as z from 'zod';
import { number, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { note, source } from './provenanceFields.ts';

/** An estimate with its 95 % confidence interval. */
export function printedValue<V extends z.ZodType, H extends z.ZodType>(value: V, high: H, what: string) {
  const ci = `must be [low, high] of the 95 % confidence interval`;
  return z
    .union([
      value,
      record({
        value,
        ci: z.tuple([value, high], ci).describe('95 % confidence interval, [low, high]').optional(),
        source: source.optional(),
        note: note.optional(),
      }),
    ])
    .describe(what);
}

/** A probability such as a P value. */
export const probability = number({ from: 0, to: 1, hint: '(a probability, e.g. 0.586)' });

/** The hazard ratio that a study printed. */
export const printedHazardRatio = printedValue(
  number({ from: 0.01, to: 100, hint: '(experimental ÷ control), e.g. 0.7' }),
  number({ from: 0, to: 10_000, hint: '(experimental ÷ control), e.g. 0.7' }),
  'Hazard ratio, experimental ÷ control, with its CI',
).register(meanings, { words: 'hazard ratio reported', is: 'hazard ratio' });

/** The P value of a comparison, alone or with its test and sides. */
export const printedP = z
  .union([
    probability,
    record({
      value: probability.describe('The P value'),
      test: text(80, 'naming the test').describe('The test; log-rank by default').optional(),
      sides: z.literal([1, 2], 'must be 1 or 2').describe('2 by default').optional(),
    }),
  ])
  .describe('P value of the comparison of the arms');

export type EstimateFile = { value: number | string; ci?: [number | string, number | string | null] | undefined };
