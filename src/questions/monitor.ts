/**
 * A running group-sequential trial: where its looks stand against their bounds at the information observed, what the
 * chances are from here, and what its result would be if it stopped.
 */

import { type Design, planDesign } from '../design/planDesign.ts';
import type { PlannedLooks } from '../design/plannedLooks.ts';
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { logRankDrift } from '../formulas/logRankDrift.ts';
import { logHazardRatioSe, twoSidedP } from '../formulas/publication.ts';
import { normalCdf, normalQuantile } from '../maths/normal.ts';
import { type DriftPrior, driftPosterior, observedDrift } from '../sequential/conditional.ts';
import type { Boundaries } from '../sequential/crossing.ts';
import { hazardRatioOfZ, zOfHazardRatio } from '../sequential/hazardRatioScale.ts';
import type { SolvedPlan } from '../sequential/plan.ts';
import { conditionalPowerAt, type ReestimationPlan, reestimatedEvents, zoneOf } from '../sequential/reestimation.ts';
import { biasAdjustedEstimate, stagewiseInference } from '../sequential/stagewise.ts';
import type { Statistic } from '../statistics/definition.ts';
import { definitionOf } from '../statistics/registry.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import { experimentalShare, type Trial } from '../trial/trial.ts';
import { claimsUnderDrift, conditionalClaims, predictiveClaims } from './claimsAhead.ts';
import {
  type BoundedLook,
  boundariesOfLooks,
  type HeldLook,
  holdLooks,
  type LookToCome,
  looksAhead,
  type MonitoredPlan,
  reestimatingLook,
  zBehindWeighted,
} from './monitoredLooks.ts';
import type {
  Chance,
  LookBoundsRow,
  LookSeen,
  MonitoredReestimation,
  MonitorResult,
  Observations,
  StoppedHere,
} from './monitorResult.ts';
import { repeatedIntervals, repeatedLevel } from './repeatedIntervals.ts';

const Z_95 = normalQuantile(0.975);
const FLAT: DriftPrior = { mean: 0, sd: Number.POSITIVE_INFINITY };

interface Monitored extends MonitoredPlan {
  readonly trial: Trial;
  readonly expected: Design['expected'];
  readonly planned: PlannedLooks;
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

function boundsRow({ solved, perEvent }: Monitored, { look, events, fraction, bounds }: BoundedLook): LookBoundsRow {
  const { efficacy, futility, alphaSpent, betaSpent } = bounds;
  const ratio = (z: number) => (Number.isFinite(z) ? hazardRatioOfZ(z, events * perEvent, solved.scale) : null);
  return {
    look: look === null ? null : look + 1,
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

function lookSeen(
  monitored: Monitored,
  held: HeldLook,
  repeated: LookSeen['repeated'],
  reestimating: HeldLook | null,
): LookSeen {
  const { solved, full, perEvent } = monitored;
  const { look, events, z, hazardRatio, hazardRatioFrom, statistic, bounds, decision } = held;
  const row = boundsRow(monitored, held);
  const weighs = row.final && reestimating !== null && solved.plan.reestimation?.statistic === 'weighted';
  const behind = weighs ? zBehindWeighted(monitored, reestimating, events, bounds.efficacy) : null;
  return {
    ...row,
    ...(behind === null
      ? {}
      : { efficacyHazardRatio: finite(hazardRatioOfZ(behind, events * perEvent, solved.scale)) }),
    plannedEvents: look === null ? null : solved.fractions[look] * full,
    plannedInformationFraction: look === null ? null : solved.fractions[look],
    repeated,
    z,
    hazardRatio,
    hazardRatioFrom,
    p: solved.sides === 1 ? normalCdf(-z) : twoSidedP(z),
    weightedZ: weighs ? statistic : null,
    decision,
  };
}

/** The re-estimation at its look; null where nothing is left to change. */
function reestimationAt(monitored: Monitored, held: HeldLook): MonitoredReestimation | null {
  const { planned, solved, full } = monitored;
  const ahead = looksAhead(monitored, held);
  if (planned.reestimation === null || ahead.length === 0) return null;
  const { zone, statistic } = planned.reestimation;
  const { events, z, bounds, passed } = held;
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
    look: passed,
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

/**
 * Expected gains of the score from now to the later looks under the planned effect, at the pace at which it sets in;
 * null where events have outrun it.
 */
function plannedGains(
  { expected, planned, full }: Monitored,
  now: HeldLook,
  ahead: readonly LookToCome[],
): number[] | null {
  const time = expected.timeOfEvents(now.events);
  if (!Number.isFinite(time)) return null;
  const score = logRankDrift(expected, time).z * Math.sqrt(now.events / full);
  return ahead.map(({ look, fraction }) => planned.looks[look].expectedZ * Math.sqrt(fraction) - score);
}

function chancesFrom(
  monitored: Monitored,
  now: HeldLook,
  ahead: readonly LookToCome[],
  { prior, published }: Observations,
): Chance[] {
  const { trial, solved } = monitored;
  if (ahead.length === 0) return [];
  const later: Boundaries = boundariesOfLooks(solved.sides, ahead);
  const interim = { z: now.z, fraction: now.fraction };
  const root = Math.sqrt(solved.information);
  const ratioOf = (drift: number) => hazardRatioOfZ(drift, solved.information, solved.scale);
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
    mean: zOfHazardRatio(hazardRatio, solved.information, solved.scale),
    sd: sd * root,
  });

  const chances = [conditional('planned effect', solved.plannedDrift)];
  if (constantHazardRatio(trial.arms[1], trial.arms[0]) === null) {
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
  ahead: readonly LookToCome[],
  reestimating: HeldLook | null,
): StoppedHere {
  const { plan, sides, information, fractions, scale } = solved;
  const now = held[held.length - 1];
  const { events, z, data, hazardRatio } = now;
  const standardError = 1 / Math.sqrt(events * perEvent);
  const cox = data?.hazardRatio ?? null;
  const wald = (side: 1 | -1) => exp(log(hazardRatio) + side * Z_95 * standardError);

  const taken = held.map(({ boundsFraction: fraction, bounds }) => ({ fraction, bounds }));
  const stop = { look: held.length, z: now.statistic };
  // Only binding futility stops may count in the ordering, as others need not have been acted on.
  const options = { respectFutility: plan.binding && plan.futility !== null };
  const found = stagewiseInference(boundariesOfLooks(sides, taken), stop, options);
  const known = reestimating === null || now.look !== fractions.length - 1;
  const ratioOf = (drift: number) => (known ? hazardRatioOfZ(drift, information, scale) : null);
  const [lower, upper] = [ratioOf(found.lower), ratioOf(found.upper)];
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
      ...(scale?.benefit === 'above' ? { low: lower, high: upper } : { low: upper, high: lower }),
    },
    biasAdjusted: known
      ? ratioOf(biasAdjustedEstimate(boundariesOfLooks(sides, [...taken, ...ahead]), stop, options))
      : null,
  };
}

/** Information fractions this far from the plan are worth a remark. */
const FAR = 0.1;
/** No plan leaves an arm's share this many standard deviations, as of allocation by chance, from the planned one. */
const ODD = 3;
const percent = (p: number) => `${(100 * p).toFixed(1)} %`;

function remarksOn(
  { trial, solved, full }: Monitored,
  held: readonly HeldLook[],
  reestimation: MonitoredReestimation | null,
): string[] {
  const remarks: string[] = [];
  const last = solved.fractions.length - 1;
  const now = held[held.length - 1];
  for (const { look, fraction, events } of held) {
    if (look === null) continue;
    const planned = solved.fractions[look];
    if (Math.abs(fraction - planned) <= FAR || (look === last && reestimation !== null)) continue;
    const name = look === last ? 'The final analysis' : `Look ${look + 1}`;
    const nearest = solved.fractions.reduce(
      (best, t, k) => (Math.abs(t - fraction) < Math.abs(solved.fractions[best] - fraction) ? k : best),
      look as number,
    );
    const taken = nearest === look || held.some((other) => other.look === nearest);
    const hint = taken
      ? look === last && fraction < planned
        ? ` If the trial went on, the look was not planned: --looks ${[...held.slice(0, -1).map((other) => (other.look === null ? 'unplanned' : other.look + 1)), 'unplanned'].join(',')} says so.`
        : ''
      : ` It is nearer to look ${nearest + 1}: --looks says which looks took place.`;
    remarks.push(
      `${name} was planned at ${Math.round(planned * full)} events (${percent(planned)} of the information) and took place at ${events} (${percent(fraction)}); ${solved.plan.information === 'planned' ? 'the plan keeps its bounds all the same' : 'its bounds are those of the information it had'}.${hint}`,
    );
  }
  if (now.look !== last && now.fraction >= 1)
    remarks.push(
      `The ${now.events} events are all the information planned (${Math.round(full)}), so nothing is left to spend later; if this is the final analysis, --final says so.`,
    );
  if (now.bounds.alphaSpent > solved.alpha * 1.0005)
    remarks.push(
      `The plan keeps its bounds whatever the information: at these looks they spend alpha ${now.bounds.alphaSpent.toPrecision(3)} instead of ${solved.alpha}.`,
    );
  remarks.push(...unplannedRemarks(solved, held));
  if (now.events > trial.patients)
    remarks.push(
      `${now.events} events are more than the ${trial.patients} patients planned, of whom each has one event at most: check the count, unless more patients were enrolled. Information counts the events all the same.`,
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

/** The remarks on looks that were not planned. */
function unplannedRemarks(solved: SolvedPlan, held: readonly HeldLook[]): string[] {
  const extra = held.filter(({ look }) => look === null);
  if (extra.length === 0) return [];
  const counts = extra.map(({ events }) => events);
  const at = counts.length === 1 ? counts[0] : `${counts.slice(0, -1).join(', ')} and ${counts.at(-1)}`;
  const { efficacy } = solved.plan;
  const how =
    efficacy.kind === 'none'
      ? 'The plan tests efficacy at its end only, and so spends no alpha there.'
      : `${
          efficacy.kind === 'spending'
            ? 'Alpha is spent there by the plan’s function at the information observed'
            : 'From there on alpha is spent at the information observed as the planned bounds spend it, linearly between the planned looks'
        }; type I error is held as long as the time was not chosen because of the results.`;
  return [
    `The ${extra.length === 1 ? 'look' : 'looks'} at ${at} events ${extra.length === 1 ? 'was' : 'were'} not planned. ${how}`,
  ];
}

/** Whether a trial decided by the statistic can be monitored: its information is counted in events, each weighing 1. */
export function isMonitored(statistic: Statistic): boolean {
  return definitionOf(statistic).unweightedScore === true;
}

/** Precondition: the trial has a sequential plan. */
export function askMonitor(asked: Trial, observations: Observations): MonitorResult {
  const { trial, expected, looks: planned } = planDesign(asked);
  if (planned === null) throw new RangeError('askMonitor: the trial has no sequential plan');
  const share = experimentalShare(trial);
  const { solved, informationEvents: full } = planned;
  const monitored: Monitored = { trial, expected, planned, solved, full, perEvent: share * (1 - share) };
  const held = holdLooks(
    monitored,
    observations.seen,
    observations.looks.map((look) => (look === null ? null : look - 1)),
  );
  const now = held[held.length - 1];
  const ahead = looksAhead(monitored, now);
  const reestimating = reestimatingLook(monitored, held);
  const reestimation = reestimating && reestimationAt(monitored, reestimating);
  const repeated = repeatedIntervals(monitored, observations.seen, held);
  const ended = held.slice(0, -1).find(({ decision }) => decision !== 'continue');
  return {
    plannedLooks: solved.fractions.length,
    informationEvents: full,
    alpha: solved.alpha,
    sides: solved.sides,
    experimentalShare: share,
    futility: solved.plan.futility === null ? null : solved.plan.binding ? 'binding' : 'non-binding',
    planned: solved.plannedDrift < 0 ? 'harm' : 'benefit',
    looks: held.map((look, i) => lookSeen(monitored, look, repeated[i], reestimating)),
    repeatedLevel: repeatedLevel(solved),
    endedEarlier: ended
      ? { look: ended.look === null ? null : ended.look + 1, events: ended.events, decision: ended.decision }
      : null,
    later: ahead.map((look) => boundsRow(monitored, look)),
    data: now.data,
    chances: chancesFrom(monitored, now, ahead, observations),
    reestimation,
    stoppedHere: stopHere(monitored, held, ahead, reestimating),
    remarks: remarksOn(monitored, held, reestimation),
  };
}
