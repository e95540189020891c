/**
 * Poisson–gamma recruitment (V. V. Anisimov & V. V. Fedorov, Statist. Med. 26 (2007) 4958–4975): centre c recruits as a
 * Poisson process of rate λ_c ~ Gamma from its opening on, none beyond its cap, all together until the trial's N.
 *
 * The centres' processes are drawn as one: the next candidate comes when the rate of the open centres has summed to the
 * next operational time (candidates.ts), to a centre in proportion to its rate, and stays away if that centre is full. The
 * full centres' rates are taken off as soon as they are more than half of the total, so that more come than stay away.
 * Centre c draws its opening and its rate from lane c mod 4 of a stream of their own, four centres at a time.
 *
 * Running sums of rates are counted in whole units, 2³² − 1 of all rates together, so that a patient's centre follows from
 * the word of the share in whole numbers.
 */
import type { CentresInTicks } from '../plan/cohortPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { Candidates } from './candidates.ts';
import { drawGammas, type GammaLaw, gammaLaw } from './singleGamma.ts';
import { createLanes, LANES, multiplyHigh, nextWord, type StreamKey, seedLanes, uniform } from './stream.ts';
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

/** Opening and rate of one centre: at start + U × over, in proportion to `rate` × its gamma variate. */
export interface CentreLaw {
  readonly start: number;
  readonly over: number;
  readonly rate: number;
  readonly gamma: GammaLaw;
  readonly cap: number;
}

export function centreLaws({ regions }: CentresInTicks): CentreLaw[] {
  return regions.flatMap(({ centres, opening, rate, shape, cap }) =>
    Array.from({ length: centres }, (_, i) => {
      const law = { over: 0, rate: shape > 0 ? rate / shape : rate, gamma: gammaLaw(shape > 0 ? shape : null), cap };
      if (opening.kind === 'list') return { ...law, start: Math.max(0, opening.ticks[i]) };
      if (opening.kind === 'uniform') return { ...law, start: opening.start, over: opening.over };
      return { ...law, start: opening.start + opening.over * (centres > 1 ? i / (centres - 1) : 0) };
    }),
  );
}

/** Units of all rates together, less one. */
export const RATE_UNITS = 2 ** 32 - 2;

export function createRecruitment(plan: CentresInTicks, patients: number): Recruitment {
  const laws = centreLaws(plan);
  const places = laws.length;
  /** By fours, the last ones filled up. */
  const gammaLaws = laws.map(({ gamma }) => gamma);
  while (gammaLaws.length % LANES > 0) gammaLaws.push(gammaLaw(null));
  const tick = new Int32Array(patients);
  const centre = new Int32Array(patients);
  const openings = new Int32Array(places);
  const rates = new Float64Array(places);
  const room = new Float64Array(places);
  const candidates = new Candidates();
  const lanes = createLanes();
  const gammas = new Float32Array(LANES);
  /** Centres in order of opening, and the running sums of the rates of those with room. */
  const order = Array.from({ length: places }, (_, c) => c);
  const cumulative = new Float64Array(places);
  const units = new Uint32Array(places);
  /**
   * Piece k runs while k + 1 centres are open: from operational time breaks[k] and calendar tick origins[k] on, at
   * totals[k] patients per tick.
   */
  const breaks = new Float64Array(places);
  const origins = new Float64Array(places);
  const totals = new Float64Array(places);
  const slopes = new Float64Array(places);

  function drawCentres(key: StreamKey, replicate: number): void {
    seedLanes(key, replicate, RATE_STREAM, lanes);
    for (let first = 0; first < places; first += LANES) {
      const words = lanes.map(nextWord);
      drawGammas(gammaLaws, first, lanes, gammas);
      for (let c = first; c < Math.min(places, first + LANES); c++) {
        const { start, over, rate, cap } = laws[c];
        openings[c] = Math.min(NEVER, Math.floor(start + over * uniform(words[c - first]) + 0.5));
        rates[c] = Math.max(LEAST_RATE, rate * gammas[c - first]);
        room[c] = cap;
      }
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
    const perRate = RATE_UNITS / Math.max(LEAST_RATE, sum);
    // At least one unit for whoever is open alone.
    for (let k = 0; k < places; k++) units[k] = cumulative[k] > 0 ? Math.floor(cumulative[k] * perRate) + 1 : 0;
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

  /** The centre at the share of this word of the rates of the first `open` centres in order of opening. */
  function centreAt(word: number, open: number): number {
    const at = multiplyHigh(word, units[open - 1]);
    let k = 0;
    let last = open - 1;
    while (k < last) {
      const middle = (k + last) >> 1;
      if (units[middle] > at) last = middle;
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
        const c = centreAt(word, piece + 1);
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
        const full = units[places - 1] === 0;
        const c = full ? roomiest(multiplyHigh(words[i], places)) : centreAt(words[i], places);
        centre[i] = c;
        if (--room[c] === 0) sumRates();
      }
    },
  };
}
