/** Hazard ratios of an arm's patients by how late their second treatment comes; twin of ../../draw/primedRatios.ts. */
import {
  LINE_BREAK,
  OWN_PLATEAU,
  OWN_PLATEAU_RATE,
  OWN_PRIMED,
  OWN_PRIMING,
  OWN_PRIMING_LAST,
  OWN_PRIMING_LINE,
  OWN_REPEATS,
  OWN_REPEATS_AT,
  OWN_RESIDUAL,
  PRIMING_CONSTANT,
  PRIMING_HALF_LIFE,
} from '../ownLayout';
import { lineAt } from './singleLine';
import { exp2 } from './singlePower';

@inline
function halfLifeRatio(exit: i32, late: v128): v128 {
  const beyond = f32x4.pmax(f32x4.splat(0), f32x4.sub(late, v128.load32_splat(exit, OWN_PLATEAU)));
  const left = exp2(f32x4.neg(f32x4.mul(beyond, v128.load32_splat(exit, OWN_PLATEAU_RATE))));
  return exp2(f32x4.add(v128.load32_splat(exit, OWN_RESIDUAL), f32x4.mul(v128.load32_splat(exit, OWN_PRIMED), left)));
}

@inline
function tableRatio(exit: i32, late: v128): v128 {
  const line = load<i32>(exit, OWN_PRIMING_LINE);
  const within = f32x4.pmin(
    v128.load32_splat(exit, OWN_PRIMING_LAST),
    f32x4.pmax(v128.load32_splat(line, LINE_BREAK), late),
  );
  return exp2(lineAt(line, within));
}

/**
 * Fills f32 ratios of n patients from their lags in quanta: those of the first procedure at `ratios`, those of each further one
 * `stride` bytes on. Nothing where all are the same.
 */
export function fillPrimedRatios(exit: i32, n: i32, lags: i32, ratios: i32, stride: i32): void {
  const kind = load<i32>(exit, OWN_PRIMING);
  if (kind == PRIMING_CONSTANT || n == 0) return;
  const repeats = load<i32>(exit, OWN_REPEATS_AT);
  const bytes = n << 2;
  const zero = f32x4.splat(0);
  let k = -1;
  do {
    let at = 0;
    const repeat = k < 0 ? zero : v128.load32_splat(repeats + (k << 2));
    do {
      let late = v128.load(lags + at);
      if (k >= 0) {
        const procedure = f32x4.add(f32x4.pmax(zero, f32x4.neg(late)), repeat);
        late = f32x4.pmax(zero, f32x4.sub(f32x4.pmax(zero, late), procedure));
      }
      v128.store(ratios + at, kind == PRIMING_HALF_LIFE ? halfLifeRatio(exit, late) : tableRatio(exit, late));
      at += 16;
    } while (at < bytes);
    ratios += stride;
    k++;
  } while (k < load<i32>(exit, OWN_REPEATS));
}
