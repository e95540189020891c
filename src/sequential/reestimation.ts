/**
 * Re-estimation of the number of events at an interim look: the promising zone.
 * Mehta & Pocock, Stat. Med. 30 (2011) 3267–3284; Gao, Ware & Mehta, J. Biopharm. Stat. 18 (2008) 1184–1196;
 * Chen, DeMets & Lan, Stat. Med. 23 (2004) 1023–1038; weighted statistic: Cui, Hung & Wang, Biometrics 55 (1999) 853–857.
 *
 * With d₁ of d planned events seen and z₁ there, the final test at d events rejects when the z of the events after the
 * interim reaches b = (c√d − z₁√d₁)/√(d − d₁). The weighted statistic holds on to b whatever number of events d*
 * comes; the unweighted one, z at d* against c, has b* = (c√d* − z₁√d₁)/√(d* − d₁), and is valid without weights while
 * b* ≥ b. θ is the effect per √event: the drift at d planned events is θ√d.
 */
import { square } from '../elementary/square.ts';
import { normalCdf, normalDensity, normalQuantile } from '../maths/normal.ts';
import { integrate } from '../maths/quadrature.ts';
import { findRoot } from '../maths/roots.ts';

/** A plan with one interim look at which the number of events may be changed. */
export interface ReestimationPlan {
  readonly interimEvents: number;
  /** Events planned for the final look, more than at the interim. */
  readonly events: number;
  /** z needed at the final look. */
  readonly finalBound: number;
  /** z at which the interim stops for efficacy; ∞, the default, for no such stop. */
  readonly efficacy?: number;
  /** z at or below which the interim stops for futility. For type I errors a non-binding one should be left out. */
  readonly futility?: number;
}

/**
 * The effect with which conditional power is computed: the interim's own, or a drift at the planned number of events.
 */
export type AssumedEffect = { readonly kind: 'observed' } | { readonly kind: 'planned'; readonly drift: number };

export interface PromisingZone {
  readonly effect: AssumedEffect;
  /** Conditional power below which the plan is kept. */
  readonly lowerLimit: number;
  /** Conditional power to reach; from here on the plan is kept. */
  readonly target: number;
  /** Cap on the events: whole, finite, at least the plan's. */
  readonly maxEvents: number;
}

export type FinalStatistic = 'weighted' | 'unweighted';

export type Zone = 'futility' | 'unfavourable' | 'promising' | 'favourable' | 'efficacy';

/** What the plan with its re-estimation does under a drift. */
export interface AdaptiveOutcome {
  /** Probability of claiming efficacy, at the interim or the end. */
  readonly rejection: number;
  readonly expectedEvents: number;
}

/** z that the events after the interim must reach at `events` in all, in the unweighted final test. */
function neededAfterwards({ interimEvents, finalBound }: ReestimationPlan, z: number, events: number): number {
  return (finalBound * Math.sqrt(events) - z * Math.sqrt(interimEvents)) / Math.sqrt(events - interimEvents);
}

function effectPerRootEvent(plan: ReestimationPlan, effect: AssumedEffect, z: number): number {
  return effect.kind === 'observed' ? z / Math.sqrt(plan.interimEvents) : effect.drift / Math.sqrt(plan.events);
}

function rejectionGiven(
  plan: ReestimationPlan,
  z: number,
  events: number,
  theta: number,
  statistic: FinalStatistic,
): number {
  const needed = neededAfterwards(plan, z, statistic === 'weighted' ? plan.events : events);
  return normalCdf(theta * Math.sqrt(events - plan.interimEvents) - needed);
}

/** Conditional power from interim z of a final test at `events` (by default the planned number). */
export function conditionalPowerAt(
  plan: ReestimationPlan,
  effect: AssumedEffect,
  z: number,
  events = plan.events,
  statistic: FinalStatistic = 'weighted',
): number {
  return rejectionGiven(plan, z, events, effectPerRootEvent(plan, effect, z), statistic);
}

/** Probability of rejecting from interim z when there is no effect. */
export function conditionalTypeOneError(
  plan: ReestimationPlan,
  z: number,
  events = plan.events,
  statistic: FinalStatistic = 'weighted',
): number {
  return rejectionGiven(plan, z, events, 0, statistic);
}

/**
 * The interim z from which `events` in all reach conditional power `power` against the plan's b:
 * θ√(events − d₁) = b + Φ⁻¹(power), which is linear in z₁.
 */
function zReaching(plan: ReestimationPlan, effect: AssumedEffect, power: number, events: number): number {
  const { interimEvents, finalBound } = plan;
  const rest = plan.events - interimEvents;
  const needed = finalBound * Math.sqrt(plan.events / rest) + normalQuantile(power);
  const credit = Math.sqrt(interimEvents / rest);
  const further = Math.sqrt(events - interimEvents);
  if (effect.kind === 'observed') return needed / (credit + further / Math.sqrt(interimEvents));
  return (needed - effectPerRootEvent(plan, effect, 0) * further) / credit;
}

/** The interim z at which conditional power at the planned events is `power`: the edge of a zone. */
export function zAtConditionalPower(plan: ReestimationPlan, effect: AssumedEffect, power: number): number {
  return zReaching(plan, effect, power, plan.events);
}

/** Which zone an interim z is in; a stop at the interim comes first. */
export function zoneOf(plan: ReestimationPlan, zone: PromisingZone, z: number): Zone {
  if (z >= (plan.efficacy ?? Number.POSITIVE_INFINITY)) return 'efficacy';
  if (z <= (plan.futility ?? Number.NEGATIVE_INFINITY)) return 'futility';
  const power = conditionalPowerAt(plan, zone.effect, z);
  if (power >= zone.target) return 'favourable';
  return power < zone.lowerLimit ? 'unfavourable' : 'promising';
}

/** Events, not rounded, that bring conditional power to the target, between the plan's and the cap (M&P eq. 4). */
function eventsForTarget(plan: ReestimationPlan, zone: PromisingZone, z: number): number {
  const theta = effectPerRootEvent(plan, zone.effect, z);
  const needed = neededAfterwards(plan, z, plan.events) + normalQuantile(zone.target);
  if (needed <= theta * Math.sqrt(plan.events - plan.interimEvents)) return plan.events;
  const events = theta > 0 ? plan.interimEvents + square(needed / theta) : Number.POSITIVE_INFINITY;
  return Math.min(zone.maxEvents, events);
}

/**
 * An event count is rounded up only above this excess, which keeps floating-point noise from asking for one more event.
 */
const WHOLE = 1e-9;

/** The final number of events, whole, after interim z: the plan's outside the promising zone and at interim stops. */
export function reestimatedEvents(plan: ReestimationPlan, zone: PromisingZone, z: number): number {
  if (zoneOf(plan, zone, z) !== 'promising') return plan.events;
  const events = Math.ceil(eventsForTarget(plan, zone, z) - WHOLE);
  return Math.max(plan.events, Math.min(zone.maxEvents, events));
}

/** A look's log-rank z and the events it rests on. */
export interface StageZ {
  readonly z: number;
  readonly events: number;
}

/** z at the interim combined with z of the events after it, the first weighted by `share` of the information. */
export function weightedZ(share: number, interim: StageZ, final: StageZ): number {
  const increment =
    (final.z * Math.sqrt(final.events) - interim.z * Math.sqrt(interim.events)) /
    Math.sqrt(final.events - interim.events);
  return Math.sqrt(share) * interim.z + Math.sqrt(1 - share) * increment;
}

/**
 * The Cui–Hung–Wang statistic: z at the interim and z of the events after it, weighted by the planned shares of events.
 * With the planned number of events it is the ordinary z.
 */
export function weightedStatistic(plan: ReestimationPlan, z: number, finalZ: number, finalEvents: number): number {
  const { interimEvents, events } = plan;
  return weightedZ(interimEvents / events, { z, events: interimEvents }, { z: finalZ, events: finalEvents });
}

const SCAN = 4000;

/**
 * The smallest lower limit of the promising zone from which the unweighted statistic needs no correction: at every
 * conditional power from there to the target the re-estimated events (not rounded) do not raise the conditional type I
 * error (Mehta & Pocock's CP_min; ½ is always enough under the observed trend, Chen, DeMets & Lan).
 * 0 when no interim z raises it.
 */
export function smallestValidLimit(plan: ReestimationPlan, zone: Omit<PromisingZone, 'lowerLimit'>): number {
  const whole = { ...zone, lowerLimit: 0 };
  const powerAt = (z: number) => conditionalPowerAt(plan, zone.effect, z);
  // b − b*: above 0 where the type I error rises.
  const excess = (z: number) =>
    neededAfterwards(plan, z, plan.events) - neededAfterwards(plan, z, eventsForTarget(plan, whole, z));
  const top = zAtConditionalPower(plan, zone.effect, zone.target);
  const span = top - zAtConditionalPower(plan, zone.effect, 1e-6);
  for (let i = 1; i <= SCAN; i++) {
    const z = top - (span * i) / SCAN;
    if (excess(z) > 1e-12) return powerAt(i === 1 ? z : findRoot(excess, z, z + span / SCAN));
  }
  return 0;
}

/** Standard deviations of the interim z on either side of its mean. */
const RANGE = 9;

/** Interim z between the stops at which the re-estimated events change, and more to keep pieces no wider than 1. */
function eventSteps(plan: ReestimationPlan, zone: PromisingZone, low: number, high: number): number[] {
  const edges = [zone.lowerLimit, zone.target].map((power) => zAtConditionalPower(plan, zone.effect, power));
  const steps: number[] = [];
  for (let m = Math.floor(plan.events) + 1; m <= zone.maxEvents; m++)
    steps.push(zReaching(plan, zone.effect, zone.target, m));
  const units = Array.from({ length: Math.max(0, Math.ceil(high - low)) }, (_, i) => low + i);
  const inside = [...edges, ...steps, ...units].filter((z) => z > low && z < high);
  return [low, ...inside, high].sort((a, b) => a - b);
}

/** The interim z with which the trial goes on, and what follows from them. */
export interface FromInterim {
  /** Density of the interim z. */
  readonly density: (z: number) => number;
  /** The limits of the z that go on, between the interim's stops. */
  readonly low: number;
  readonly high: number;
  /** Expected growth of z√events from the interim to a final analysis at this many events. */
  readonly gain: (events: number) => number;
}

/** Chances of a claim at the final analysis, for benefit and the other way (at −finalBound), and E(final events; it takes place). */
export interface FinalOutcome {
  readonly benefit: number;
  readonly harm: number;
  readonly events: number;
}

/** The final analysis after the re-estimation, by integration over the interim z. */
export function finalOutcome(
  plan: ReestimationPlan,
  zone: PromisingZone,
  statistic: FinalStatistic,
  { density, low, high, gain }: FromInterim,
): FinalOutcome {
  if (!(high > low)) return { benefit: 0, harm: 0, events: 0 };
  const opposite = { ...plan, finalBound: -plan.finalBound };
  const total = { benefit: 0, harm: 0, events: 0 };
  const cuts = eventSteps(plan, zone, low, high);
  for (let i = 1; i < cuts.length; i++) {
    const [from, to] = [cuts[i - 1], cuts[i]];
    const events = reestimatedEvents(plan, zone, (from + to) / 2);
    const held = statistic === 'weighted' ? plan.events : events;
    const expected = gain(events) / Math.sqrt(events - plan.interimEvents);
    const benefit = (z: number) => normalCdf(expected - neededAfterwards(plan, z, held));
    const harm = (z: number) => normalCdf(neededAfterwards(opposite, z, held) - expected);
    total.benefit += integrate((z) => density(z) * benefit(z), from, to);
    total.harm += integrate((z) => density(z) * harm(z), from, to);
    total.events += events * integrate(density, from, to);
  }
  return total;
}

/**
 * The chance of claiming efficacy and the expected events of the whole procedure under `drift` (at the planned events),
 * by integration over the interim z. Under drift 0 the rejection is its one-sided type I error. `interimMean` is the
 * mean of the interim z where the effect is not constant; the events after it then share evenly what is left of the
 * drift.
 */
export function adaptiveOutcome(
  plan: ReestimationPlan,
  zone: PromisingZone,
  statistic: FinalStatistic,
  drift: number,
  interimMean?: number,
): AdaptiveOutcome {
  const { interimEvents, efficacy = Number.POSITIVE_INFINITY, futility = Number.NEGATIVE_INFINITY } = plan;
  const mean = interimMean ?? drift * Math.sqrt(interimEvents / plan.events);
  const theta = (drift * Math.sqrt(plan.events) - mean * Math.sqrt(interimEvents)) / (plan.events - interimEvents);
  const { benefit, events } = finalOutcome(plan, zone, statistic, {
    density: (z) => normalDensity(z - mean),
    low: Math.max(futility, mean - RANGE),
    high: Math.min(efficacy, mean + RANGE),
    gain: (final) => theta * (final - interimEvents),
  });
  const claimed = normalCdf(mean - efficacy);
  return {
    rejection: claimed + benefit,
    expectedEvents: interimEvents * (claimed + normalCdf(futility - mean)) + events,
  };
}

/** One-sided type I error of the whole procedure. */
export function adaptiveTypeOneError(plan: ReestimationPlan, zone: PromisingZone, statistic: FinalStatistic): number {
  return adaptiveOutcome(plan, zone, statistic, 0).rejection;
}

/** A step function of z: events[i] where z[i − 1] ≤ z < z[i]; there is one more of `events` than of `z`. */
export interface StepFunction {
  readonly z: readonly number[];
  readonly events: readonly number[];
}

/**
 * The final number of events as a step function of the interim z, without its stops. In at most `steps` steps: where
 * there are more counts than that between the plan and the cap, only every so many are used, rounded up.
 */
export function reestimationSteps(plan: ReestimationPlan, zone: PromisingZone, steps = 1000): StepFunction {
  const { efficacy: _, futility: __, ...looks } = plan;
  const planned = Math.round(plan.events);
  const size = Math.max(1, Math.ceil((zone.maxEvents - planned) / (steps - 2)));
  const rounded = (events: number) => Math.min(zone.maxEvents, planned + Math.ceil((events - planned) / size) * size);
  const from = zAtConditionalPower(looks, zone.effect, zone.lowerLimit);
  const to = zAtConditionalPower(looks, zone.effect, zone.target);
  const inside: { z: number; events: number }[] = [];
  let events = rounded(reestimatedEvents(looks, zone, from + 1e-12 * Math.max(1, Math.abs(from))));
  const first = events;
  while (events > planned) {
    const lower = Math.max(planned, events - size);
    // Conditional power reaches the target with `lower` events from here on.
    inside.push({ z: lower === planned ? to : zReaching(looks, zone.effect, zone.target, lower), events: lower });
    events = lower;
  }
  const kept = inside.filter(({ z }) => z > from);
  return { z: [from, ...kept.map(({ z }) => z)], events: [planned, first, ...kept.map((step) => step.events)] };
}
