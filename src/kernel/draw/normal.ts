/** Standard normals from a stream's words (Box & Muller 1958). */
import { cos } from '../../elementary/circle.ts';
import { log } from '../../elementary/log.ts';
import { nextWord, uniform } from './stream.ts';

/** A standard normal from two uniforms. */
export function drawNormal(state: Int32Array): number {
  const radius = Math.sqrt(-2 * log(uniform(nextWord(state))));
  return radius * cos(2 * Math.PI * uniform(nextWord(state)));
}
