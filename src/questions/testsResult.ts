/** Several tests of one trial on the same replicates: power of each, differences, and how they agree. */

import { square } from '../elementary/square.ts';
import type { Expectation } from '../expectation/expectation.ts';
import { logRankPower } from '../formulas/logRankDrift.ts';
import { testDrift, testPower } from '../formulas/testDrift.ts';
import { definitionOf } from '../statistics/registry.ts';
import { adjustMean } from '../tally/adjustedRate.ts';
import type { ControlSums } from '../tally/collectors/controlVariates.ts';
import type { TestTally } from '../tally/collectors/tests.ts';
import { type MeanEstimate, meanEstimate, type Proportion, proportion } from '../tally/estimates.ts';
import type { Tally } from '../tally/tally.ts';
import type { Test } from '../trial/test.ts';
import { testName } from '../trial/testName.ts';
import { testsOf } from '../trial/trial.ts';

/** A difference of two powers on the same replicates, with its Monte Carlo error. */
export interface PairedDifference {
  readonly estimate: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
}

export interface TestResult {
  readonly name: string;
  /** Whether this is the test that decides. */
  readonly deciding: boolean;
  /** P(reject): for benefit when one-sided, either way when two-sided. */
  readonly power: Proportion;
  readonly significantHarm: Proportion;
  /** Power minus that of the deciding test; null for that test itself. */
  readonly minusDeciding: PairedDifference | null;
  /** Large-sample power; null where looks or several hypotheses decide. */
  readonly formula: number | null;
  /** What it estimates (exp of the mean log for ratios), its mean over replicates, and its large-sample value. */
  readonly estimates: {
    readonly what: string;
    readonly logScale: boolean;
    readonly simulated: MeanEstimate;
    readonly expected: number;
    readonly notEstimable: Proportion;
  } | null;
}

/** Shares of replicates in which two tests both reject, only one does, or neither. */
export interface Agreement {
  readonly first: string;
  readonly second: string;
  readonly both: Proportion;
  readonly onlyFirst: Proportion;
  readonly onlySecond: Proportion;
  readonly neither: Proportion;
}

export interface TestsResult {
  readonly tests: readonly TestResult[];
  readonly agreement: readonly Agreement[];
}

const Z_95 = 1.959963984540054;

/** Rejections of test t minus those of test u, of n replicates; adjusted where control variates are given. */
export function pairedDifference(
  tests: readonly TestTally[],
  t: number,
  u: number,
  n: number,
  controls: ControlSums | null = null,
): PairedDifference {
  const onlyT = (tests[t].both[t] - tests[t].both[u]) / n;
  const onlyU = (tests[u].both[u] - tests[t].both[u]) / n;
  const mean = onlyT - onlyU;
  const withControls = controls?.rejecting[t].map((sum, i) => sum - controls.rejecting[u][i]) ?? [];
  const observed = { mean, variance: Math.max(0, onlyT + onlyU - square(mean)), withControls };
  const { estimate, variance } = adjustMean(observed, n, controls);
  const standardError = Math.sqrt(variance);
  return {
    estimate,
    standardError,
    low: estimate - Z_95 * standardError,
    high: estimate + Z_95 * standardError,
  };
}

/** Whether formulas apply: they compare arms as randomised, and ignore covariates. */
function hasFormula({ adjustedFor, origin }: Test): boolean {
  return adjustedFor.length === 0 && (origin === undefined || origin.kind === 'randomisation');
}

/** The power by formula; for the log-rank it is the one listed among the formulas. */
export function formulaPower(expected: Expectation, time: number, test: Test): number {
  if (!definitionOf(test.statistic).unweightedScore) return testPower(expected, time, test);
  return logRankPower(expected.analysed({ test: { ...expected.trial.test, ...test } }), time);
}

/**
 * The results of the tests. `expected` is what the simulated trial is expected to see, `time` its expected final
 * analysis. Null where only one test was made.
 */
export function testsResult(tally: Tally, expected: Expectation, time: number, unit: string): TestsResult | null {
  const { trial } = expected;
  const { tests: counts, replicates: n } = tally;
  if (counts === null) return null;
  const tests = testsOf(trial);
  const names = tests.map((test) => testName(test, unit));
  const plain = trial.sequential === undefined && trial.family === undefined && Number.isFinite(time);
  return {
    tests: tests.map((test, t): TestResult => {
      const definition = definitionOf(test.statistic);
      const what = definition.estimates(test.statistic);
      const { both, harm, estimate } = counts[t];
      return {
        name: names[t],
        deciding: t === 0,
        power: proportion(both[t], n),
        significantHarm: proportion(harm, n),
        minusDeciding: t === 0 ? null : pairedDifference(counts, t, 0, n),
        formula: plain && hasFormula(test) ? formulaPower(expected, time, test) : null,
        estimates:
          what === null || estimate.count === 0
            ? null
            : {
                what,
                logScale: definition.logScale?.(test.statistic) === true,
                simulated: meanEstimate(estimate),
                expected:
                  Number.isFinite(time) && hasFormula(test) ? testDrift(expected, time, test).estimate : Number.NaN,
                notEstimable: proportion(n - estimate.count, n),
              },
      };
    }),
    agreement: tests.flatMap((_, t) =>
      tests.slice(t + 1).map((__, k): Agreement => {
        const u = t + 1 + k;
        const both = counts[t].both[u];
        const first = counts[t].both[t];
        const second = counts[u].both[u];
        return {
          first: names[t],
          second: names[u],
          both: proportion(both, n),
          onlyFirst: proportion(first - both, n),
          onlySecond: proportion(second - both, n),
          neither: proportion(n - first - second + both, n),
        };
      }),
    ),
  };
}
