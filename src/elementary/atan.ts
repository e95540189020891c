/**
 * The inverse tangent. atan x = atan c + atan t, t = (x − c)/(1 + c x), c the nearest eighth: |t| ≤ 1/16, and
 * atan t = t + t z T(z), z = t², T minimax (2⁻⁶¹). Above 1: π/2 − atan(1/x). Error below 1 ulp.
 */
const HALF_PI = Math.PI / 2;
const HALF_PI_LOW = 6.123233995736766e-17;

/** atan(j/8), and what each leaves out. */
const EIGHTHS = [
  0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061, 0.5585993153435624,
  0.6435011087932844, 0.7188299996216245, 0.7853981633974483,
];
const EIGHTHS_LOW = [
  0, -3.1253241424539383e-18, 1.0698755618734451e-17, -2.4623815582638635e-17, 2.2698777452961687e-17,
  -5.4556305485916264e-18, 1.5834785051444286e-17, -2.1478388444456983e-17, 3.061616997868383e-17,
];

const T0 = -0.3333333333333314;
const T1 = 0.1999999999932936;
const T2 = -0.14285713510357959;
const T3 = 0.11110719746955845;
const T4 = -0.09001142813838466;

/** atan x in radians. */
export function atan(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  const turned = size > 1;
  const y = turned ? 1 / size : size;
  const j = Math.round(8 * y);
  const c = j / 8;
  const t = j === 0 ? y : (y - c) / (1 + c * y);
  const z = t * t;
  const rest = t * z * (T0 + z * (T1 + z * (T2 + z * (T3 + z * T4)))) + EIGHTHS_LOW[j];
  if (!turned) {
    const value = EIGHTHS[j] + (t + rest);
    return x < 0 ? -value : j === 0 && x === 0 ? x : value;
  }
  const value = HALF_PI - EIGHTHS[j] - (t + (rest - HALF_PI_LOW));
  return x < 0 ? -value : value;
}
