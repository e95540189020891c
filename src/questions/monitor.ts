/**
 * A running group-sequential trial: where its looks stand against their bounds at the information observed, what the
 * chances are from here, and what its result would be were it to stop.
 */
import { expectedTimeOfEvents } from '../closed/expectedAnalysisTime.ts';
import { logRankDrift } from '../closed/logRankDrift.ts';
import { withLooksResolved } from '../closed/plannedLooks.ts';
import { logHazardRatioSe, twoSidedP } from '../closed/publication.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import type { Estimate } from '../scenario/scenario.ts';
import { type DriftPrior, driftPosterior, observedDrift } from '../sequential/conditional.ts';
import type { Boundaries } from '../sequential/crossing.ts';
import { hazardRatioOfZ } from '../sequential/futility.ts';
import {
  conditionalPowerAt,
  type ReestimationPlan,
  reestimatedEvents,
  type Zone,
  zoneOf,
} from '../sequential/reestimation.ts';
import { biasAdjustedEstimate, stagewiseInference } from '../sequential/stagewise.ts';
import { constantHazardRatio } from '../survival/hazardRatio.ts';
import { experimentalShare, type Trial } from '../trial/trial.ts';
import { type ClaimsAhead, claimsUnderDrift, conditionalClaims, predictiveClaims } from './claimsAhead.ts';
import {
  type BoundedLook,
  boundariesOfLooks,
  type Decision,
  type HeldLook,
  holdLooks,
  looksAhead,
  type MonitoredPlan,
  reestimatingLook,
  type Seen,
  zBehindWeighted,
} from './monitoredLooks.ts';
import type { ObservedData } from './observedPatients.ts';
import { type SequentialDesign, sequentialDesign } from './sequentialDesign.ts';

export type { Decision, Seen } from './monitoredLooks.ts';
export type { ObservedData, ObservedPatient } from './observedPatients.ts';

export interface Observations {
  /** The looks so far, in order, with more events each; the last is the current one. */
  readonly seen: readonly Seen[];
  /** Which planned looks they were, counted from 1, ascending; the number of all planned looks for the final analysis. */
  readonly looks: readonly number[];
  /** A normal prior of the log hazard ratio. */
  readonly prior: { readonly hazardRatio: number; readonly standardDeviation: number } | null;
  /** The hazard ratio of a published study; a prior where it has an interval. */
  readonly published: Estimate | null;
}

/** A look with its bounds; null stands for no such bound. */
export interface LookBoundsRow {
  /** Of the plan, counted from 1. */
  readonly look: number;
  readonly final: boolean;
  readonly events: number;
  /** Events over those planned for the final analysis. */
  readonly informationFraction: number;
  readonly efficacyZ: number | null;
  /** Nominal p at the bound, with the test's number of sides. */
  readonly efficacyP: number | null;
  /** The observed hazard ratio that is the bound. */
  readonly efficacyHazardRatio: number | null;
  /** Cumulative, over all sides, this look included. */
  readonly alphaSpent: number;
  readonly futilityZ: number | null;
  readonly futilityHazardRatio: number | null;
  /** Cumulative; null for a rule that spends no beta. */
  readonly betaSpent: number | null;
}

export interface LookSeen extends LookBoundsRow {
  readonly plannedEvents: number;
  readonly plannedInformationFraction: number;
  readonly z: number;
  readonly hazardRatio: number;
  /** `z`: exp(−z / √information); Cox's where patients were given. */
  readonly hazardRatioFrom: HeldLook['hazardRatioFrom'];
  /** Nominal, with the test's number of sides. */
  readonly p: number;
  /** The weighted statistic that was held against the bound after a re-estimation; null where that was z. */
  readonly weightedZ: number | null;
  readonly decision: Decision;
}

export interface Chance extends ClaimsAhead {
  readonly under:
    | 'planned effect'
    | 'planned effect as it sets in'
    | 'observed effect'
    | 'no effect'
    | 'flat prior'
    | 'prior given'
    | 'published study';
  /** The effect is taken for true, or averaged over what prior and data leave of it. */
  readonly kind: 'conditional' | 'predictive';
  /** The effect to come as a hazard ratio; for a prior, its posterior median. */
  readonly hazardRatio: number;
}

export interface Reestimation {
  /** The look that re-estimates, counted from 1. */
  readonly look: number;
  readonly zone: Zone;
  readonly effect: 'observed' | 'planned';
  /** At the events planned, under the effect that the rule assumes; and the promising zone it is held against. */
  readonly conditionalPower: number;
  readonly lowerLimit: number;
  readonly target: number;
  readonly plannedEvents: number;
  readonly maxEvents: number;
  readonly events: number;
  readonly statistic: 'weighted' | 'unweighted';
  /** Conditional power of the final analysis at the events planned and at the re-estimated ones. */
  readonly chances: readonly {
    readonly under: 'planned effect' | 'observed effect' | 'no effect';
    readonly atPlanned: number;
    readonly atReestimated: number;
  }[];
}

/** The result were the trial to stop at the current look. Intervals are 95 %. */
export interface StoppedHere {
  readonly naive: {
    readonly hazardRatio: number;
    readonly low: number;
    readonly high: number;
    readonly pOneSided: number;
    readonly pTwoSided: number;
  };
  readonly stagewise: {
    readonly pOneSided: number;
    readonly pTwoSided: number;
    /** Median-unbiased, and its interval; null after a re-estimation, which the ordering does not know. */
    readonly hazardRatio: number | null;
    readonly low: number | null;
    readonly high: number | null;
  };
  readonly biasAdjusted: number | null;
}

export interface MonitorResult {
  readonly plannedLooks: number;
  /** Events at information fraction 1. */
  readonly informationEvents: number;
  readonly alpha: number;
  readonly sides: 1 | 2;
  readonly experimentalShare: number;
  /** Null for a plan that never stops for futility. */
  readonly futility: 'binding' | 'non-binding' | null;
  /** Which way the planned effect goes. */
  readonly planned: 'benefit' | 'harm';
  /** The looks so far; the last is the current one. */
  readonly looks: readonly LookSeen[];
  /** The first look before the current one at which the plan ended the trial. */
  readonly endedEarlier: { readonly look: number; readonly decision: Decision } | null;
  /** Looks still to come at the information planned, with the bounds they would then have. */
  readonly later: readonly LookBoundsRow[];
  /** Of the patients given for the current look. */
  readonly data: ObservedData | null;
  /** Empty when no look is still to come. */
  readonly chances: readonly Chance[];
  /** Where the trial has come to the look that may change its events. */
  readonly reestimation: Reestimation | null;
  readonly stoppedHere: StoppedHere;
  /** What the reader should know of the data against the plan. */
  readonly remarks: readonly string[];
}

const Z_95 = normalQuantile(0.975);
const FLAT: DriftPrior = { mean: 0, sd: Number.POSITIVE_INFINITY };

interface Monitored extends MonitoredPlan {
  readonly trial: Trial;
  readonly design: SequentialDesign;
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

function boundsRow({ solved, perEvent }: Monitored, { look, events, fraction, bounds }: BoundedLook): LookBoundsRow {
  const { efficacy, futility, alphaSpent, betaSpent } = bounds;
  const ratio = (z: number) => (Number.isFinite(z) ? hazardRatioOfZ(z, events * perEvent) : null);
  return {
    look: look + 1,
    final: look === solved.fractions.length - 1,
    events,
    informationFraction: fraction,
    efficacyZ: finite(efficacy),
    efficacyP: Number.isFinite(efficacy) ? solved.sides * normalCdf(-efficacy) : null,
    efficacyHazardRatio: ratio(efficacy),
    alphaSpent,
    futilityZ: finite(futility),
    futilityHazardRatio: ratio(futility),
    betaSpent: solved.plan.futility?.kind === 'spending' ? betaSpent : null,
  };
}

function lookSeen(monitored: Monitored, held: HeldLook, reestimating: HeldLook | null): LookSeen {
  const { solved, full, perEvent } = monitored;
  const { look, events, z, hazardRatio, hazardRatioFrom, statistic, bounds, decision } = held;
  const row = boundsRow(monitored, held);
  const weighs = row.final && reestimating !== null && solved.plan.reestimation?.statistic === 'weighted';
  const behind = weighs ? zBehindWeighted(monitored, reestimating, events, bounds.efficacy) : null;
  return {
    ...row,
    ...(behind === null ? {} : { efficacyHazardRatio: finite(hazardRatioOfZ(behind, events * perEvent)) }),
    plannedEvents: solved.fractions[look] * full,
    plannedInformationFraction: solved.fractions[look],
    z,
    hazardRatio,
    hazardRatioFrom,
    p: solved.sides === 1 ? normalCdf(-z) : twoSidedP(z),
    weightedZ: weighs ? statistic : null,
    decision,
  };
}

/** What the re-estimation makes of its look; null where nothing is left to change. */
function reestimationAt(monitored: Monitored, held: HeldLook): Reestimation | null {
  const { design, solved, full } = monitored;
  const ahead = looksAhead(monitored, held);
  if (design.reestimation === null || ahead.length === 0) return null;
  const { zone, statistic } = design.reestimation;
  const { events, z, bounds, look } = held;
  const plan: ReestimationPlan = {
    interimEvents: events,
    events: full,
    finalBound: ahead[ahead.length - 1].bounds.efficacy,
    efficacy: bounds.efficacy,
    futility: bounds.futility,
  };
  const changed = reestimatedEvents(plan, zone, z);
  const effects = [
    ['planned effect', { kind: 'planned', drift: solved.plannedDrift }],
    ['observed effect', { kind: 'observed' }],
    ['no effect', { kind: 'planned', drift: 0 }],
  ] as const;
  return {
    look: look + 1,
    zone: zoneOf(plan, zone, z),
    effect: zone.effect.kind,
    conditionalPower: conditionalPowerAt(plan, zone.effect, z),
    lowerLimit: zone.lowerLimit,
    target: zone.target,
    plannedEvents: full,
    maxEvents: zone.maxEvents,
    events: changed,
    statistic,
    chances: effects.map(([under, effect]) => ({
      under,
      atPlanned: conditionalPowerAt(plan, effect, z),
      atReestimated: conditionalPowerAt(plan, effect, z, changed, statistic),
    })),
  };
}

/** Expected gains of the score from now to the later looks under the planned effect, at the pace it sets in; null where events have outrun it. */
function plannedGains(
  { trial, design, full }: Monitored,
  now: HeldLook,
  ahead: readonly BoundedLook[],
): number[] | null {
  const time = expectedTimeOfEvents(trial, now.events);
  if (!Number.isFinite(time)) return null;
  const score = logRankDrift(trial, time).z * Math.sqrt(now.events / full);
  return ahead.map(({ look, fraction }) => design.planned.looks[look].expectedZ * Math.sqrt(fraction) - score);
}

function chancesFrom(
  monitored: Monitored,
  now: HeldLook,
  ahead: readonly BoundedLook[],
  { prior, published }: Observations,
): Chance[] {
  const { trial, solved } = monitored;
  if (ahead.length === 0) return [];
  const later: Boundaries = boundariesOfLooks(solved.sides, ahead);
  const interim = { z: now.z, fraction: now.fraction };
  const root = Math.sqrt(solved.information);
  const ratioOf = (drift: number) => Math.exp(-drift / root);
  const conditional = (under: Chance['under'], drift: number): Chance => ({
    under,
    kind: 'conditional',
    hazardRatio: ratioOf(drift),
    ...claimsUnderDrift(interim, later, drift),
  });
  const predictive = (under: Chance['under'], on: DriftPrior): Chance => ({
    under,
    kind: 'predictive',
    hazardRatio: ratioOf(driftPosterior(on, interim).mean),
    ...predictiveClaims(interim, later, on),
  });
  const priorOf = (hazardRatio: number, sd: number): DriftPrior => ({
    mean: -Math.log(hazardRatio) * root,
    sd: sd * root,
  });

  const chances = [conditional('planned effect', solved.plannedDrift)];
  if (constantHazardRatio(trial.experimental.law, trial.control.law) === null) {
    const gains = plannedGains(monitored, now, ahead);
    if (gains !== null) {
      const rate = gains[gains.length - 1] / (ahead[ahead.length - 1].fraction - now.fraction);
      chances.push({
        under: 'planned effect as it sets in',
        kind: 'conditional',
        hazardRatio: ratioOf(rate),
        ...conditionalClaims(interim, later, gains),
      });
    }
  }
  chances.push(
    conditional('observed effect', observedDrift(interim)),
    conditional('no effect', 0),
    predictive('flat prior', FLAT),
  );
  if (prior !== null) chances.push(predictive('prior given', priorOf(prior.hazardRatio, prior.standardDeviation)));
  if (published?.low != null && published.high !== null && published.high > published.low) {
    const sd = logHazardRatioSe({ lower: published.low, upper: published.high });
    chances.push(predictive('published study', priorOf(published.value, sd)));
  }
  return chances;
}

function stopHere(
  { solved, perEvent }: Monitored,
  held: readonly HeldLook[],
  ahead: readonly BoundedLook[],
  reestimating: HeldLook | null,
): StoppedHere {
  const { plan, sides, information, fractions } = solved;
  const now = held[held.length - 1];
  const { events, z, data, hazardRatio } = now;
  const standardError = 1 / Math.sqrt(events * perEvent);
  const cox = data?.hazardRatio ?? null;
  const wald = (side: 1 | -1) => Math.exp(Math.log(hazardRatio) + side * Z_95 * standardError);

  const taken = held.map(({ boundsFraction: fraction, bounds }) => ({ fraction, bounds }));
  const stop = { look: held.length, z: now.statistic };
  // Only binding futility stops may count in the ordering: others need not have been acted on.
  const options = { respectFutility: plan.binding && plan.futility !== null };
  const found = stagewiseInference(boundariesOfLooks(sides, taken), stop, options);
  const root = Math.sqrt(information);
  const known = reestimating === null || now.look < fractions.length - 1;
  const ratioOf = (drift: number) => (known ? Math.exp(-drift / root) : null);
  return {
    naive: {
      hazardRatio,
      low: cox?.low ?? wald(-1),
      high: cox?.high ?? wald(1),
      pOneSided: normalCdf(-z),
      pTwoSided: twoSidedP(z),
    },
    stagewise: {
      pOneSided: found.pOneSided,
      pTwoSided: found.pTwoSided,
      hazardRatio: ratioOf(found.medianUnbiased),
      low: ratioOf(found.upper),
      high: ratioOf(found.lower),
    },
    biasAdjusted: known
      ? ratioOf(biasAdjustedEstimate(boundariesOfLooks(sides, [...taken, ...ahead]), stop, options))
      : null,
  };
}

/** Information fractions this far from the plan are worth a remark. */
const FAR = 0.1;
/** Standard deviations of an arm's share, were patients allocated by chance, that no plan would leave. */
const ODD = 3;
const percent = (p: number) => `${(100 * p).toFixed(1)} %`;

function remarksOn(
  { trial, solved, full }: Monitored,
  held: readonly HeldLook[],
  reestimation: Reestimation | null,
): string[] {
  const remarks: string[] = [];
  const last = solved.fractions.length - 1;
  const now = held[held.length - 1];
  for (const { look, fraction, events } of held) {
    const planned = solved.fractions[look];
    if (Math.abs(fraction - planned) <= FAR || (look === last && reestimation !== null)) continue;
    const name = look === last ? 'The final analysis' : `Look ${look + 1}`;
    const nearest = solved.fractions.reduce(
      (best, t, k) => (Math.abs(t - fraction) < Math.abs(solved.fractions[best] - fraction) ? k : best),
      look,
    );
    const taken = nearest === look || held.some((other) => other.look === nearest);
    const hint = taken ? '' : ` It is nearer to look ${nearest + 1}: --looks says which looks took place.`;
    remarks.push(
      `${name} was planned at ${Math.round(planned * full)} events (${percent(planned)} of the information) and took place at ${events} (${percent(fraction)}); ${solved.plan.information === 'planned' ? 'the plan keeps its bounds all the same' : 'its bounds are those of the information it had'}.${hint}`,
    );
  }
  if (now.look < last && now.fraction >= 1)
    remarks.push(
      `The ${now.events} events are all the information planned (${Math.round(full)}), so nothing is left to spend later; if this is the final analysis, --final says so.`,
    );
  if (now.bounds.alphaSpent > solved.alpha * 1.0005)
    remarks.push(
      `The plan keeps its bounds whatever the information: at these looks they spend alpha ${now.bounds.alphaSpent.toPrecision(3)} instead of ${solved.alpha}.`,
    );
  const { data } = now;
  if (data !== null) {
    const { patientsControl, patientsExperimental, variance, hazardRatio } = data;
    const patients = patientsControl + patientsExperimental;
    const share = experimentalShare(trial);
    const found = patientsExperimental / patients;
    if (Math.abs(found - share) > ODD * Math.sqrt((share * (1 - share)) / patients))
      remarks.push(
        `${percent(found)} of the ${patients} patients are in the experimental arm, planned are ${percent(share)}: check the arms of the file. Information counts the planned shares.`,
      );
    if (patients > trial.patients)
      remarks.push(`The file has ${patients} patients, more than the ${trial.patients} planned.`);
    if (!(variance > 0))
      remarks.push('No event came while both arms were at risk: the log-rank z is 0 for want of data.');
    else if (hazardRatio === null)
      remarks.push('Cox’s hazard ratio has no finite estimate; the one shown is exp(−z / √(events p₀p₁)).');
  }
  if (now.look === last && reestimation !== null && Math.ceil(reestimation.events) !== now.events)
    remarks.push(
      `After look ${reestimation.look} the final analysis was to have ${Math.ceil(reestimation.events)} events; it has ${now.events}.`,
    );
  return remarks;
}

/** The trial has a sequential plan. */
export function askMonitor(planned: Trial, observations: Observations): MonitorResult {
  const trial = withLooksResolved(planned);
  const design = sequentialDesign(trial);
  if (design === null) throw new RangeError('askMonitor: the trial has no sequential plan');
  const share = experimentalShare(trial);
  const { solved, informationEvents: full } = design.spec;
  const monitored: Monitored = { trial, design, solved, full, perEvent: share * (1 - share) };
  const held = holdLooks(
    monitored,
    observations.seen,
    observations.looks.map((look) => look - 1),
  );
  const now = held[held.length - 1];
  const ahead = looksAhead(monitored, now);
  const reestimating = reestimatingLook(monitored, held);
  const reestimation = reestimating && reestimationAt(monitored, reestimating);
  const ended = held.slice(0, -1).find(({ decision }) => decision !== 'continue');
  return {
    plannedLooks: solved.fractions.length,
    informationEvents: full,
    alpha: solved.alpha,
    sides: solved.sides,
    experimentalShare: share,
    futility: solved.plan.futility === null ? null : solved.plan.binding ? 'binding' : 'non-binding',
    planned: solved.plannedDrift < 0 ? 'harm' : 'benefit',
    looks: held.map((look) => lookSeen(monitored, look, reestimating)),
    endedEarlier: ended ? { look: ended.look + 1, decision: ended.decision } : null,
    later: ahead.map((look) => boundsRow(monitored, look)),
    data: now.data,
    chances: chancesFrom(monitored, now, ahead, observations),
    reestimation,
    stoppedHere: stopHere(monitored, held, ahead, reestimating),
    remarks: remarksOn(monitored, held, reestimation),
  };
}
