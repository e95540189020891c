/**
 * Those who may enter a trial, one after another: a Poisson process in operational time, in which one comes per unit on
 * average. Candidate k takes two words from lane k mod 4 of the arrival stream: the gap to the candidate before, a unit
 * exponential in single precision, and a share.
 *
 * Gaps g are summed in double precision by fours, S being the sum before the four: S + g₀, S + (g₀ + g₁),
 * S + ((g₀ + g₁) + g₂), S + ((g₀ + g₁) + (g₂ + g₃)).
 */

import { exponential } from './exponential.ts';
import { createLanes, LANES, nextWord, type StreamKey, seedLanes } from './stream.ts';
import { ARRIVAL_STREAM } from './streams.ts';

export class Candidates {
  private readonly lanes = createLanes();
  private readonly sums = new Float64Array(LANES);
  private readonly words = new Float64Array(LANES);
  private next = 0;
  private before = 0;
  /** Operational time of the candidate, and the word of the candidate's share. */
  sum = 0;
  word = 0;

  /** Goes to before the first candidate of a replicate. */
  begin(key: StreamKey, replicate: number): void {
    seedLanes(key, replicate, ARRIVAL_STREAM, this.lanes);
    this.next = 0;
    this.before = 0;
  }

  /** Goes to the next candidate. */
  advance(): void {
    const lane = this.next & (LANES - 1);
    if (lane === 0) this.drawFour();
    this.sum = this.sums[lane];
    this.word = this.words[lane];
    this.next++;
  }

  private drawFour(): void {
    const { sums, words, lanes, before } = this;
    for (let lane = 0; lane < LANES; lane++) {
      sums[lane] = exponential(nextWord(lanes[lane]));
      words[lane] = nextWord(lanes[lane]);
    }
    const two = sums[0] + sums[1];
    const four = two + (sums[2] + sums[3]);
    sums[0] = before + sums[0];
    sums[1] = before + two;
    sums[2] = before + (two + sums[2]);
    sums[3] = before + four;
    this.before = sums[3];
  }
}
