/**
 * A running trial with several hypotheses: each beside its bound at the information observed for it, what the procedure lets
 * be tested now, what a rejection would hand on, and the watch over survival. Decisions are those of tally/familyDecisions.ts.
 */
import { hypothesesUnderWay, testOfHypothesis } from '../design/hypothesisPlans.ts';
import { type Design, planDesign } from '../design/planDesign.ts';
import { alphaOneSided } from '../formulas/criticalValue.ts';
import { type KernelPlan, planKernel } from '../kernel/plan/kernelPlan.ts';
import type { WatchedComparison } from '../kernel/plan/statisticsPlan.ts';
import { normalCdf } from '../maths/normal.ts';
import { boundOf, type ClosedTest } from '../multiplicity/closedTest.ts';
import type { ObservedFamily } from '../multiplicity/observedFamily.ts';
import { nextThreshold, noLooksTaken, posteriorOfHarm } from '../sequential/detriment.ts';
import { hazardRatioOfZ } from '../sequential/hazardRatioScale.ts';
import { COX_WALD, definitionOf } from '../statistics/registry.ts';
import { succeeds } from '../tally/familyDecisions.ts';
import { ObservedFamilyBounds } from '../tally/observedFamilyBounds.ts';
import { comparedDeaths, deathRatioTest } from '../trial/detrimentWatch.ts';
import { endpointOf, favoursSooner } from '../trial/endpoint.ts';
import { nameInColumns } from '../trial/endpointColumns.ts';
import type { HypothesisFamily } from '../trial/hypothesisFamily.ts';
import { scaleOf } from '../trial/hypothesisScale.ts';
import { isInside } from '../trial/population.ts';
import { testName } from '../trial/testName.ts';
import type { Trial } from '../trial/trial.ts';
import { plannedDeaths } from './detrimentResult.ts';
import { countsSeen, type PatientsOfLook, ratioSeen, statisticsSeen } from './familyObserved.ts';
import type {
  BoundAhead,
  DetrimentSeen,
  FamilyLook,
  FamilyMonitorResult,
  GateSeen,
  HypothesisSeen,
  HypothesisStanding,
} from './monitorFamilyResult.ts';

/** A running trial with all that its looks are computed by. */
export interface MonitoredFamily {
  readonly design: Design;
  readonly family: HypothesisFamily;
  readonly plan: KernelPlan;
  /** By hypothesis, the place of the statistic that estimates its log hazard ratio; null for a response. */
  readonly ratios: readonly (number | null)[];
  /** The place of the statistic that estimates the hazard ratio of death, where that is watched. */
  readonly deaths: number | null;
}

/** @throws RangeError for a trial with one hypothesis */
export function monitoredFamily(asked: Trial): MonitoredFamily {
  const design = planDesign(asked);
  const { trial } = design;
  const { family, detriment } = trial;
  if (family === undefined) throw new RangeError('monitoredFamily: the trial has one hypothesis');
  const apart = family.gate !== undefined && typeof family.gate.of !== 'number' ? 1 : 0;
  const watched: WatchedComparison[] = [];
  const watch = (comparison: WatchedComparison) => family.hypotheses.length + apart + watched.push(comparison) - 1;
  const ratios = family.hypotheses.map((hypothesis) => {
    if (endpointOf(trial, hypothesis).kind === 'response') return null;
    const { stratifiedBy } = testOfHypothesis(trial, hypothesis);
    return watch({ compared: hypothesis, test: { statistic: COX_WALD, stratifiedBy, adjustedFor: [] } });
  });
  const deaths =
    detriment === undefined ? null : watch({ compared: comparedDeaths(detriment), test: deathRatioTest(trial.test) });
  const plan = planKernel(trial, undefined, [trial.test], design.expected, watched);
  return { design, family, plan, ratios, deaths };
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

const share = ({ shares, hypotheses }: ClosedTest, mask: number, h: number): number | null =>
  shares === null ? null : shares[mask * hypotheses + h];

/** The course of a family up to the latest look. Sets of hypotheses are bit masks. */
class FamilyCourse {
  readonly closed: ClosedTest;
  readonly following: ObservedFamily['hypotheses'];
  rejected = 0;
  private readonly bounds: ObservedFamilyBounds;
  private readonly z: Float64Array;

  constructor(closed: ClosedTest, alpha: number, following: ObservedFamily['hypotheses']) {
    this.closed = closed;
    this.following = following;
    this.bounds = new ObservedFamilyBounds({ closed, alpha, hypotheses: following });
    this.bounds.begin();
    this.z = new Float64Array(closed.hypotheses);
  }

  get open(): number {
    return ((1 << this.closed.hypotheses) - 1) & ~this.rejected;
  }

  /** What a hypothesis that has tests to make finds at a look. */
  find(h: number, look: number, z: number, information: number): void {
    this.z[h] = z;
    this.bounds.find(h, look, information);
  }

  /** The bound of an open hypothesis at a look, as shares stand now; ∞ where it is not tested. */
  bound(h: number, look: number): number {
    return this.following[h] === null
      ? boundOf(this.closed, this.open, h, look)
      : this.bounds.bound(this.open, h, look);
  }

  /**
   * Rejects what can be at a look, one hypothesis after another, and says at which share and bound each was. In procedures
   * whose shares only grow with rejections that is the closed test (F. Bretz et al., Stat. Med. 28 (2009) 586–604).
   */
  test(look: number): Map<number, { readonly share: number | null; readonly bound: number }> {
    const found = new Map<number, { readonly share: number | null; readonly bound: number }>();
    for (let h = 0; h < this.closed.hypotheses; h++) {
      if (!((this.open >> h) & 1)) continue;
      const bound = this.bound(h, look);
      if (!(this.z[h] >= bound)) continue;
      found.set(h, { share: share(this.closed, this.open, h), bound });
      this.rejected |= 1 << h;
      h = -1;
    }
    return found;
  }
}

/** p₀ p₁ of the arms of a hypothesis, by their planned shares. */
function perEvent({ arms }: Trial, arm: number): number {
  const part = arms[0].weight / (arms[0].weight + arms[arm].weight);
  return part * (1 - part);
}

/** `unit` names the unit of time in the singular. */
export function askFamilyMonitor(
  { design, family, plan, ratios, deaths }: MonitoredFamily,
  seen: readonly PatientsOfLook[],
  unit: string,
): FamilyMonitorResult {
  const { trial, expected } = design;
  const familyPlan = design.family;
  if (familyPlan === null) throw new RangeError('askFamilyMonitor: the trial has one hypothesis');
  const { closed } = familyPlan;
  const { hypotheses } = family;
  const alpha = alphaOneSided(trial.test);
  const course = new FamilyCourse(
    closed,
    alpha,
    hypothesesUnderWay(trial, familyPlan.observed?.hypotheses ?? hypotheses.map(() => null)),
  );
  const { cells } = expected.mix;
  const inside = hypotheses.map(({ subgroup }) =>
    cells.map((cell) => isInside(trial.population ?? { factors: [] }, cell, subgroup)),
  );
  const finished = hypotheses.map(() => false);
  const rejectedAt: (number | null)[] = hypotheses.map(() => null);
  const last = closed.looks - 1;
  let gate: GateSeen | null = null;
  const seenDeaths: { look: number; deaths: number; ratio: number }[] = [];

  /** The hazard ratio that is a bound on z, by the events of the hypothesis; null for tests that are not of one. */
  const ratioOfBound = (h: number, z: number, events: number): number | null => {
    const test = testOfHypothesis(trial, hypotheses[h]);
    if (definitionOf(test.statistic).ofHazardRatio !== true || !Number.isFinite(z) || !(events > 0)) return null;
    const { nullRatio, benefit } = scaleOf({ endpoints: trial.endpoints, test });
    const scale = { nullRatio, benefit: favoursSooner(trial, hypotheses[h]) ? 'above' : benefit } as const;
    return hazardRatioOfZ(z, events * perEvent(trial, hypotheses[h].arm), scale);
  };

  const looks = seen.map(({ look, patients }): FamilyLook => {
    const k = look - 1;
    const statistics = statisticsSeen(plan, patients);
    const counted = hypotheses.map((hypothesis, h) => countsSeen(patients, hypothesis, inside[h]));
    const information = hypotheses.map((_, h) =>
      course.following[h]?.countsEvents === true
        ? counted[h].events[0] + counted[h].events[1]
        : statistics[h].information,
    );
    hypotheses.forEach((_, h) => {
      const made = rejectedAt[h] === null && !finished[h];
      if (made) course.find(h, k, statistics[h].z, information[h]);
      if (k >= closed.lastTests[h]) finished[h] = true;
    });
    const before = course.rejected;
    const now = course.test(k);
    for (const h of now.keys()) rejectedAt[h] = look;
    const rows = hypotheses.map((_, h): HypothesisSeen => {
      const { z } = statistics[h];
      const counts = counted[h];
      const rejected = now.get(h);
      const isOpen = ((course.open >> h) & 1) === 1;
      const bound = rejected?.bound ?? (isOpen ? course.bound(h, k) : Number.POSITIVE_INFINITY);
      const tested = bound < Number.POSITIVE_INFINITY;
      const ratio = ratios[h];
      const planned = course.following[h]?.information ?? null;
      return {
        hypothesis: h,
        ...counts,
        information: information[h],
        informationFraction: planned === null ? null : information[h] / planned,
        z,
        hazardRatio: ratio === null ? null : ratioSeen(statistics[ratio]),
        share: rejected?.share ?? (isOpen ? share(closed, course.open, h) : null),
        boundZ: finite(bound),
        boundP: tested ? normalCdf(-bound) : null,
        boundHazardRatio: tested ? ratioOfBound(h, bound, counts.events[0] + counts.events[1]) : null,
        decision: rejected
          ? 'rejected'
          : (before >> h) & 1
            ? 'rejected before'
            : k > closed.lastTests[h]
              ? 'as at its last test'
              : tested
                ? 'not rejected'
                : 'not tested',
      };
    });
    if (family.gate?.look === k) {
      const { of, on, least, binding } = family.gate;
      const value = statistics[typeof of === 'number' ? of : hypotheses.length][on];
      gate = { look, on, value: finite(value), least, binding, passed: !(value < least) };
    }
    const { detriment } = trial;
    if (detriment?.looks[k] === true && deaths !== null) {
      const { events } = countsSeen(
        patients,
        comparedDeaths(detriment),
        cells.map(() => true),
      );
      seenDeaths.push({ look, deaths: events[0] + events[1], ratio: ratioSeen(statistics[deaths]) ?? Number.NaN });
    }
    return { look, final: k === last, rows };
  });

  const latest = seen[seen.length - 1].look - 1;
  const { open, rejected } = course;
  const standings = hypotheses.map((_, h): HypothesisStanding => {
    const isOpen = ((open >> h) & 1) === 1;
    const without = open & ~(1 << h);
    return {
      rejectedAt: rejectedAt[h],
      share: isOpen ? share(closed, open, h) : null,
      lastTest: closed.lastTests[h] + 1,
      frees: hypotheses.map((_other, other) => {
        if (!isOpen || other === h || !((open >> other) & 1)) return null;
        return share(closed, without, other);
      }),
    };
  });
  /** Events that a hypothesis is expected to have at a look; those of a subgroup are not counted apart. */
  const eventsAhead = (h: number, look: number): number => {
    const { endpoint, arm, subgroup } = hypotheses[h];
    if (subgroup !== null || endpointOf(trial, hypotheses[h]).kind === 'response') return 0;
    const counts = expected.of(endpoint).counts(expected.lookTimes[look]);
    return counts[0].events + counts[arm].events;
  };
  const ahead: BoundAhead[] = [];
  for (let k = latest + 1; k < closed.looks; k++)
    for (let h = 0; h < hypotheses.length; h++) {
      if (!((open >> h) & 1) || k > closed.lastTests[h]) continue;
      const following = course.following[h];
      const place = following?.looks.indexOf(k) ?? -1;
      const information = following && place >= 0 ? following.fractions[place] * following.information : null;
      if (information !== null) course.find(h, k, Number.NEGATIVE_INFINITY, information);
      const bound = course.bound(h, k);
      if (!(bound < Number.POSITIVE_INFINITY)) continue;
      ahead.push({
        look: k + 1,
        final: k === last,
        hypothesis: h,
        information,
        boundZ: bound,
        boundP: normalCdf(-bound),
        boundHazardRatio: ratioOfBound(h, bound, eventsAhead(h, k)),
      });
    }
  return {
    kind: 'family',
    plannedLooks: closed.looks,
    alpha,
    procedure: family.procedure.kind,
    stopsAt: family.stopsAt,
    hypotheses: hypotheses.map((hypothesis) => ({
      name: hypothesis.name,
      endpoint: nameInColumns(endpointOf(trial, hypothesis)),
      test: testName(testOfHypothesis(trial, hypothesis), unit),
    })),
    looks,
    standings,
    success: succeeds({ success: family.success, closed }, rejected),
    ahead,
    gate,
    detriment: detrimentSeen(design, seenDeaths),
  };
}

/** Thresholds at the deaths observed; a watched look that was left out takes nothing. */
function detrimentSeen(
  design: Design,
  seen: readonly { readonly look: number; readonly deaths: number; readonly ratio: number }[],
): DetrimentSeen[] | null {
  const { detriment } = design.trial;
  if (detriment === undefined || seen.length === 0) return null;
  const { rule, prior, looks, binding } = detriment;
  const planned = plannedDeaths(design, detriment);
  const { perDeath } = planned;
  const finalDeaths = planned.deaths[planned.deaths.length - 1];
  const lastLook = looks.lastIndexOf(true);
  let taken = noLooksTaken();
  const found: DetrimentSeen[] = [];
  for (let k = 0; k < seen[seen.length - 1].look; k++) {
    if (!looks[k]) continue;
    const at = seen.find(({ look }) => look === k + 1);
    const next = nextThreshold(rule, { finalDeaths, perDeath }, taken, at?.deaths ?? 0, k === lastLook);
    taken = next.taken;
    if (at === undefined) continue;
    const { ratio, deaths } = at;
    const chance = (from: number) =>
      Number.isFinite(ratio) && deaths > 0 ? posteriorOfHarm(ratio, deaths * perDeath, from, prior) : null;
    found.push({
      look: at.look,
      deaths,
      hazardRatio: finite(ratio),
      threshold: finite(next.threshold),
      detriment: ratio >= next.threshold,
      binding,
      chanceOfHarm: chance(1),
      chanceOfHarmful: chance(rule.harmful),
      harmful: rule.harmful,
    });
  }
  return found;
}
