/** The precision behind a P value. */
import { normalQuantile } from '../maths/normal.ts';

/**
 * The standard error at which `estimate` ≠ 0 has the P value `p` of so many sides, |estimate| / Φ⁻¹(1 − p/sides); null
 * where none has: no effect, or a P value that a z towards the other side or of 0 would have.
 */
export function errorOfP(estimate: number, p: number, sides: 1 | 2): number | null {
  const z = normalQuantile(1 - p / sides);
  return z > 0 && Number.isFinite(z) && estimate !== 0 ? Math.abs(estimate) / z : null;
}
