/**
 * Poisson–gamma recruitment (V. V. Anisimov & V. V. Fedorov, Statist. Med. 26 (2007) 4958–4975): centre c recruits as a
 * Poisson process of rate λ_c ~ Gamma from its opening on, none beyond its cap, all together until the trial's N.
 *
 * The centres' processes are drawn as one: the next candidate comes when the rate of the open centres has summed to the
 * next operational time (candidates.ts), to a centre in proportion to its rate, and stays away if that centre is full. The
 * full centres' rates are taken off as soon as they are more than half of the total, so that more come than stay away.
 * Centres draw from lane 0 of a stream of their own, one after another: the opening (where uniform), the rate (where
 * gamma).
 */
import type { CentresInTicks } from '../plan/cohortPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { Candidates } from './candidates.ts';
import { drawGamma } from './gamma.ts';
import { nextWord, type StreamKey, seedLane, uniform } from './stream.ts';
import { RATE_STREAM } from './streams.ts';

export interface Recruitment {
  /**
   * Calendar tick of every patient in order of entry, NEVER for a patient who never comes; and the patient's centre.
   */
  readonly tick: Int32Array;
  readonly centre: Int32Array;
  /** Calendar tick at which each centre opens. */
  readonly openings: Int32Array;
  /** Patients per tick of each centre while it recruits. */
  readonly rates: Float64Array;
  /** Draws the patients of a replicate. */
  draw(key: StreamKey, replicate: number): void;
  /**
   * Centres of patients who come by themselves, by the word of each one's share: in proportion to the centres' rates, none
   * beyond its cap as long as another has room, then to the one least beyond it. All are open from the start.
   */
  spread(key: StreamKey, replicate: number, words: Uint32Array): void;
}

/** The least rate of a centre, in patients per tick: far less than one patient before NEVER, and still no subnormal. */
export const LEAST_RATE = 2 ** -90;

export function createRecruitment({ regions }: CentresInTicks, patients: number): Recruitment {
  const places = regions.reduce((sum, { centres }) => sum + centres, 0);
  const tick = new Int32Array(patients);
  const centre = new Int32Array(patients);
  const openings = new Int32Array(places);
  const rates = new Float64Array(places);
  const room = new Float64Array(places);
  const candidates = new Candidates();
  const rateState = new Int32Array(4);
  /** Centres in order of opening, and the running sums of the rates of those with room. */
  const order = Array.from({ length: places }, (_, c) => c);
  const cumulative = new Float64Array(places);
  /**
   * Piece k runs while k + 1 centres are open: from operational time breaks[k] and calendar tick origins[k] on, at
   * totals[k] patients per tick.
   */
  const breaks = new Float64Array(places);
  const origins = new Float64Array(places);
  const totals = new Float64Array(places);
  const slopes = new Float64Array(places);

  function drawCentres(key: StreamKey, replicate: number): void {
    seedLane(key, replicate, RATE_STREAM, 0, rateState);
    let c = 0;
    for (const { centres, opening, rate, shape, cap } of regions)
      for (let i = 0; i < centres; i++, c++) {
        if (opening.kind === 'list') openings[c] = Math.max(0, opening.ticks[i]);
        else {
          const share = opening.kind === 'uniform' ? uniform(nextWord(rateState)) : centres > 1 ? i / (centres - 1) : 0;
          openings[c] = Math.min(NEVER, Math.floor(opening.start + opening.over * share + 0.5));
        }
        rates[c] = Math.max(LEAST_RATE, shape > 0 ? (rate / shape) * drawGamma(shape, rateState) : rate);
        room[c] = cap;
      }
  }

  /** Sums the rates anew, without centres that have reached their cap. */
  function sumRates(): void {
    let sum = 0;
    for (let k = 0; k < places; k++) {
      const c = order[k];
      if (room[c] > 0) sum += rates[c];
      cumulative[k] = sum;
    }
  }

  /** Lays out the pieces from `first` on, whose break and origin are set. */
  function layPieces(first: number): void {
    for (let k = first; k < places; k++) {
      totals[k] = Math.max(LEAST_RATE, cumulative[k]);
      slopes[k] = 1 / totals[k];
      if (k + 1 === places) return;
      origins[k + 1] = openings[order[k + 1]];
      breaks[k + 1] = breaks[k] + totals[k] * (origins[k + 1] - origins[k]);
    }
  }

  /** The centre at this share, in (0, 1), of the rates of the first `open` centres in order of opening. */
  function centreAt(share: number, open: number): number {
    const at = share * cumulative[open - 1];
    let k = 0;
    let last = open - 1;
    while (k < last) {
      const middle = (k + last) >> 1;
      if (cumulative[middle] > at) last = middle;
      else k = middle + 1;
    }
    return order[k];
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
    tick,
    centre,
    openings,
    rates,
    draw(key, replicate) {
      drawCentres(key, replicate);
      order.sort((a, b) => openings[a] - openings[b] || a - b);
      sumRates();
      breaks[0] = 0;
      origins[0] = openings[order[0]];
      layPieces(0);
      candidates.begin(key, replicate);
      let full = 0;
      let piece = 0;
      let i = 0;
      while (i < patients) {
        candidates.advance();
        const { sum, word } = candidates;
        while (piece + 1 < places && sum >= breaks[piece + 1]) piece++;
        const time = origins[piece] + (sum - breaks[piece]) * slopes[piece];
        // No centre recruits any more, or none before the clock ends.
        if (time >= NEVER) break;
        const c = centreAt(uniform(word), piece + 1);
        if (room[c] === 0) continue;
        tick[i] = Math.floor(time);
        centre[i++] = c;
        if (--room[c] > 0) continue;
        full += rates[c];
        if (2 * full > totals[piece]) {
          full = 0;
          sumRates();
          breaks[piece] = sum;
          origins[piece] = time;
          layPieces(piece);
        }
      }
      tick.fill(NEVER, i);
      centre.fill(0, i);
    },
    spread(key, replicate, words) {
      drawCentres(key, replicate);
      openings.fill(0);
      order.sort((a, b) => a - b);
      sumRates();
      for (let i = 0; i < words.length; i++) {
        const share = uniform(words[i]);
        const c = cumulative[places - 1] > 0 ? centreAt(share, places) : roomiest(Math.floor(share * places));
        centre[i] = c;
        if (--room[c] === 0) sumRates();
      }
    },
  };
}
