/** An estimate of a publication as it stands in the file. */
import * as z from 'zod';
import { record } from './fields.ts';
import { note, source } from './provenanceFields.ts';

/** An estimate with its 95 % confidence interval. */
export function estimate<V extends z.ZodType, H extends z.ZodType>(value: V, high: H, what: string) {
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

export type EstimateFile = { value: number | string; ci?: [number | string, number | string | null] | undefined };
