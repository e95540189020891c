/** Numbers of a result with their trace: the run, the estimate and its Monte Carlo error. */
import type { TimeUnit } from '../../scenario/scenario.ts';
import type { MeanEstimate, Proportion } from '../../tally/estimates.ts';
import { count, decimalsFor, fixed, percent, units } from '../numbers.ts';
import type { Traced } from '../prose.ts';
import { roundTime } from '../times.ts';
import { traced } from './draft.ts';

/** Decimals of a probability in per cent wherever it is written: two below 10 %, one from there on. */
const decimalsOf = (p: number): number => (p < 0.0995 ? 2 : 1);

/** `80.1 %`, `2.52 %`; `what` names the run and the estimate: `power, planned effect`. */
export function share(p: Proportion, what: string): Traced {
  const exact = Math.max(1, decimalsFor(100 * p.standardError, 3));
  const [estimate, error, low, high] = [p.estimate, p.standardError, p.low, p.high].map((x) => fixed(100 * x, exact));
  return traced(
    percent(p.estimate, decimalsOf(p.estimate)),
    `${what}: ${estimate} %, SE ${error}, 95 % CI ${low}–${high}, ${units(count(p.replicates), 'replicate')}`,
  );
}

/** `80.1 % (Monte Carlo standard error 0.12; 95 % confidence interval 79.8 to 80.3)`. */
export function shareWithError(p: Proportion, what: string): Traced {
  const { text, trace } = share(p, what);
  const [low, high] = [p.low, p.high].map((x) => fixed(100 * x, decimalsOf(p.estimate)));
  const error = fixed(100 * p.standardError, 2);
  return traced(`${text} (Monte Carlo standard error ${error}; 95 % confidence interval ${low} to ${high})`, trace);
}

/** A mean over replicates in at most `most` decimals; whole where it is the same whole number in every replicate. */
export function average(m: MeanEstimate, what: string, unit = '', most = 1): Traced {
  const exact = decimalsFor(m.standardError, 3);
  const always = !(m.standardError > 0) && Number.isInteger(m.mean);
  const text = fixed(m.mean, always ? 0 : Math.min(most, exact));
  return traced(
    unit === '' ? text : units(text, unit),
    `${what}: mean ${fixed(m.mean, exact)}${unit === '' ? '' : ` ${unit}s`}, SE ${fixed(m.standardError, exact)}, ${units(count(m.replicates), 'replicate')}`,
  );
}

/** A number that no simulation made: by formula, or of the design. */
export function computed(text: string, what: string): Traced {
  return traced(text, what);
}

/** `1 patient`, `71 patients`. */
export function counted(n: number, unit: string, trace: string): Traced {
  return traced(units(count(n), unit), trace);
}

/** A time, in a unit in which it is round. */
export function timeText(time: number, unit: TimeUnit, trace: string): Traced {
  return traced(roundTime(time, unit), trace);
}
