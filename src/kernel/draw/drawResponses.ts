/**
 * Responses of an arm's patients at the assessment. By the normal copula a patient responds where
 * ρ z + √(1 − ρ²) e > −Φ⁻¹(rate), z the normal score of the time to the first event among the arm's patients of the same
 * hazard and e standard normal. The time of a patient who left before the event is drawn from what is left of its law.
 * Without correlation a patient responds where the upper 31 bits of the word are below the rate's.
 *
 * Scores are single-precision numbers (singleNormal.ts, survivalAtTick.ts), whose errors move a patient's chance to respond by less
 * than 10⁻⁴, where the event comes at once, and a rate by less than 10⁻⁵. On a tabulated clock the survival is found in double precision first.
 *
 * The exit is at the assessment: as an event of those who responded, as a dropout of all others.
 *
 * Words of a patient from the arm's response stream for each endpoint: that of the response and, with a correlation, that of the time
 * of a patient who left.
 */
import { exp } from '../../elementary/exp.ts';
import { cumulativeHazard, type SurvivalLaw } from '../../survival/law.ts';
import type { EndpointPlan } from '../plan/coursePlan.ts';
import { NEVER } from '../plan/ticks.ts';
import type { CoursePatients } from './drawCourse.ts';
import { fillWords } from './laneWords.ts';
import { normalOf, normalOfShare } from './singleNormal.ts';
import type { StreamKey } from './stream.ts';
import { RESPONSE_STREAM } from './streams.ts';
import { planSurvivalAtTick, survivalAtTick } from './survivalAtTick.ts';

const { fround } = Math;

/** The most arms whose streams are told apart. */
const ARMS = 8;

/** The response to a copula with correlation ρ, in single precision: ρ and √(1 − ρ²). */
export function weightsOf(correlation: number): readonly [number, number] {
  return [fround(correlation), fround(Math.sqrt(1 - correlation * correlation))];
}

/** The share of patients without the event by tick on study, of those whose hazard is a multiple of the law's. */
function survivalOf(law: SurvivalLaw, ticksPerUnit: number): (t: number, factor: number) => number {
  const plan = planSurvivalAtTick(law, ticksPerUnit);
  if (plan !== null) return (t, factor) => survivalAtTick(plan, t, factor);
  return (t, factor) => fround(exp(-cumulativeHazard(law, t / ticksPerUnit) * factor));
}

/** Draws the responses for the endpoint of index `index`; keeps arrays for `n` patients of all arms. */
export function createResponseDraw(
  { ticks, rates, respondBelow, correlation, laws }: Extract<EndpointPlan, { kind: 'response' }>,
  index: number,
  n: number,
  ticksPerUnit: number,
): (patients: CoursePatients, key: StreamKey, replicate: number, exit: Int32Array) => void {
  const own = correlation === 0 ? 1 : 2;
  const words = new Int32Array(own * n);
  const [along, apart] = weightsOf(correlation);
  const survivals = laws.map((law) => law && survivalOf(law, ticksPerUnit));
  return ({ arm, first, count, entry, trueExit, factor }, key, replicate, exit) => {
    fillWords(key, replicate, RESPONSE_STREAM + index * ARMS + arm, first, count, own, words);
    const survival = survivals[arm];
    const limit = fround(rates[arm]);
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
      if (survival === null) responds = words[i * own] >>> 1 < respondBelow[arm];
      else {
        let later = survival(left - began, factor === null ? 1 : factor[i]);
        // Of who left, some later time is that of the event, by a word's upper 23 bits.
        if (left >= NEVER || dropped) later = fround(later * (((words[2 * i + 1] >>> 9) + 0.5) / 8388608));
        const score = fround(along * normalOfShare(later));
        responds = fround(fround(apart * normalOf(words[2 * i])) - score) > limit;
      }
      exit[i] = (at << 2) | (responds && !(dropped && left < at) ? 0 : 2);
    }
  };
}
