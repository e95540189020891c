// draft
import type { CentresPlan } from './cohortPlan.ts';
import { drawGamma } from './entry.ts';
import { exponential } from './exponential.ts';
import { nextWord, uniform } from './stream.ts';
import { NEVER } from './ticks.ts';

export interface Recruitment {
  readonly entry: Int32Array;
  readonly centre: Int32Array;
  readonly openings: Int32Array;
  draw(state: Int32Array): void;
  spread(state: Int32Array, count: number): void;
}

export function createRecruitment(plan: CentresPlan, patients: number): Recruitment {
  const regionOf: number[] = [];
  plan.regions.forEach((r, k) => {
    for (let c = 0; c < r.centres; c++) regionOf.push(k);
  });
  const places = regionOf.length;
  const entry = new Int32Array(patients);
  const centre = new Int32Array(patients);
  const openings = new Int32Array(places);
  const rates = new Float64Array(places);
  const left = new Float64Array(places);
  const cumulative = new Float64Array(places);
  function prepare(state: Int32Array) {
    let c = 0;
    for (const r of plan.regions)
      for (let i = 0; i < r.centres; i++, c++) {
        const o = r.opening;
        openings[c] =
          o.kind === 'list'
            ? o.ticks[i]
            : o.kind === 'ramp'
              ? Math.round(o.start + (r.centres > 1 ? (o.over * i) / (r.centres - 1) : 0))
              : Math.round(o.start + o.over * uniform(nextWord(state)));
        rates[c] = r.rate * (r.shape > 0 ? drawGamma(r.shape, state) / r.shape : 1);
        left[c] = r.cap;
      }
  }
  let total = 0;
  function accumulate(now: number) {
    total = 0;
    for (let c = 0; c < places; c++) {
      if (openings[c] <= now && left[c] > 0) total += rates[c];
      cumulative[c] = total;
    }
  }
  function nextOpening(now: number) {
    let at = Number.POSITIVE_INFINITY;
    for (let c = 0; c < places; c++) if (openings[c] > now && openings[c] < at) at = openings[c];
    return at;
  }
  function pick(u: number) {
    let low = 0;
    let high = places - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] > u) high = middle;
      else low = middle + 1;
    }
    return low;
  }
  return {
    entry,
    centre,
    openings,
    draw(state) {
      prepare(state);
      let now = 0;
      accumulate(now);
      let opens = nextOpening(now);
      let i = 0;
      let e = exponential(nextWord(state));
      while (i < patients) {
        const reach = total > 0 ? now + e / total : Number.POSITIVE_INFINITY;
        if (reach >= opens) {
          if (opens === Number.POSITIVE_INFINITY) break;
          e -= total * (opens - now);
          now = opens;
          accumulate(now);
          opens = nextOpening(now);
          continue;
        }
        now = reach;
        const c = pick(uniform(nextWord(state)) * total);
        entry[i] = Math.min(NEVER, Math.floor(now));
        centre[i++] = c;
        if (--left[c] <= 0) accumulate(now);
        e = exponential(nextWord(state));
      }
      for (; i < patients; i++) {
        entry[i] = NEVER;
        centre[i] = 0;
      }
    },
    spread(state, count) {
      prepare(state);
      openings.fill(0);
      accumulate(0);
      for (let i = 0; i < count; i++) {
        const c = total > 0 ? pick(uniform(nextWord(state)) * total) : 0;
        centre[i] = c;
        if (--left[c] <= 0) accumulate(0);
      }
    },
  };
}
