/**
 * Group-sequential trials against recursive integration: a million replicates of one trial with looks at 175, 262 and 350
 * events, run to the end, are judged by one design after another.
 *
 * @module-tag long
 */
import { describe, expect, it } from 'vitest';
import { d2 } from '../../bench/designs.ts';
import { createSimulator } from '../../src/kernel/choose.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { sequentialSpec, stopsOf } from '../../src/questions/sequentialSpec.ts';
import type { EfficacyRule } from '../../src/sequential/efficacy.ts';
import type { FutilityRule, SequentialPlan } from '../../src/sequential/plan.ts';
import { adaptiveTypeOneError, smallestValidLimit } from '../../src/sequential/reestimation.ts';
import { decide, EFFICACY, FUTILITY, HARM, ObservedBounds } from '../../src/tally/decisions.ts';
import { logRankTest, type Trial, underNull } from '../../src/trial/trial.ts';
import { looksOf } from '../design/looksOf.ts';
import { sequentialPlan } from '../sequential/sequentialPlan.ts';

const REPLICATES = 1_000_000;
const BLOCK = 4096;
/** Standard errors allowed: over the 100 or so comparisons here, a false failure in 4,000 runs of other seeds. */
const K = 5;

const spending = (kind: 'obrienFleming' | 'pocock'): EfficacyRule => ({ kind: 'spending', spending: { kind } });
const betaSpending: FutilityRule = { kind: 'spending', spending: { kind: 'pocock' }, beta: 0.1 };

const plan = (efficacy: EfficacyRule, more: Partial<SequentialPlan> = {}) => sequentialPlan({ efficacy, ...more });

interface Case {
  readonly name: string;
  readonly sides: 1 | 2;
  readonly plan: SequentialPlan;
}

const cases: Case[] = [
  { name: 'Lan–DeMets O’Brien–Fleming', sides: 1, plan: plan(spending('obrienFleming')) },
  { name: 'Lan–DeMets Pocock, two-sided', sides: 2, plan: plan(spending('pocock')) },
  {
    name: 'Hwang–Shih–DeCani',
    sides: 1,
    plan: plan({ kind: 'spending', spending: { kind: 'hwangShihDeCani', gamma: -4 } }),
  },
  {
    name: 'Kim–DeMets, two-sided',
    sides: 2,
    plan: plan({ kind: 'spending', spending: { kind: 'kimDeMets', rho: 2 } }),
  },
  {
    name: 'cumulative spending as given',
    sides: 1,
    plan: plan({
      kind: 'spending',
      spending: { kind: 'cumulative', fractions: [0.5, 0.75, 1], spent: [0.005, 0.01, 0.025] },
    }),
  },
  { name: 'classical O’Brien–Fleming, two-sided', sides: 2, plan: plan({ kind: 'obrienFleming' }) },
  { name: 'Pocock', sides: 1, plan: plan({ kind: 'pocock' }) },
  { name: 'Wang–Tsiatis', sides: 1, plan: plan({ kind: 'wangTsiatis', delta: 0.25 }) },
  { name: 'Haybittle–Peto, two-sided', sides: 2, plan: plan({ kind: 'haybittlePeto', z: 3 }) },
  { name: 'efficacy at the second look only', sides: 1, plan: plan(spending('pocock'), { tested: [false, true] }) },
  {
    name: 'no efficacy stop, futility by z',
    sides: 1,
    plan: plan({ kind: 'none' }, { futility: { kind: 'z', z: [0, 0.5] } }),
  },
  { name: 'non-binding beta spending', sides: 1, plan: plan(spending('obrienFleming'), { futility: betaSpending }) },
  {
    name: 'binding beta spending',
    sides: 1,
    plan: plan(spending('obrienFleming'), { futility: betaSpending, binding: true }),
  },
  {
    name: 'binding conditional power, two-sided',
    sides: 2,
    plan: plan(spending('pocock'), {
      futility: { kind: 'conditionalPower', atMost: [0.1, 0.2], under: 'planned' },
      binding: true,
    }),
  },
  {
    name: 'predictive power at the first look',
    sides: 1,
    plan: plan(
      { kind: 'pocock' },
      { futility: { kind: 'predictivePower', atMost: [0.1, Number.NaN] }, chosen: [true, false] },
    ),
  },
];

const trial: Trial = {
  ...d2,
  interims: [
    { kind: 'events', events: 175 },
    { kind: 'events', events: 262 },
  ],
};

/** Shares of replicates that stop at each look for efficacy, harm and futility; and claims with futility ignored. */
interface Shares {
  readonly efficacy: number[];
  readonly harm: number[];
  readonly futility: number[];
  ignoring: number;
}

/** The shares of every case over the same replicates of `simulated`. */
function sharesOf(simulated: Trial, replicates: number): Map<Case, Shares> {
  const kernel = planKernel(simulated);
  const simulator = createSimulator(kernel);
  const judges = cases.map((design) => {
    const { solved, informationEvents } = looksOf(withPlan(design));
    const spec = { solved, informationEvents };
    const shares: Shares = { efficacy: [0, 0, 0], harm: [0, 0, 0], futility: [0, 0, 0], ignoring: 0 };
    return { design, spec, observed: new ObservedBounds(spec), shares };
  });
  for (let done = 0; done < replicates; done += BLOCK) {
    const rows = Math.min(BLOCK, replicates - done);
    const looks = simulator.simulate(streamKey('sequential', 'test'), done, rows, {
      hazardRatio: false,
      medians: false,
    });
    for (const { design, spec, observed, shares } of judges) {
      const { look, reason, reasonIgnoring } = decide(looks, spec, observed);
      for (let row = 0; row < rows; row++) {
        if (reason[row] === EFFICACY) shares.efficacy[look[row]] += 1 / replicates;
        else if (reason[row] === HARM) shares.harm[look[row]] += 1 / replicates;
        else if (reason[row] === FUTILITY) shares.futility[look[row]] += 1 / replicates;
        const claim = reasonIgnoring[row];
        if (claim === EFFICACY || (claim === HARM && design.sides === 2)) shares.ignoring += 1 / replicates;
      }
    }
  }
  return new Map(judges.map(({ design, shares }) => [design, shares]));
}

const withPlan = ({ sides, plan: sequential }: Case): Trial => ({
  ...trial,
  test: logRankTest(sides === 1 ? 0.025 : 0.05, sides),
  sequential,
});

/** Differences beyond K standard errors and `allowance`, in words. */
function apart(
  design: Case,
  shares: Shares,
  which: 'null' | 'planned',
  replicates: number,
  allowance: number,
): string[] {
  const planned = looksOf(withPlan(design));
  const expected = planned[which];
  return (['efficacy', 'harm', 'futility'] as const).flatMap((kind) =>
    expected[kind].flatMap((p, k) => {
      if (kind === 'futility' && k === 2) return [];
      const error = Math.sqrt(Math.max(p * (1 - p), 1e-6) / replicates);
      const difference = shares[kind][k] - p;
      return Math.abs(difference) <= K * error + allowance
        ? []
        : [
            `${design.name}: ${kind} at look ${k + 1}: ${shares[kind][k]} for ${p} (${(difference / error).toFixed(1)} SE)`,
          ];
    }),
  );
}

describe('a group-sequential trial', () => {
  /**
   * The log-rank z of 175 to 350 events is not quite normal in its tails: from 0.00153 expected to 0.00160 at z 2.96. This
   * share of the crossing probability, of the order 1 ÷ √events, is allowed beyond the Monte Carlo error.
   */
  const TAIL = 0.0004;

  it('stops under no effect where recursive integration says, and keeps its alpha', { timeout: 600_000 }, () => {
    const found = sharesOf(underNull(trial), REPLICATES);
    const problems = [...found].flatMap(([design, shares]) => apart(design, shares, 'null', REPLICATES, TAIL));
    for (const [{ name, sides, plan: sequential }, shares] of found) {
      // Binding futility of a two-sided test is about benefit: it stops some who would have claimed harm for nothing.
      const benefitOnly = sides === 1 || sequential.binding;
      const alpha = benefitOnly ? 0.025 : 0.05;
      const acted = [...shares.efficacy, ...(benefitOnly ? [] : shares.harm)].reduce((sum, p) => sum + p, 0);
      const error = Math.sqrt((alpha * (1 - alpha)) / REPLICATES);
      // Non-binding futility may be ignored; binding futility has to be acted on.
      const total = sequential.binding ? acted : shares.ignoring;
      if (Math.abs(total - alpha) > K * error + TAIL) problems.push(`${name}: type I error ${total}`);
      if (acted > shares.ignoring + 1e-12) problems.push(`${name}: futility adds claims`);
    }
    expect(problems).toEqual([]);
  });

  it('stops under the planned effect where it says, but for the log-rank’s own departure from its large-sample mean', () => {
    const replicates = 100_000;
    const found = sharesOf(trial, replicates);
    // Means of z from the integrated drift are off by about 0.01 at a hazard ratio of 0.7, densities at most 0.4.
    const problems = [...found].flatMap(([design, shares]) => apart(design, shares, 'planned', replicates, 0.006));
    expect(problems).toEqual([]);
  });
});

describe('a re-estimated number of events', () => {
  const reestimated = (lowerLimit: number, statistic: 'weighted' | 'unweighted'): Trial => ({
    ...d2,
    analysis: { kind: 'events', events: 200 },
    interims: [{ kind: 'events', events: 100 }],
    sequential: plan(spending('obrienFleming'), {
      tested: [true],
      chosen: [true],
      // By the planned effect a hopeless interim asks for most: what weights guard against.
      reestimation: { look: 0, effect: 'planned', lowerLimit, target: 0.9, maxFactor: 2.3, statistic },
    }),
  });

  /** Claims for benefit of replicates under no effect, by the statistic of the final analysis. */
  function typeOneErrors(lowerLimit: number): Record<'weighted' | 'unweighted', number> {
    const trial = reestimated(lowerLimit, 'weighted');
    const kernel = planKernel(underNull(trial), stopsOf(looksOf(trial), 'ignored'));
    const simulator = createSimulator(kernel);
    const judges = (['weighted', 'unweighted'] as const).map((statistic) => {
      const spec = sequentialSpec(looksOf(reestimated(lowerLimit, statistic)));
      return { statistic, spec, observed: new ObservedBounds(spec), claims: 0 };
    });
    for (let done = 0; done < REPLICATES; done += BLOCK) {
      const rows = Math.min(BLOCK, REPLICATES - done);
      const looks = simulator.simulate(streamKey('reestimation', 'test'), done, rows, {
        hazardRatio: false,
        medians: false,
      });
      for (const judge of judges)
        for (const reason of decide(looks, judge.spec, judge.observed).reason) if (reason === EFFICACY) judge.claims++;
    }
    const [weighted, unweighted] = judges.map(({ claims }) => claims / REPLICATES);
    return { weighted, unweighted };
  }

  const error = Math.sqrt((0.025 * 0.975) / REPLICATES);
  /** As for TAIL above, with 100 events at the interim. */
  const ALLOWANCE = 0.0006;

  it('keeps its alpha with weights from any zone, and without where the integral says', { timeout: 600_000 }, () => {
    const design = looksOf(reestimated(0.02, 'unweighted')).reestimation;
    if (!design) throw new Error('no design');
    const found = typeOneErrors(0.02);
    expect(Math.abs(found.weighted - 0.025)).toBeLessThan(K * error + ALLOWANCE);
    const integral = adaptiveTypeOneError(design.plan, design.zone, 'unweighted');
    // What the zone would do to the type I error must be there to be seen.
    expect(integral).toBeGreaterThan(0.025 + 6 * error);
    expect(Math.abs(found.unweighted - integral)).toBeLessThan(K * error + ALLOWANCE);
  });

  it('keeps its alpha without weights from the smallest valid conditional power on', { timeout: 600_000 }, () => {
    const design = looksOf(reestimated(0.3, 'unweighted')).reestimation;
    if (!design) throw new Error('no design');
    const found = typeOneErrors(smallestValidLimit(design.plan, design.zone));
    expect(found.unweighted).toBeLessThan(0.025 + K * error + ALLOWANCE);
    expect(Math.abs(found.weighted - 0.025)).toBeLessThan(K * error + ALLOWANCE);
  });

  it('keeps its alpha with weights where the interim finds other information than planned', {
    timeout: 600_000,
  }, () => {
    // Without effect events come sooner: month 10 has more of them than the planned effect promises.
    const calendar: Trial = {
      ...reestimated(0.05, 'weighted'),
      interims: [{ kind: 'calendarTime', time: 10 }],
    };
    const planned = looksOf({
      ...calendar,
      sequential: { ...(calendar.sequential as SequentialPlan), efficacy: spending('pocock') },
    });
    const spec = sequentialSpec(planned);
    const kernel = planKernel(underNull(calendar), stopsOf(planned, 'ignored'));
    const simulator = createSimulator(kernel);
    const observed = new ObservedBounds(spec);
    const replicates = 400_000;
    let claims = 0;
    for (let done = 0; done < replicates; done += BLOCK) {
      const rows = Math.min(BLOCK, replicates - done);
      const looks = simulator.simulate(streamKey('calendar', 'test'), done, rows, {
        hazardRatio: false,
        medians: false,
      });
      for (const reason of decide(looks, spec, observed).reason) if (reason === EFFICACY) claims++;
    }
    const bound = K * Math.sqrt((0.025 * 0.975) / replicates) + ALLOWANCE;
    expect(Math.abs(claims / replicates - 0.025)).toBeLessThan(bound);
  });
});
