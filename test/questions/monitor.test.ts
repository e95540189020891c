/** What `monitor` says of looks, against the plan, rpact and survival (test/reference/monitor.R), and what simulated trials do. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { d2, d4 } from '../../bench/designs.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../src/kernel/reference.ts';
import { assignLooks } from '../../src/questions/assignLooks.ts';
import { claimsUnderDrift, conditionalClaims, predictiveClaims } from '../../src/questions/claimsAhead.ts';
import { askMonitor } from '../../src/questions/monitor.ts';
import { holdLooks } from '../../src/questions/monitoredLooks.ts';
import type { Observations, Seen } from '../../src/questions/monitorResult.ts';
import { observedData } from '../../src/questions/observedPatients.ts';
import { sequentialSpec } from '../../src/questions/sequentialSpec.ts';
import { conditionalPower, conditionalPowerAtLast, predictivePower } from '../../src/sequential/conditional.ts';
import { reestimationSteps, weightedStatistic } from '../../src/sequential/reestimation.ts';
import { decide, ObservedBounds } from '../../src/tally/decisions.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { looksOf } from '../design/looksOf.ts';
import { publicData } from '../reference/publicData.ts';
import { sequentialPlan } from '../sequential/sequentialPlan.ts';

const PLAN = sequentialPlan();
const BETA = { kind: 'spending', spending: { kind: 'obrienFleming' }, beta: 0.1 } as const;
const events = (count: number) => ({ kind: 'events', events: count }) as const;
const TWO_SIDED = { ...d2.test, alpha: 0.05, sides: 2 } as const;

/** 350 planned events with looks at 175 and 262. */
const trial: Trial = { ...d2, interims: [events(175), events(262)], sequential: PLAN };
const withFutility: Trial = { ...trial, sequential: { ...PLAN, futility: BETA } };
/** 250 events with a look at 150 that may raise them. */
const zone: Trial = {
  ...d2,
  analysis: events(250),
  interims: [events(150)],
  sequential: {
    ...PLAN,
    tested: [true],
    chosen: [true],
    reestimation: {
      look: 0,
      effect: 'observed',
      lowerLimit: 0.3,
      target: 0.9,
      maxFactor: 1.6,
      statistic: 'weighted',
    },
  },
};

const byZ = (...looks: readonly (readonly [events: number, z: number])[]): Seen[] =>
  looks.map(([count, z]) => ({ kind: 'z', events: count, z }));

function ask(of: Trial, seen: readonly Seen[], more: Partial<Observations> = {}) {
  const looks = seen.map((_, i) => i + 1);
  return askMonitor(of, { seen, looks, prior: null, published: null, ...more });
}

const close = (found: number | null | undefined, wanted: number, by = 2e-7): void => {
  expect(Math.abs((found ?? Number.NaN) - wanted), `${found} for ${wanted}`).toBeLessThan(by);
};

describe('bounds', () => {
  it('are the planned ones at the information planned', () => {
    for (const of of [trial, withFutility, { ...withFutility, test: TWO_SIDED }]) {
      const planned = looksOf(of);
      const result = ask(of, byZ([175, 1], [262, 1.4], [350, 1.9]));
      for (const [k, look] of result.looks.entries()) {
        const { efficacy, futility, efficacyHazardRatio, futilityHazardRatio } = planned.looks[k];
        close(look.efficacyZ, efficacy, 1e-9);
        close(look.efficacyHazardRatio, efficacyHazardRatio ?? Number.NaN, 1e-9);
        if (Number.isFinite(futility)) {
          close(look.futilityZ, futility, 1e-9);
          close(look.futilityHazardRatio, futilityHazardRatio ?? Number.NaN, 1e-9);
        } else expect([look.futilityZ, look.futilityHazardRatio]).toEqual([null, null]);
      }
      close(result.looks[2].alphaSpent, of.test.alpha, 1e-12);
      expect(result.looks[2].final).toBe(true);
    }
  });

  it('are Lan and DeMets’s at one half and the end', () => {
    const { looks, later } = ask({ ...trial, interims: [events(175)] }, byZ([175, 1]));
    close(looks[0].efficacyZ, 2.96259, 5e-6);
    close(later[0].efficacyZ, 1.9686, 5e-6);
  });

  it('are rpact’s at information that differs from the plan', () => {
    const { looks, later } = ask(trial, byZ([176, 1.5], [260, 2.1]));
    close(looks[0].efficacyZ, 2.95303281);
    close(looks[1].efficacyZ, 2.373686296);
    close(later[0].efficacyZ, 2.012290611);
    // The second look left out.
    close(ask(trial, byZ([110, 1], [350, 1.9]), { looks: [1, 3] }).looks[1].efficacyZ, 1.960348862);
    const two = ask({ ...trial, test: TWO_SIDED }, byZ([176, 1.5], [260, 2.1]));
    close(two.looks[1].efficacyZ, 2.373686298);
    close(two.looks[1].alphaSpent, 2 * looks[1].alphaSpent, 1e-9);
  });

  it('leave all of alpha to a final analysis, early or late', () => {
    const early = ask(trial, byZ([176, 1.5], [260, 2.1], [330, 2]));
    close(early.looks[2].efficacyZ, 2.001527437);
    expect([early.looks[2].decision, early.looks[2].alphaSpent]).toEqual(['no claim', 0.025]);
    const late = ask(trial, byZ([176, 1.5], [372, 2]), { looks: [1, 3] });
    close(late.looks[1].efficacyZ, 1.969919555);
    expect(late.looks[1].decision).toBe('efficacy');
    expect([late.later, late.chances]).toEqual([[], []]);
  });

  it('stay where the plan keeps them, with a remark when that spends more than alpha', () => {
    const keeping: Trial = { ...trial, sequential: { ...PLAN, information: 'planned' } };
    const { looks, remarks } = ask(keeping, byZ([100, 1], [150, 1.4], [350, 1.9]));
    expect(looks.map(({ efficacyZ }) => efficacyZ)).toEqual([...looksOf(keeping).solved.efficacy]);
    expect(looks[2].alphaSpent).toBeGreaterThan(0.0251);
    expect(remarks.at(-1)).toMatch(/keeps its bounds.*0\.025/);
  });
});

describe('decisions', () => {
  const decisions = (of: Trial, ...seen: readonly (readonly [number, number])[]) =>
    ask(of, byZ(...seen)).looks.map(({ decision }) => decision);

  it('come at the bounds', () => {
    expect(decisions(trial, [176, 2.954], [260, 2.1])).toEqual(['efficacy', 'continue']);
    expect(decisions(trial, [176, -4], [260, 2.374], [350, 2.012])).toEqual(['continue', 'efficacy', 'no claim']);
    expect(decisions(withFutility, [176, 0.34])).toEqual(['futility']);
    expect(decisions(withFutility, [176, 0.35])).toEqual(['continue']);
    expect(decisions({ ...trial, test: TWO_SIDED }, [176, -2.954])).toEqual(['harm']);
  });

  it('hold a hazard ratio against a rule on hazard ratios', () => {
    const ratio: Trial = {
      ...trial,
      sequential: { ...PLAN, futility: { kind: 'hazardRatio', hazardRatio: [0.95, 0.95] } },
    };
    const at = (hazardRatio: number) => ask(ratio, [{ kind: 'hazardRatio', events: 131, hazardRatio }]).looks[0];
    expect([at(0.95).decision, at(0.9499).decision]).toEqual(['futility', 'continue']);
    close(at(0.95).futilityHazardRatio, 0.95, 1e-12);
    close(at(0.8).z, -Math.log(0.8) * Math.sqrt(131 / 4), 1e-12);
  });

  it('say when an earlier look had ended the trial', () => {
    const { endedEarlier, looks } = ask(trial, byZ([176, 3.1], [260, 2.1]));
    expect(endedEarlier).toEqual({ look: 1, events: 176, decision: 'efficacy' });
    expect(looks[1].decision).toBe('continue');
    expect(ask(trial, byZ([176, 1], [260, 3.1])).endedEarlier).toBeNull();
  });

  it('are those of simulated trials whose looks find whatever information they find', () => {
    const calendar: Trial = {
      ...withFutility,
      interims: [
        { kind: 'calendarTime', time: 14 },
        { kind: 'calendarTime', time: 20 },
      ],
    };
    const spec = sequentialSpec(looksOf(calendar));
    const columns = createReference(planKernel(calendar)).simulate(streamKey('monitored', 'test'), 0, 60, {
      hazardRatio: false,
      medians: false,
    });
    const decided = decide(columns, spec, new ObservedBounds(spec));
    const names = ['no claim', 'efficacy', 'harm', 'futility'];
    const plan = { solved: spec.solved, full: spec.informationEvents, perEvent: 1 / 4 };
    const reasons = new Set<string>();
    for (let row = 0; row < 60; row++) {
      const took = [0, 1, 2].filter((k) => columns[k].performed[row] === 1);
      const seen = took.map((k): Seen => {
        const { events: counts, z } = columns[k];
        return { kind: 'z', events: counts[0][row] + counts[1][row], z: z[row] };
      });
      const held = holdLooks(plan, seen, took);
      const end = held.find(({ decision }) => decision !== 'continue');
      expect([end?.look, end?.decision], `replicate ${row}`).toEqual([decided.look[row], names[decided.reason[row]]]);
      reasons.add(`${end?.look} ${end?.decision}`);
    }
    expect(reasons.size).toBeGreaterThan(3);
  });
});

describe('looks that were not planned', () => {
  /** The two-sided plan of test/cases/looks-observed.yaml: 50, 122 and 200 events at alpha 0.025. */
  const three: Trial = {
    ...d2,
    test: { ...d2.test, alpha: 0.025, sides: 2 },
    interims: [events(50), events(122)],
    analysis: events(200),
    sequential: PLAN,
  };
  const seen = byZ([50, 1], [122, 1.5], [160, 2], [200, 2.2]);
  const added = { looks: [1, 2, null, 3] };

  it('spend alpha at the information observed, and leave the rest: rpact’s bounds of four looks', () => {
    const { looks, remarks } = ask(three, seen, added);
    for (const [k, bound] of [4.859940189, 2.992459573, 2.590007462, 2.296080627].entries())
      close(looks[k].efficacyZ, bound);
    close(looks[2].alphaSpent, 1.045985939e-2, 1e-9);
    expect(looks[3].alphaSpent).toBe(0.025);
    expect(looks.map(({ look, plannedEvents }) => [look, plannedEvents])).toEqual([
      [1, 50],
      [2, 122],
      [null, null],
      [3, 200],
    ]);
    expect(remarks).toEqual([expect.stringMatching(/look at 160 events was not planned\. Alpha is spent/)]);
  });

  it('leave the final analysis ahead, at the bound it then has', () => {
    const { later, looks } = ask(three, seen.slice(0, 3), { looks: [1, 2, null] });
    expect(later.map(({ look }) => look)).toEqual([3]);
    close(later[0].efficacyZ, 2.296080627);
    expect(looks[2].final).toBe(false);
  });

  it('hold alpha under every kind of bound and of futility', () => {
    const rules = [
      { kind: 'obrienFleming' },
      { kind: 'haybittlePeto', z: 3 },
      { kind: 'p', p: [0.001, 0.01, 0.02] },
    ] as const;
    for (const efficacy of rules) {
      const { looks, later } = ask({ ...three, sequential: { ...PLAN, efficacy } }, byZ([50, 1], [80, 1], [122, 1.5]), {
        looks: [1, null, 2],
      });
      const planned = looksOf({ ...three, sequential: { ...PLAN, efficacy } }).solved;
      close(looks[0].efficacyZ, planned.efficacy[0], 1e-12);
      const all = [...looks, ...later];
      for (const [k, { alphaSpent }] of all.entries())
        if (k > 0) expect(alphaSpent).toBeGreaterThan(all[k - 1].alphaSpent);
      close(all[3].alphaSpent, 0.025, 1e-12);
      expect(all[2].efficacyZ).toBeGreaterThan(planned.efficacy[1]);
    }
    const untested: Trial = { ...three, sequential: { ...PLAN, efficacy: { kind: 'none' }, futility: BETA } };
    const { looks } = ask(untested, byZ([50, 1], [80, 1]), { looks: [1, null] });
    expect([looks[1].efficacyZ, looks[1].alphaSpent, looks[1].repeated]).toEqual([null, 0, null]);
    expect(looks[1].futilityZ).not.toBeNull();
  });

  it('stop for futility by a rule that all planned looks share', () => {
    const rule = (hazardRatio: number[]): Trial => ({
      ...three,
      test: d2.test,
      sequential: { ...PLAN, futility: { kind: 'hazardRatio', hazardRatio } },
    });
    const at = (of: Trial) => ask(of, byZ([50, 1], [80, -0.1]), { looks: [1, null] }).looks[1];
    expect(at(rule([1, 1])).decision).toBe('futility');
    expect(at(rule([1.2, 1])).decision).toBe('continue');
  });

  it('are those furthest from the plan where nothing is said', () => {
    const planned = [50, 122, 200];
    expect(assignLooks([50, 122, 160, 200], planned, false)).toEqual([1, 2, null, 3]);
    expect(assignLooks([20, 55, 120, 190], planned, true)).toEqual([null, 1, 2, 3]);
    expect(assignLooks([20, 55, 120, 190], planned, false)).toEqual([null, 1, 2, null]);
    expect(assignLooks([40, 50, 60, 121, 210], planned, false)).toEqual([null, 1, null, 2, 3]);
  });
});

describe('repeated confidence intervals', () => {
  it('are rpact’s, whether looks were planned or not', () => {
    const two: Trial = {
      ...d2,
      test: { ...d2.test, alpha: 0.025, sides: 2 },
      interims: [events(50), events(122)],
      analysis: events(200),
      sequential: PLAN,
    };
    const { looks, repeatedLevel } = ask(two, byZ([50, 1], [122, 1.5], [160, 2], [200, 2.2]), {
      looks: [1, 2, null, 3],
    });
    expect(repeatedLevel).toBe(0.975);
    [
      [0.190626099, 2.97950135],
      [0.443323133, 1.31028135],
      [0.483964522, 1.09777804],
      [0.529489566, 1.01368055],
    ].forEach(([low, high], k) => {
      close(looks[k].repeated?.low, low, 2e-6);
      close(looks[k].repeated?.high, high, 2e-6);
    });
    const one = ask(trial, byZ([176, 1.5], [260, 2.1]));
    expect(one.repeatedLevel).toBe(0.95);
    close(one.looks[0].repeated?.low, 0.511033669, 2e-6);
    close(one.looks[1].repeated?.high, 1.03452931, 2e-6);
  });

  it('leave out 1 just where the bound is crossed, weighted or with binding futility, whose credit they do not take', () => {
    const binding: Trial = { ...withFutility, sequential: { ...PLAN, futility: BETA, binding: true } };
    const plain = ask(trial, byZ([176, 1.5], [260, 2.1]));
    const bound = ask(binding, byZ([176, 1.5], [260, 2.1]));
    expect(bound.looks[1].efficacyZ).toBeLessThan(plain.looks[1].efficacyZ ?? 0);
    close(bound.looks[1].repeated?.low, plain.looks[1].repeated?.low ?? 0, 1e-9);
    for (const z of [1.9, 2.4]) {
      const { looks } = ask(zone, byZ([150, 1.4], [300, z]));
      const { weightedZ, efficacyZ, repeated } = looks[1];
      expect((repeated?.high ?? 1) < 1).toBe((weightedZ ?? 0) >= (efficacyZ ?? 0));
    }
  });
});

describe('chances', () => {
  const chance = (result: ReturnType<typeof ask>, under: string) =>
    result.chances.find((found) => found.under === under) ?? null;

  it('are rpact’s conditional power', () => {
    const second = ask(trial, byZ([176, 1.5], [260, 2.1]));
    close(chance(second, 'no effect')?.efficacy, 0.3449550947);
    close(chance(second, 'observed effect')?.efficacy, 0.7985785419);
    const information = looksOf(trial).solved.information;
    const drift = -Math.log(0.7) * Math.sqrt(information);
    const bound = second.later[0].efficacyZ ?? Number.NaN;
    const last = { fractions: [1], sides: 1, efficacy: [bound] } as const;
    close(claimsUnderDrift({ z: 2.1, fraction: 260 / 350 }, last, drift).efficacy, 0.9019738663);
    const first = ask(trial, byZ([176, 1.5]));
    close(chance(first, 'no effect')?.efficacy, 0.09714574317);
    const later = {
      fractions: [262 / 350, 1],
      sides: 1,
      efficacy: first.later.map(({ efficacyZ }) => efficacyZ ?? Number.NaN),
    } as const;
    close(claimsUnderDrift({ z: 1.5, fraction: 176 / 350 }, later, drift).efficacy, 0.8478125052);
  });

  it('follow the closed formula at the last look, and the planned drift', () => {
    const { solved } = looksOf(trial);
    const result = ask(trial, byZ([176, 1.5], [260, 2.1]));
    const bound = result.later[0].efficacyZ ?? Number.NaN;
    const wanted = conditionalPowerAtLast({ z: 2.1, fraction: 260 / 350 }, { fraction: 1, bound }, solved.plannedDrift);
    close(chance(result, 'planned effect')?.efficacy, wanted, 1e-11);
    expect(chance(result, 'planned effect')?.hazardRatio).toBeCloseTo(0.7, 2);
    expect(chance(result, 'planned effect as it sets in')).toBeNull();
  });

  it('count futility stops to come, and say what they would be without', () => {
    const result = ask(withFutility, byZ([176, 0.8]));
    const planned = chance(result, 'planned effect');
    if (planned === null) throw new Error('planned effect');
    expect(planned.efficacy).toBeLessThan(planned.efficacyIgnoringFutility - 0.001);
    expect(planned.next).toBeLessThan(planned.efficacy);
    const later = result.later.map(({ informationFraction, efficacyZ, futilityZ }) => ({
      t: informationFraction,
      u: efficacyZ ?? Number.POSITIVE_INFINITY,
      l: futilityZ ?? Number.NEGATIVE_INFINITY,
    }));
    const bounds = {
      fractions: later.map(({ t }) => t),
      sides: 1,
      efficacy: later.map(({ u }) => u),
      futility: later.map(({ l }) => l),
    } as const;
    const drift = looksOf(withFutility).solved.plannedDrift;
    const interim = { z: 0.8, fraction: 176 / 350 };
    close(planned.efficacy, conditionalPower(interim, bounds, drift), 1e-10);
    const flat = { mean: 0, sd: Number.POSITIVE_INFINITY };
    close(chance(result, 'flat prior')?.efficacy, predictivePower(interim, bounds, flat), 1e-12);
  });

  it('of harm mirror those of benefit', () => {
    const interim = { z: -1.3, fraction: 0.5 };
    const later = { fractions: [0.75, 1], sides: 2, efficacy: [2.4, 2.02] } as const;
    const mirrored = { z: 1.3, fraction: 0.5 };
    const harm = claimsUnderDrift(interim, later, -2.5);
    const benefit = claimsUnderDrift(mirrored, later, 2.5);
    close(harm.harm, benefit.efficacy, 1e-10);
    close(harm.efficacy, benefit.harm, 1e-10);
    const prior = { mean: -1, sd: 1.5 };
    const predictive = predictiveClaims(interim, later, prior);
    close(predictive.harm, predictiveClaims(mirrored, later, { mean: 1, sd: 1.5 }).efficacy, 1e-6);
    // Futility between the two bounds takes from harm as well.
    const futile = { ...later, futility: [0, Number.NEGATIVE_INFINITY] };
    expect(claimsUnderDrift(interim, futile, -2.5).harm).toBeLessThan(harm.harm);
  });

  it('know an effect that sets in late', () => {
    const delayed: Trial = { ...d4, interims: trial.interims ?? [], sequential: PLAN };
    const result = ask(delayed, byZ([175, 1]));
    const [constant, course] = [chance(result, 'planned effect'), chance(result, 'planned effect as it sets in')];
    expect(course?.efficacy).toBeGreaterThan((constant?.efficacy ?? 1) + 0.03);
    // From the expected z of the look the mean course is the plan's own.
    const { looks, solved } = looksOf(delayed);
    const gains = [1, 2].map(
      (k) => looks[k].expectedZ * Math.sqrt(looks[k].fraction) - looks[0].expectedZ * Math.sqrt(0.5),
    );
    const later = { fractions: solved.fractions.slice(1), sides: 1, efficacy: solved.efficacy.slice(1) } as const;
    close(course?.efficacy, conditionalClaims({ z: 1, fraction: 0.5 }, later, gains).efficacy, 1e-6);
  });

  it('take priors: given, and of a published study', () => {
    const seen = byZ([176, 1.5]);
    const prior = { hazardRatio: 0.8, standardDeviation: 0.2 };
    // The published interval is that of a standard deviation of 0.2.
    const published = { value: 0.8, low: 0.8 * Math.exp(-0.2 * 1.959963984540054), high: null };
    const result = ask(trial, seen, { prior, published: { ...published, high: 0.64 / published.low } });
    close(chance(result, 'prior given')?.efficacy, chance(result, 'published study')?.efficacy ?? 0, 1e-12);
    expect(chance(ask(trial, seen, { published }), 'published study')).toBeNull();
    const vague = { hazardRatio: 0.3, standardDeviation: 1e4 };
    const flat = ask(trial, seen, { prior: vague });
    close(chance(flat, 'prior given')?.efficacy, chance(flat, 'flat prior')?.efficacy ?? 0, 1e-8);
    const sure = ask(trial, seen, { prior: { hazardRatio: 0.75, standardDeviation: 1e-6 } });
    expect(chance(sure, 'prior given')?.hazardRatio).toBeCloseTo(0.75, 9);
  });
});

describe('were the trial to stop', () => {
  it('has rpact’s stagewise p-value, median-unbiased estimate and interval', () => {
    const { stagewise, naive, biasAdjusted } = ask(trial, byZ([176, 1.5], [260, 2.5])).stoppedHere;
    close(stagewise.pOneSided, 0.006834132999, 1e-9);
    close(stagewise.hazardRatio, 0.7348468984, 1e-6);
    close(stagewise.low, 0.5758880299, 1e-6);
    close(stagewise.high, 0.9384954803, 1e-6);
    close(naive.hazardRatio, Math.exp(-2.5 / Math.sqrt(65)), 1e-12);
    close(naive.high, Math.exp((-2.5 + 1.959963984540054) / Math.sqrt(65)), 1e-12);
    expect(biasAdjusted).toBeGreaterThan(naive.hazardRatio);
    const end = ask(trial, byZ([176, 1.5], [260, 2.1], [350, 1.7])).stoppedHere.stagewise;
    close(end.pOneSided, 0.04595914794, 1e-9);
    close(end.hazardRatio, 0.8346804747, 1e-6);
    close(end.low, 0.6766906749, 1e-6);
    close(end.high, 1.02993073, 1e-6);
  });

  it('is the fixed trial at the first look', () => {
    const { stagewise, naive } = ask(trial, byZ([176, 3.1])).stoppedHere;
    for (const key of ['hazardRatio', 'low', 'high', 'pOneSided', 'pTwoSided'] as const)
      close(stagewise[key], naive[key], 1e-9);
  });

  it('leaves futility out of the ordering unless it is binding', () => {
    const binding: Trial = { ...trial, sequential: { ...PLAN, futility: BETA, binding: true } };
    const seen = byZ([176, 1.5], [260, 1.9]);
    const [none, ignored, counted] = [trial, withFutility, binding].map((of) => ask(of, seen).stoppedHere.stagewise);
    close(ignored.pOneSided, none.pOneSided, 1e-9);
    expect(counted.pOneSided).toBeLessThan(none.pOneSided);
  });
});

describe('re-estimation', () => {
  const design = looksOf(zone).reestimation;
  if (!design) throw new Error('re-estimates');

  it('asks for the events that simulated trials take', () => {
    const { z, events: steps } = reestimationSteps(design.plan, design.zone);
    for (let i = 0; i < z.length; i += 7) {
      const at = (z[i] + (z[i + 1] ?? z[i] + 0.1)) / 2;
      const { reestimation } = ask(zone, byZ([150, at]));
      expect(reestimation?.events).toBe(steps[i + 1]);
    }
    const promising = ask(zone, byZ([150, 1.5])).reestimation;
    expect([promising?.zone, promising?.effect, promising?.maxEvents]).toEqual(['promising', 'observed', 400]);
    const [planned, observed, none] = promising?.chances ?? [];
    close(observed.atPlanned, promising?.conditionalPower ?? 0, 1e-12);
    expect(observed.atReestimated).toBeGreaterThan(observed.atPlanned);
    expect(planned.atReestimated).toBeGreaterThan(planned.atPlanned);
    // The weighted statistic keeps the chance of a false claim.
    close(none.atReestimated, none.atPlanned, 1e-12);
  });

  it('weighs the final analysis', () => {
    const result = ask(zone, byZ([150, 1.5], [330, 2.1]));
    const last = result.looks[1];
    close(last.weightedZ, weightedStatistic(design.plan, 1.5, 2.1, 330), 1e-12);
    close(last.efficacyZ, looksOf(zone).solved.efficacy[1], 1e-9);
    // The observed z whose weighted statistic is the bound has the hazard ratio shown.
    const z = -Math.log(last.efficacyHazardRatio ?? Number.NaN) * Math.sqrt(330 / 4);
    close(weightedStatistic(design.plan, 1.5, z, 330), last.efficacyZ ?? Number.NaN, 1e-9);
    const { stagewise, biasAdjusted } = result.stoppedHere;
    expect([stagewise.hazardRatio, stagewise.low, stagewise.high, biasAdjusted]).toEqual([null, null, null, null]);
    const plain = ask(
      { ...zone, sequential: { ...PLAN, tested: [true], chosen: [true] } },
      byZ([150, 1.5], [250, last.weightedZ ?? Number.NaN]),
    );
    close(stagewise.pOneSided, plain.stoppedHere.stagewise.pOneSided, 1e-12);
    expect(result.remarks.some((text) => text.includes(`was to have ${result.reestimation?.events} events`))).toBe(
      true,
    );
  });
});

describe('patients', () => {
  it('give R’s log-rank and Cox: public data, ties and all', () => {
    for (const { patients, found } of publicData) {
      const data = observedData(
        patients.map(({ time, event, arm }) => ({
          time,
          event: event === 1,
          arm: arm === 1 ? 'experimental' : 'control',
        })),
      );
      close(data.score, found.u, 1e-9 * Math.max(1, Math.abs(found.u)));
      close(data.variance, found.v, 1e-9 * found.v);
      close(Math.log(data.hazardRatio?.estimate ?? Number.NaN), found.logHazardRatio, 1e-9);
      const width = Math.log((data.hazardRatio?.high ?? 0) / (data.hazardRatio?.low ?? 0)) / (2 * 1.959963984540054);
      close(width, found.standardError, 1e-9);
      expect(data.eventsControl + data.eventsExperimental).toBe(found.events);
    }
  });

  it('of a look give its events, z and Cox’s hazard ratio', () => {
    const text = readFileSync(new URL('../reference/look.csv', import.meta.url), 'utf8');
    const patients = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([arm, time, event]) => ({
        arm: arm as 'control' | 'experimental',
        time: Number(time),
        event: event === '1',
      }));
    const { looks, data, stoppedHere } = ask(trial, [{ kind: 'patients', patients }]);
    close(data?.score, -3.06079753, 1e-8);
    close(data?.variance, 9.681396358, 1e-8);
    close(looks[0].z, 0.9837066379, 1e-9);
    close(data?.pTwoSided, 0.3252597751, 1e-9);
    expect(looks[0].hazardRatioFrom).toBe('Cox');
    for (const [found, wanted] of [
      [looks[0].hazardRatio, 0.731085799],
      [stoppedHere.naive.low, 0.389448292],
      [stoppedHere.naive.high, 1.37241954],
    ])
      close(found, wanted, 1e-8);
  });

  it('whose events all fall in one arm have no Cox estimate, and say so', () => {
    const patient = (arm: 'control' | 'experimental', time: number, event: boolean) => ({ arm, time, event });
    const patients = [1, 2, 3, 4].flatMap((t) => [patient('control', t, true), patient('experimental', t + 5, false)]);
    const { data, looks, remarks } = ask(trial, [{ kind: 'patients', patients }]);
    expect([data?.hazardRatio, looks[0].hazardRatioFrom]).toEqual([null, 'z']);
    expect(remarks.some((text) => text.includes('no finite estimate'))).toBe(true);
  });
});

describe('remarks', () => {
  it('are made of looks far from the plan, of complete information, of arms off the plan', () => {
    expect(ask(trial, byZ([176, 1], [260, 1.2])).remarks).toEqual([]);
    expect(ask(trial, byZ([255, 1])).remarks[0]).toMatch(/Look 1 was planned at 175 .* nearer to look 2/);
    const complete = ask(trial, byZ([176, 1], [351, 1.2]));
    expect(complete.remarks.at(-1)).toMatch(/--final/);
    expect(complete.chances).toEqual([]);
    const patients = Array.from({ length: 300 }, (_, i) => ({
      arm: i % 3 === 0 ? ('control' as const) : ('experimental' as const),
      time: i + 1,
      event: i % 2 === 0,
    }));
    const { remarks } = ask({ ...trial, patients: 280 }, [{ kind: 'patients', patients }]);
    expect(remarks.some((text) => /66\.7 % of the 300 patients.*50\.0 %/.test(text))).toBe(true);
    expect(remarks.some((text) => /more than the 280 planned/.test(text))).toBe(true);
  });

  it('are not needed for any z there may be', () => {
    for (const z of [-100, -38, 0, 38, 100])
      for (const seen of [byZ([176, z]), byZ([176, 1], [260, z]), byZ([176, 1], [260, 1.5], [350, z])]) {
        const { stoppedHere } = ask(withFutility, seen);
        for (const value of [...Object.values(stoppedHere.naive), ...Object.values(stoppedHere.stagewise)])
          expect(Number.isFinite(value)).toBe(true);
      }
  });
});
