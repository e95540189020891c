/**
 * Progression and death together: from the law of the first event, the share of deaths among first events and what follows
 * progression, the law of the time to death.
 *
 *   S_OS(t) = S₁(t) + ∫₀ᵗ (1 − p(s)) f₁(s) S(t − s) ds
 *
 * M. Meller, J. Beyersmann and K. Rufibach, Stat. Med. 38 (2019) 4270–4289. Hazard ratios of progression and death do not make
 * one of overall survival: it changes over time and is found here.
 */
import { log } from '../elementary/log.ts';
import { exponentAtZero, exponential, pieceAt } from './clock.ts';
import { type DiseaseCourse, switchedLaw } from './diseaseCourse.ts';
import { cumulativeHazard, hazard, hazardBreaks, multiplied, NO_EFFECT, type SurvivalLaw, survival } from './law.ts';
import { type Sojourn, type SojournAt, sojournAfter } from './sojourn.ts';
import { tabulatedLaw } from './tabulatedLaw.ts';

/** A history whose first event is progression or death. */
export interface IllnessDeath {
  /** Of the time to the first event. */
  readonly first: SurvivalLaw;
  readonly course: DiseaseCourse;
}

/** Laws of the time from progression to death and the shares of those who progress that follow them. */
export function lawsAfterProgression(
  course: DiseaseCourse,
): readonly { readonly share: number; readonly law: SurvivalLaw }[] {
  const { after, switching } = course;
  if (after.kind !== 'law') throw new RangeError('the time after progression has no law of its own');
  if (switching === null || switching.share === 0) return [{ share: 1, law: after.law }];
  const switched = { share: switching.share, law: switchedLaw(after.law, switching) };
  return switching.share === 1 ? [switched] : [{ share: 1 - switching.share, law: after.law }, switched];
}

/** The law of the time to death where it needs no integral; null where it does. */
function marginal({ course: { after } }: IllnessDeath): SurvivalLaw | null {
  if (after.kind === 'gumbel') return { clock: exponential(after.death), steps: NO_EFFECT };
  return after.kind === 'ranks' ? after.law : null;
}

/** Patients who have progressed and live; every law after progression counts by its share. */
function sojourns({ first, course }: IllnessDeath, multiplier: number): SojournAt {
  const all = lawsAfterProgression(course).map(({ share, law }) => ({
    share,
    at: sojournAfter(first, course.deaths, law, multiplier),
  }));
  return (t) =>
    all.reduce<Sojourn>(
      ({ alive, dying }, { share, at }) => {
        const those = at(t);
        return { alive: alive + share * those.alive, dying: dying + share * those.dying };
      },
      { alive: 0, dying: 0 },
    );
}

/** The share of first events at t that are deaths. */
const deathShareAt = ({ course: { deaths } }: IllnessDeath, t: number) => deaths.shares[pieceAt(deaths.starts, t)];

/** The rate at which patients without progression die, over their number: 0 where no first event is a death. */
function deathHazard(history: IllnessDeath, t: number): number {
  const share = deathShareAt(history, t);
  return share === 0 ? 0 : share * hazard(history.first, t);
}

/** S_OS(t): to rounding where hazards are piecewise constant, else to 1e-9. */
export function overallSurvival(history: IllnessDeath, t: number): number {
  const law = marginal(history);
  if (law !== null) return survival(law, t);
  return survival(history.first, t) + sojourns(history, 1)(t).alive;
}

/** The hazard of death at t, of all patients who live, at t > 0. */
export function overallHazard(history: IllnessDeath, t: number): number {
  const law = marginal(history);
  if (law !== null) return hazard(law, t);
  const free = survival(history.first, t);
  const { alive, dying } = sojourns(history, 1)(t);
  return (deathHazard(history, t) * free + dying) / (free + alive);
}

/** Just before t, for the limit from the left of hazards that jump at t. */
const before = (t: number) => t * (1 - 1e-12);

const exponentOf = ({ clock }: SurvivalLaw): number => exponentAtZero(clock);

/**
 * The law of the time to death, every hazard of the history multiplied by `multiplier`. Its survival is within 1e-7 of
 * `overallSurvival` at all times; it is exact where death has a law of its own.
 */
export function overallSurvivalLaw(history: IllnessDeath, multiplier = 1): SurvivalLaw {
  const own = marginal(history);
  if (own !== null) return multiplied(own, multiplier);
  const { first, course } = history;
  const after = lawsAfterProgression(course).map(({ law }) => law);
  const sojourn = sojourns(history, multiplier);
  const firstBreaks = [...hazardBreaks(first), ...course.deaths.starts.slice(1)];
  const afterBreaks = after.flatMap(hazardBreaks);
  const leaving = multiplied(first, multiplier);
  const exponent =
    deathShareAt(history, 0) > 0 ? exponentOf(first) : exponentOf(first) + Math.min(...after.map(exponentOf));
  return tabulatedLaw({
    at: (t) => {
      const free = survival(leaving, t);
      const { alive, dying } = sojourn(t);
      const hazardOf = (time: number) => (multiplier * deathHazard(history, time) * free + dying) / (free + alive);
      return { time: t, cumulative: -log(free + alive), before: hazardOf(before(t)), after: hazardOf(t) };
    },
    breaks: [...firstBreaks, ...afterBreaks, ...firstBreaks.flatMap((s) => afterBreaks.map((u) => s + u))],
    slowest: [leaving, ...after.map((law) => multiplied(law, multiplier))],
    exponent: Math.min(1, exponent),
  });
}

/** Shares of all patients by where they are, which sum to 1. */
export interface StateOccupancy {
  readonly withoutProgression: number;
  readonly progressed: number;
  readonly deadWithoutProgression: number;
  readonly deadAfterProgression: number;
}

/** Where patients are at time t from randomisation. */
export function stateOccupancy(history: IllnessDeath, t: number): StateOccupancy {
  const { first, course } = history;
  const free = survival(first, t);
  const alive = overallSurvival(history, t);
  const { starts, shares } = course.deaths;
  const deadWithoutProgression = starts.reduce((sum, start, j) => {
    const end = Math.min(t, starts[j + 1] ?? t);
    return end > start ? sum + shares[j] * (survival(first, start) - survival(first, end)) : sum;
  }, 0);
  return {
    withoutProgression: free,
    progressed: alive - free,
    deadWithoutProgression,
    deadAfterProgression: 1 - alive - deadWithoutProgression,
  };
}

/** The hazard ratio of death at t > 0, experimental over control. */
export function hazardRatioOfOverallSurvival(control: IllnessDeath, experimental: IllnessDeath, t: number): number {
  return overallHazard(experimental, t) / overallHazard(control, t);
}

/**
 * The law of the time to progression whose hazard is that of patients who live without it: what is seen of progression
 * where deaths without it end the observation. Where all first events are deaths its hazard is 0.
 */
export function timeToProgressionLaw({ first, course }: IllnessDeath): SurvivalLaw {
  const { deaths } = course;
  const starts = [...new Set([...first.steps.starts, ...deaths.starts])].sort((a, b) => a - b);
  const ratios = starts.map(
    (t) => first.steps.ratios[pieceAt(first.steps.starts, t)] * (1 - deaths.shares[pieceAt(deaths.starts, t)]),
  );
  return { clock: first.clock, steps: { starts, ratios } };
}

/** The cumulative hazard of death without progression by t. */
export function cumulativeDeathHazard({ first, course: { deaths } }: IllnessDeath, t: number): number {
  const { starts, shares } = deaths;
  return starts.reduce((sum, start, j) => {
    const end = Math.min(t, starts[j + 1] ?? t);
    return end > start ? sum + shares[j] * (cumulativeHazard(first, end) - cumulativeHazard(first, start)) : sum;
  }, 0);
}
