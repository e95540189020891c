/**
 * Poisson–gamma recruitment (V. V. Anisimov & V. V. Fedorov, Statist. Med. 26 (2007) 4958–4975): centre c recruits as a
 * Poisson process of rate λ_c ~ Gamma from its opening on, none beyond its cap, all together until the trial's N.
 *
 * The centres' processes are drawn as one: the next patient comes when the rate of the centres that recruit has summed
 * to a unit exponential, to a centre in proportion to its rate. Words: for each centre its opening (where uniform) and
 * its rate (where gamma), centre after centre; then two per patient, the gap and the centre.
 */
import type { CentresInTicks } from '../plan/cohortPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { drawGamma } from './entry.ts';
import { preciseExponential } from './preciseExponential.ts';
import { nextWord, uniform } from './stream.ts';

export interface Recruitment {
  /**
   * Calendar tick of every patient in order of entry, NEVER for a patient who never comes; and the patient's centre.
   */
  readonly entry: Int32Array;
  readonly centre: Int32Array;
  /** Calendar tick at which each centre opens. */
  readonly openings: Int32Array;
  /** Patients per tick of each centre while it recruits. */
  readonly rates: Float64Array;
  /** Draws the patients of a replicate from one state of the generator. */
  draw(state: Int32Array): void;
  /**
   * Centres of `count` patients who come by themselves: in proportion to the centres' rates, none beyond its cap as
   * long as another has room, then to the one least beyond it. All are open from the start. One word a patient.
   */
  spread(state: Int32Array, count: number): void;
}

export function createRecruitment({ regions }: CentresInTicks, patients: number): Recruitment {
  const places = regions.reduce((sum, { centres }) => sum + centres, 0);
  const entry = new Int32Array(patients);
  const centre = new Int32Array(patients);
  const openings = new Int32Array(places);
  const rates = new Float64Array(places);
  const room = new Float64Array(places);
  /** Running sums of the rates of the centres that recruit, in order of opening. */
  const cumulative = new Float64Array(places);
  /** Centres in order of opening, the first `open` of them open by now; sorted as opening × places + centre. */
  const order = new Int32Array(places);
  const keys = new Float64Array(places);
  let open = 0;
  let total = 0;

  function drawCentres(state: Int32Array): void {
    let c = 0;
    for (const { centres, opening, rate, shape, cap } of regions)
      for (let i = 0; i < centres; i++, c++) {
        if (opening.kind === 'list') openings[c] = Math.max(0, opening.ticks[i]);
        else {
          const share = opening.kind === 'uniform' ? uniform(nextWord(state)) : centres > 1 ? i / (centres - 1) : 0;
          openings[c] = Math.min(NEVER, Math.round(opening.start + opening.over * share));
        }
        rates[c] = shape > 0 ? (rate * drawGamma(shape, state)) / shape : rate;
        room[c] = cap;
      }
  }

  function sortCentres(): void {
    for (let c = 0; c < places; c++) keys[c] = openings[c] * places + c;
    keys.sort();
    for (let k = 0; k < places; k++) order[k] = keys[k] - Math.floor(keys[k] / places) * places;
    open = 0;
    total = 0;
  }

  /** Takes in the centres that open by tick `now`; the sums before them stay. */
  function openBy(now: number): void {
    for (; open < places; open++) {
      const c = order[open];
      if (openings[c] > now) return;
      if (room[c] > 0) total += rates[c];
      cumulative[open] = total;
    }
  }

  /** Sums the rates anew, without centres that have reached their cap. */
  function sumRates(): void {
    total = 0;
    for (let k = 0; k < open; k++) {
      const c = order[k];
      if (room[c] > 0) total += rates[c];
      cumulative[k] = total;
    }
  }

  /** The centre at this share, in (0, 1), of the total rate. */
  function centreAt(share: number): number {
    const at = share * total;
    let k = 0;
    let last = open - 1;
    while (k < last) {
      const middle = (k + last) >> 1;
      if (cumulative[middle] > at) last = middle;
      else k = middle + 1;
    }
    return order[k];
  }

  function nextOpening(): number {
    return open < places ? openings[order[open]] : NEVER;
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
      sortCentres();
      let now = 0;
      openBy(now);
      let opens = nextOpening();
      let i = 0;
      while (i < patients) {
        let gap = preciseExponential(nextWord(state));
        while (opens < NEVER && now + gap / total >= opens) {
          // Never below 0 by rounding, which would put a patient before the opening.
          gap = Math.max(0, gap - total * (opens - now));
          now = opens;
          openBy(now);
          opens = nextOpening();
        }
        // No centre recruits any more, or none before the clock ends.
        now += gap / total;
        if (now >= NEVER) break;
        const c = centreAt(uniform(nextWord(state)));
        entry[i] = Math.floor(now);
        centre[i++] = c;
        if (--room[c] <= 0) sumRates();
      }
      entry.fill(NEVER, i);
      centre.fill(0, i);
    },
    spread(state, count) {
      drawCentres(state);
      openings.fill(0);
      sortCentres();
      openBy(0);
      for (let i = 0; i < count; i++) {
        const share = uniform(nextWord(state));
        const c = total > 0 ? centreAt(share) : roomiest(Math.floor(share * places));
        centre[i] = c;
        if (--room[c] <= 0 && total > 0) sumRates();
      }
    },
  };
}
