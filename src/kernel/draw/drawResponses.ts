/**
 * Responses of an arm's patients at the assessment. By the normal copula a patient responds where
 * ρ z + √(1 − ρ²) e > −Φ⁻¹(rate), z the normal score of the time to the first event among the arm's patients of the same
 * hazard and e standard normal. The time of a patient who left before the event is drawn from what is left of its law.
 *
 * Without correlation a patient responds where the upper 31 bits of the word are below the rate's.
 *
 * The exit is at the assessment: as an event of those who responded, as a dropout of all others.
 *
 * Words of a patient from the arm's response stream for each endpoint: that of the response and, with a correlation, that of the time
 * of a patient who left.
 */
import { exp } from '../../elementary/exp.ts';
import { normalCdf, normalQuantile } from '../../maths/normal.ts';
import { cumulativeHazard } from '../../survival/law.ts';
import type { EndpointPlan } from '../plan/coursePlan.ts';
import { NEVER } from '../plan/ticks.ts';
import type { CoursePatients } from './drawCourse.ts';
import { fillWords } from './laneWords.ts';
import { type StreamKey, uniform } from './stream.ts';
import { RESPONSE_STREAM } from './streams.ts';

/** The most arms whose streams are told apart. */
const ARMS = 8;

/** Draws the responses for the endpoint of index `index`; keeps arrays for `n` patients of all arms. */
export function createResponseDraw(
  { ticks, rates, respondBelow, correlation, laws }: Extract<EndpointPlan, { kind: 'response' }>,
  index: number,
  n: number,
  ticksPerUnit: number,
): (patients: CoursePatients, key: StreamKey, replicate: number, exit: Int32Array) => void {
  const own = correlation === 0 ? 1 : 2;
  const words = new Int32Array(own * n);
  const spread = Math.sqrt(1 - correlation * correlation);
  return ({ arm, first, count, entry, trueExit, factor }, key, replicate, exit) => {
    fillWords(key, replicate, RESPONSE_STREAM + index * ARMS + arm, first, count, own, words);
    const law = laws[arm];
    for (let i = first; i < first + count; i++) {
      const began = entry[i] >> 2;
      const at = began + ticks;
      if (at >= NEVER) {
        exit[i] = NEVER << 2;
        continue;
      }
      const left = trueExit[i] >> 2;
      const dropped = (trueExit[i] & 2) !== 0;
      let responds: boolean;
      if (law === null) responds = words[i * own] >>> 1 < respondBelow[arm];
      else {
        const time = Math.min(NEVER, left - began) / ticksPerUnit;
        const surviving = exp(-cumulativeHazard(law, time) * (factor === null ? 1 : factor[i]));
        const known = left < NEVER && !dropped;
        const later = known ? surviving : surviving * uniform(words[2 * i + 1] >>> 0);
        const z = -normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, later)));
        const limit = (rates[arm] - correlation * z) / spread;
        // 1 − Φ(limit) of patients respond.
        responds = uniform(words[2 * i] >>> 0) < normalCdf(-limit);
      }
      exit[i] = (at << 2) | (responds && !(dropped && left < at) ? 0 : 2);
    }
  };
}
