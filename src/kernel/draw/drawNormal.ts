/** Standard normals from a stream's words, one after another. */
import { normalOfPair } from './singleNormal.ts';
import { nextWord } from './stream.ts';

/** A standard normal from the next two words, in single precision. */
export function drawNormal(state: Int32Array): number {
  const first = nextWord(state);
  return normalOfPair(first, nextWord(state));
}
