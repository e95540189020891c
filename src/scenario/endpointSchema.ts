/** What a trial observes of its patients, as it stands in the file. */
import * as z from 'zod';
import { record, text } from './fields.ts';

const name = text(80, 'naming the endpoint');

export const endpoint = z
  .union([
    name,
    record({
      name: name.describe("Its name, for the words of the report; the publication's endpoint by default").optional(),
      benefit: z
        .literal(['later', 'sooner'], 'must be later (as of progression or death) or sooner (as of a recovery)')
        .describe('Whether a later or a sooner event is the benefit; later by default')
        .optional(),
    }).meta({ id: 'endpoint' }),
  ])
  .describe(
    "What is compared: its name, or a block that also says whether a later or a sooner event is the benefit; the publication's endpoint by default",
  );
