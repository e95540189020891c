/**
 * Poisson–gamma recruitment (V. V. Anisimov & V. V. Fedorov, Statist. Med. 26 (2007) 4958–4975): centre c recruits as a
 * Poisson process of rate λ_c ~ Gamma from its opening on, none beyond its cap, all together until the trial's N.
 *
 * The centres' processes are drawn as one: the next patient comes when the rate of the centres that recruit has summed to a
 * unit exponential, to a centre in proportion to its rate. Words: of each centre its opening (where uniform) and its rate
 * (where gamma), centre after centre; then two a patient, the gap and the centre.
 */
import type { CentresPlan } from './cohortPlan.ts';
import { doubleExponential } from './doubleExponential.ts';
import { drawGamma } from './entry.ts';
import { nextWord, uniform } from './stream.ts';
import { NEVER } from './ticks.ts';

export interface Recruitment {
  /** Calendar tick of every patient in order of entry, NEVER for who never comes, and the centre. */
  readonly entry: Int32Array;
  readonly centre: Int32Array;
  /** Calendar tick at which each centre opens. */
  readonly openings: Int32Array;
  /** Patients a tick of each centre while it recruits. */
  readonly rates: Float64Array;
  /** The patients of a replicate, from one state of the generator. */
  draw(state: Int32Array): void;
  /**
   * Centres of `count` patients who come by themselves: in proportion to the centres' rates, none beyond its cap as long as
   * another has room, then to the one least beyond it. All are open from the start. One word a patient.
   */
  spread(state: Int32Array, count: number): void;
}

/** Slots of the guide table a centre (A. J. Walker's and Chen & Asau's search by index). */
const GUIDES = 4;

export function createRecruitment({ regions }: CentresPlan, patients: number): Recruitment {
  const places = regions.reduce((sum, { centres }) => sum + centres, 0);
  const entry = new Int32Array(patients);
  const centre = new Int32Array(patients);
  const openings = new Int32Array(places);
  const rates = new Float64Array(places);
  const room = new Float64Array(places);
  const cumulative = new Float64Array(places);
  const slots = GUIDES * places;
  const guide = new Int32Array(slots + 1);
  let total = 0;

  function drawCentres(state: Int32Array): void {
    let c = 0;
    for (const { centres, opening, rate, shape, cap } of regions)
      for (let i = 0; i < centres; i++, c++) {
        if (opening.kind === 'list') openings[c] = opening.ticks[i];
        else {
          const share = opening.kind === 'uniform' ? uniform(nextWord(state)) : centres > 1 ? i / (centres - 1) : 0;
          openings[c] = Math.min(NEVER, Math.round(opening.start + opening.over * share));
        }
        rates[c] = shape > 0 ? (rate * drawGamma(shape, state)) / shape : rate;
        room[c] = cap;
      }
  }

  /** Take in who recruits at tick `now`. */
  function sumRates(now: number): void {
    total = 0;
    for (let c = 0; c < places; c++) {
      if (openings[c] <= now && room[c] > 0) total += rates[c];
      cumulative[c] = total;
    }
    let c = 0;
    for (let g = 0; g < slots; g++) {
      while (c < places - 1 && cumulative[c] * slots <= g * total) c++;
      guide[g] = c;
    }
  }

  function centreAt(share: number): number {
    const at = share * total;
    let c = guide[Math.floor(share * slots)];
    while (c < places - 1 && cumulative[c] <= at) c++;
    return c;
  }

  function nextOpening(now: number): number {
    let next = NEVER;
    for (let c = 0; c < places; c++) if (openings[c] > now && openings[c] < next) next = openings[c];
    return next;
  }

  /** The centre with the most room, or the fewest patients beyond its cap; of several alike the first from `c` on, in a circle. */
  function roomiest(c: number): number {
    let best = c;
    for (let i = 1; i < places; i++) {
      const other = (c + i) % places;
      if (room[other] > room[best]) best = other;
    }
    return best;
  }

  return {
    entry,
    centre,
    openings,
    rates,
    draw(state) {
      drawCentres(state);
      let now = 0;
      sumRates(now);
      let opens = nextOpening(now);
      let i = 0;
      while (i < patients) {
        let gap = doubleExponential(nextWord(state));
        while (opens < NEVER && now + gap / total >= opens) {
          // Never below 0 by rounding, which would put a patient before the opening.
          gap = Math.max(0, gap - total * (opens - now));
          now = opens;
          sumRates(now);
          opens = nextOpening(now);
        }
        // Nobody recruits any more, or not before the clock ends.
        now += gap / total;
        if (now >= NEVER) break;
        const c = centreAt(uniform(nextWord(state)));
        entry[i] = Math.floor(now);
        centre[i++] = c;
        if (--room[c] <= 0) sumRates(now);
      }
      entry.fill(NEVER, i);
      centre.fill(0, i);
    },
    spread(state, count) {
      drawCentres(state);
      openings.fill(0);
      sumRates(0);
      for (let i = 0; i < count; i++) {
        const share = uniform(nextWord(state));
        const c = total > 0 ? centreAt(share) : roomiest(Math.floor(share * places));
        centre[i] = c;
        if (--room[c] <= 0 && total > 0) sumRates(0);
      }
    },
  };
}
