/** What overall survival costs beside progression-free survival: the real trials with a death after each progression. */
import type { Columns } from '../src/kernel/look/columns.ts';
import { exponential } from '../src/survival/clock.ts';
import type { DiseaseCourse } from '../src/survival/diseaseCourse.ts';
import { NO_EFFECT } from '../src/survival/law.ts';
import { makeArms } from '../src/trial/arm.ts';
import { timeToDeath, timeToProgressionOrDeath } from '../src/trial/endpoint.ts';
import type { HypothesisFamily } from '../src/trial/hypothesisFamily.ts';
import type { Trial } from '../src/trial/trial.ts';
import type { BenchCase, Ratio } from './benchCase.ts';
import { d2Case } from './d2Case.ts';
import { firstBound, type RealDesign, realDesigns, realTrialOf } from './realDesigns.ts';

/** A fifth of the first events are deaths, and half of the controls are dead at month 14. */
const COURSE: DiseaseCourse = {
  deaths: { starts: [0], shares: [0.2] },
  after: { kind: 'law', law: { clock: exponential(0.0931149), steps: NO_EFFECT } },
  switching: null,
};

interface EndpointDesign {
  readonly design: RealDesign;
  readonly name: string;
  /** Most nanoseconds a patient over those of the trial without overall survival. */
  readonly bar: number;
}

const DESIGNS: readonly EndpointDesign[] = [
  { design: realDesigns.plain, name: 'os-plain', bar: 2 },
  { design: realDesigns.scans, name: 'os-scans', bar: 2 },
  { design: realDesigns.arms, name: 'os-arms', bar: 2 },
];

/** The trial with a hypothesis about overall survival behind each about progression-free survival. */
function withSurvival(trial: Trial): Trial {
  const [control, first, ...further] = trial.arms.map((arm) => ({ ...arm, course: COURSE }));
  const own = trial.arms.slice(1).map(({ name }, k) => ({ name, endpoint: 0, arm: k + 1, subgroup: null }));
  const family: HypothesisFamily = {
    hypotheses: [...own, ...own.map((each) => ({ ...each, name: `${each.name}, death`, endpoint: 1 }))],
    procedure: { kind: 'holm' },
    dropping: null,
    success: 'any',
    stopsAt: 'nothingLeft',
  };
  return {
    ...trial,
    endpoints: [timeToProgressionOrDeath(), timeToDeath('overall survival')],
    arms: makeArms(control, first, ...further),
    family,
    ...(trial.scans ? { scans: { ...trial.scans, deaths: null } } : {}),
  };
}

/** Replicates in which any comparison of progression-free survival reaches its bound. */
function countRejections(design: RealDesign, [{ rows, statistics }]: readonly Columns[]): number {
  const bound = firstBound(design);
  const first = statistics.slice(0, design.hazardRatios.length);
  let count = 0;
  for (let row = 0; row < rows; row++) if (first.some(({ z }) => z[row] >= bound)) count++;
  return count;
}

export function endpointCases(seed: string): BenchCase[] {
  return DESIGNS.map(({ design, name }) =>
    // Under scans, progression that death comes before is known at the death.
    d2Case(
      name,
      `${design.name} with overall survival`,
      withSurvival(realTrialOf(design)),
      seed,
      design.scans === null ? design.known : null,
      (looks) => countRejections(design, looks),
    ),
  );
}

export const ENDPOINT_RATIOS: readonly Ratio[] = DESIGNS.map(({ design, name, bar }) => ({
  of: name,
  over: design.name,
  what: `overall survival beside ${design.what}`,
  bar,
}));
