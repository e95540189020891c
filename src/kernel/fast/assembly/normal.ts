/** Standard normals from a lane's words; twin of ../../draw/normal.ts. */
import { cos } from './circle';
import { log } from './log';
import { nextWord, uniform } from './stream';

/** A standard normal from two words of the lane whose state is at address `state`. */
export function drawNormal(state: i32): f64 {
  const radius = Math.sqrt(-2.0 * log(uniform(nextWord(state))));
  return radius * cos(6.283185307179586 * uniform(nextWord(state)));
}
