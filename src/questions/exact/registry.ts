/** What the questions answer about each part that is planned exactly. A new one is a file beside this and a line here. */
import type { ExactAnswering } from './exactAnswering.ts';
import { harmsAnswering } from './harmsAnswering.ts';
import { responseAnswering } from './responseAnswering.ts';
import { singleArmAnswering } from './singleArmAnswering.ts';

export const EXACT_ANSWERING: readonly ExactAnswering[] = [
  responseAnswering as ExactAnswering,
  singleArmAnswering as ExactAnswering,
  harmsAnswering as ExactAnswering,
];
