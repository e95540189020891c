/** Schema of a published survival curve: points taken off the figure and the numbers at risk below it. */
import * as z from 'zod';
import { record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { count } from './planningValues.ts';
import { note, source } from './provenanceFields.ts';

const pairs = (rule: string, example: string) => {
  const list = `${rule}, e.g. ${example}`;
  return z.union([
    text(1000, 'naming a CSV file, or a list'),
    z.array(z.tuple([z.number(list), z.number(list)], list), list).max(5000, 'must have at most 5,000 rows'),
  ]);
};

export const publishedCurve = record({
  points: pairs(
    'must be a list of [time, survival], or the name of a CSV file of them',
    '[[0, 1], [3, 0.85]]',
  ).describe(
    'Points digitised off the Kaplan–Meier curve, [time, survival as a share], or the name of a CSV file with two columns',
  ),
  atRisk: pairs('must be a list of [time, patients], or the name of a CSV file of them', '[[0, 51], [6, 30]]').describe(
    'Numbers at risk below the figure, [time, patients], from time 0 on, or the name of a CSV file with two columns',
  ),
  events: count('events, e.g. 44', 1).describe('Events of the arm in all, where printed').optional(),
  source: source.optional(),
  note: note.optional(),
})
  .meta({
    id: 'publishedCurve',
    description: 'A published survival curve, of which the patients are reconstructed (Guyot et al. 2012)',
  })
  .register(meanings, { words: 'published curve', is: 'choice' });
