/**
 * Survival where patients of the control switch to another treatment after progression, by treatment policy, censored at the
 * switch, and corrected by the rank-preserving structural failure time model, beside the same trials in which nobody switches:
 * same random numbers, so that differences are within pairs. Analyses are at the final look, whatever stops before.
 */
import type { Design } from '../design/planDesign.ts';
import { expectationOf } from '../expectation/expectation.ts';
import { criticalValue } from '../formulas/criticalValue.ts';
import type { Patients } from '../kernel/draw/patients.ts';
import { type StreamKey, streamKey } from '../kernel/draw/stream.ts';
import { findCut } from '../kernel/look/cut.ts';
import { type KernelPlan, planKernel } from '../kernel/plan/kernelPlan.ts';
import { NEVER } from '../kernel/plan/ticks.ts';
import { createReference } from '../kernel/reference.ts';
import { Interrupted } from '../run/executor.ts';
import {
  createSwitchingPatients,
  StructuralFailureTime,
  type SwitchingPatients,
} from '../statistics/structuralFailureTime.ts';
import { type MeanEstimate, meanEstimate, type Proportion, proportion } from '../tally/estimates.ts';
import { addValue, emptyMoments, type Moments } from '../tally/moments.ts';
import { emptyTally } from '../tally/tally.ts';
import { type Trial, withArms } from '../trial/trial.ts';
import type { Asking } from './asking.ts';

/** How survival is analysed; `none` is the trial in which nobody switches. */
const SWITCHING_METHODS = ['none', 'policy', 'censored', 'corrected'] as const;
export type SwitchingMethod = (typeof SWITCHING_METHODS)[number];

export interface MethodResult {
  readonly method: SwitchingMethod;
  /** Mean log hazard ratio (Cox). */
  readonly logHazardRatio: MeanEstimate;
  /** Minus that of the same trial in which nobody switches; null for that trial. */
  readonly bias: MeanEstimate | null;
  readonly notEstimable: Proportion;
  /** The log-rank's rejections at the trial's level, for benefit. The correction keeps those of the policy. */
  readonly power: Proportion;
}

export interface SwitchingResult {
  readonly control: string;
  readonly experimental: string;
  readonly replicates: number;
  /** Share of the control's patients who had switched by the final look. */
  readonly switched: MeanEstimate;
  readonly deaths: MeanEstimate;
  readonly methods: readonly MethodResult[];
  /** Power by treatment policy minus that if nobody switched. */
  readonly powerLost: MeanEstimate;
}

/** The most replicates, and how many go by between two chances to stop. */
const MOST_REPLICATES = 2000;
const BETWEEN_TURNS = 25;

/** The trial in which nobody switches. */
export function withoutSwitching(trial: Trial): Trial {
  return withArms(trial, (arm) =>
    // A share of none leaves patients the random numbers that they have where some switch.
    arm.course?.switching
      ? { ...arm, course: { ...arm.course, switching: { ...arm.course.switching, share: 0 } } }
      : arm,
  );
}

/** One replicate after another of a trial, at its final look. */
class FinalLooks {
  readonly policy: SwitchingPatients;
  readonly censored: SwitchingPatients;
  readonly plan: KernelPlan;
  /** Patients of the control that have entered, and those of them that have switched. */
  controls = 0;
  switched = 0;
  deaths = 0;
  private readonly drawn: (key: StreamKey, replicate: number) => Patients;
  private readonly scratch: Int32Array;
  private readonly open: readonly boolean[];

  constructor(trial: Trial) {
    this.plan = planKernel(trial, undefined, [trial.test], expectationOf(trial));
    this.drawn = createReference(this.plan).draw;
    this.policy = createSwitchingPatients(trial.patients);
    this.censored = createSwitchingPatients(trial.patients);
    this.scratch = new Int32Array(trial.patients);
    this.open = this.plan.sizes.map(() => true);
  }

  draw(key: StreamKey, replicate: number): void {
    const { plan, policy, censored } = this;
    const patients = this.drawn(key, replicate);
    let cut = 0;
    for (const look of plan.looks)
      cut = Math.min(plan.horizonTicks, findCut(look.cut, patients, this.open, this.scratch, cut));
    const { entry, arm, survivalExit, switched } = patients;
    policy.n = censored.n = this.controls = this.switched = this.deaths = 0;
    for (let i = 0; i < patients.n; i++) {
      const began = entry[i] >> 2;
      if (arm[i] > 1 || began > cut) continue;
      const left = survivalExit[i] >> 2;
      const limit = Math.min(plan.followUpTicks, cut - began);
      const time = Math.min(limit, left - began);
      const died = left <= cut && time === left - began && (survivalExit[i] & 2) === 0 ? 1 : 0;
      const from = switched[i] === NEVER ? NEVER : switched[i] - began;
      const switches = from < time;
      add(policy, arm[i], time, died, arm[i] === 1 ? time : Math.max(0, time - from), limit);
      add(censored, arm[i], switches ? from : time, switches ? 0 : died, 0, limit);
      this.deaths += died;
      if (arm[i] > 0) continue;
      this.controls++;
      if (switches) this.switched++;
    }
  }
}

function add(
  into: SwitchingPatients,
  group: number,
  time: number,
  event: number,
  treated: number,
  limit: number,
): void {
  const i = into.n++;
  into.group[i] = group;
  into.time[i] = time;
  into.event[i] = event;
  into.treated[i] = treated;
  into.limit[i] = limit;
}

/** What is kept of a method. */
const kept = () => ({ ratio: emptyMoments(), bias: emptyMoments(), benefit: 0 });

/** Null where nobody of the control switches. @throws Interrupted */
export async function askSwitching(asking: Asking, { trial }: Design): Promise<SwitchingResult | null> {
  const [control, experimental] = trial.arms;
  if (!control.course?.switching) return null;
  const { precision } = asking;
  const replicates = Math.min(MOST_REPLICATES, 'replicates' in precision ? precision.replicates : MOST_REPLICATES);
  const key = streamKey(asking.seed, 'switching');
  const critical = criticalValue(trial.test);
  const happens = new FinalLooks(trial);
  const without = new FinalLooks(withoutSwitching(trial));
  const model = new StructuralFailureTime(trial.patients);
  const found = { none: kept(), policy: kept(), censored: kept(), corrected: kept() };
  const lost: Moments = emptyMoments();
  const switched = emptyMoments();
  const deaths = emptyMoments();
  const corrected = { psi: 0, logHazardRatio: 0 };

  const analyse = (method: SwitchingMethod, patients: SwitchingPatients, compared: number): number => {
    const ratio = model.asObserved(patients).logHazardRatio;
    addValue(found[method].ratio, ratio);
    addValue(found[method].bias, ratio - compared);
    return ratio;
  };
  const claims = (method: SwitchingMethod, patients: SwitchingPatients): number => {
    const claim = model.z(patients, 0) >= critical ? 1 : 0;
    found[method].benefit += claim;
    return claim;
  };

  asking.progress.begin('switching', replicates);
  for (let replicate = 0; replicate < replicates; replicate++) {
    happens.draw(key, replicate);
    without.draw(key, replicate);
    addValue(switched, happens.switched / happens.controls);
    addValue(deaths, happens.deaths);
    const truth = analyse('none', without.policy, 0);
    analyse('policy', happens.policy, truth);
    analyse('censored', happens.censored, truth);
    model.estimate(happens.policy, corrected);
    addValue(found.corrected.ratio, corrected.logHazardRatio);
    addValue(found.corrected.bias, corrected.logHazardRatio - truth);
    const policy = claims('policy', happens.policy);
    addValue(lost, policy - claims('none', without.policy));
    found.corrected.benefit += policy;
    claims('censored', happens.censored);
    if ((replicate + 1) % BETWEEN_TURNS > 0 && replicate + 1 < replicates) continue;
    asking.progress.advance((replicate % BETWEEN_TURNS) + 1);
    await new Promise((turn) => setTimeout(turn));
    if (asking.signal?.aborted) throw interrupted(happens.plan, replicates);
  }
  asking.account.replicates += replicates;
  return {
    control: control.name,
    experimental: experimental.name,
    replicates,
    switched: meanEstimate(switched),
    deaths: meanEstimate(deaths),
    methods: SWITCHING_METHODS.map((method) => {
      const { ratio, bias, benefit } = found[method];
      return {
        method,
        logHazardRatio: meanEstimate(ratio),
        bias: method === 'none' ? null : meanEstimate(bias),
        notEstimable: proportion(replicates - ratio.count, replicates),
        power: proportion(benefit, replicates),
      };
    }),
    powerLost: meanEstimate(lost),
  };
}

/** Nothing of switching is kept of an interrupted pass. */
function interrupted(plan: KernelPlan, replicates: number): Interrupted {
  const spec = { details: false, criticalValue: 0, trueLogHazardRatio: null, published: null };
  return new Interrupted(emptyTally({ plan, wants: { hazardRatio: false, medians: false }, spec }), replicates);
}
