/** Standard normals from a lane's words; twin of ../../draw/drawNormal.ts. */
import { normalOfPair } from './singleNormal';
import { nextWord } from './stream';

/** A standard normal from two words of the lane whose state is at address `state`. */
@inline
export function drawNormal(state: i32): f64 {
  const first = nextWord(state);
  const second = nextWord(state);
  return <f64>f32x4.extract_lane(normalOfPair(i32x4.splat(first), i32x4.splat(second)), 0);
}
