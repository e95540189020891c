/** Power and type I error of a trial of a proportion: exact, by formula, and simulated beside them. */
import { square } from '../../elementary/square.ts';
import { largestTypeOneError, rejectionsAt } from '../../proportions/exactRejection.ts';
import { exactPower, powersBySize, smallestBlock } from '../../proportions/exactSize.ts';
import {
  MARGIN_STATISTICS,
  PROPORTION_STATISTICS,
  type ProportionStatistic,
  type ProportionTest,
} from '../../proportions/proportionTest.ts';
import { type RejectionRegion, rejectionRegion } from '../../proportions/rejectionRegion.ts';
import type { ResponseTrial } from '../../scenario/plannedResponseTrial.ts';
import { type Proportion, proportion } from '../../tally/estimates.ts';
import type { Asking } from '../asking.ts';
import {
  formulaPower,
  type OrientedPlan,
  orientedPlan,
  orientedRate,
  type PatientsByArm,
  patientsByArm,
} from './responsePlan.ts';
import { simulateResponses } from './simulateResponses.ts';

/** How often the test rejects where the control rate is `rate` and the rates differ by the margin alone. */
export interface TypeOneAt {
  /** Control rate of the event. */
  readonly rate: number;
  readonly probability: number;
}

export interface ExactPoint {
  readonly patients: number;
  readonly power: number;
}

export interface ResponsePower {
  readonly patients: number;
  readonly byArm: PatientsByArm;
  readonly power: number;
  /** Chance that the test finds the experimental arm worse; 0 for a one-sided test. */
  readonly harm: number;
  readonly typeOne: { readonly planned: TypeOneAt; readonly largest: TypeOneAt };
  /** By the normal formula. */
  readonly formula: number;
  readonly simulated: { readonly power: Proportion; readonly typeOne: Proportion };
  /** Fewest events of the experimental arm (most where fewer are better) that decide for it where the control has as many as planned; null for none. */
  readonly decisive: { readonly control: number; readonly experimental: number } | null;
  /** The other tests at the same level, for the same margin. */
  readonly others: readonly {
    readonly statistic: ProportionStatistic;
    readonly power: number;
    readonly largestTypeOne: number;
  }[];
  /** Exact power of N about the planned one. */
  readonly curve: readonly ExactPoint[];
}

const MOST_SIMULATED = 1e8;

/** Replicates that the precision of the scenario asks for. */
function replicatesFor({ precision }: Asking, rate: number): number {
  if ('replicates' in precision) return precision.replicates;
  return Math.min(MOST_SIMULATED, Math.max(1, Math.ceil((rate * (1 - rate)) / square(precision.standardError))));
}

const counted = ({ sides, margin }: ProportionTest, { benefit, harm }: { benefit: number; harm: number }): number =>
  sides === 2 && margin === 0 ? benefit + harm : benefit;

function typeOneOf(test: ProportionTest, region: RejectionRegion, plan: ResponseTrial, { rates }: OrientedPlan) {
  const none = nullRates(test, rates.control);
  const largest = largestTypeOneError(region, test.margin, test.sides === 2 && test.margin === 0);
  return {
    planned: { rate: orientedRate(plan, none.control), probability: exactPower(test, region, none) },
    largest: { rate: orientedRate(plan, largest.rate), probability: largest.probability },
  };
}

/** The rates of the null at the planned control rate, moved no further than both remain probabilities. */
function nullRates({ margin }: ProportionTest, control: number) {
  const least = Math.max(0, -margin);
  const most = Math.min(1, 1 - margin);
  const kept = Math.min(most, Math.max(least, control));
  return { control: kept, experimental: Math.min(1, Math.max(0, kept + margin)) };
}

function decisiveEvents(
  plan: ResponseTrial,
  oriented: OrientedPlan,
  region: RejectionRegion,
): ResponsePower['decisive'] {
  const y = Math.round(region.m * oriented.rates.control);
  const at = region.benefit.row.indexOf(y);
  if (at < 0) return null;
  const x = region.benefit.from[at];
  return plan.wanted ? { control: y, experimental: x } : { control: region.m - y, experimental: region.n - x };
}

const CURVE_SHARE = 0.25;
const CURVE_POINTS = 60;

function curveAbout(patients: number, { test, rates, block }: OrientedPlan): ExactPoint[] {
  const smallest = smallestBlock(block);
  const size = smallest.experimental + smallest.control;
  const powerAt = powersBySize(test, rates, smallest);
  const [low, high] = [1 - CURVE_SHARE, 1 + CURVE_SHARE].map((share) =>
    Math.max(1, Math.round((patients * share) / size)),
  );
  // Neighbours show the saw: where there are too many N for all of them, those nearest to the planned one.
  const middle = Math.round(patients / size);
  const from = Math.max(low, middle - CURVE_POINTS / 2);
  const to = Math.min(high, middle + CURVE_POINTS / 2);
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const { patients: n, power } = powerAt(from + i);
    return { patients: n, power };
  });
}

/** Precondition: the plan has N. */
export function powerOfResponses(asking: Asking, plan: ResponseTrial): ResponsePower {
  if (plan.patients === null) throw new TypeError('power needs N');
  const { patients } = plan;
  const oriented = orientedPlan(plan);
  const { test, rates } = oriented;
  const byArm = patientsByArm(patients, oriented);
  const region = rejectionRegion(test, byArm.experimental, byArm.control);
  const power = exactPower(test, region, rates);
  const typeOne = typeOneOf(test, region, plan, oriented);
  const simulate = (purpose: string, expected: number, truth: OrientedPlan['rates']): Proportion => {
    const replicates = replicatesFor(asking, expected);
    asking.progress.begin(`responses: ${purpose}`, replicates);
    const found = simulateResponses(region, truth, asking.seed, `responses ${purpose}`, replicates);
    asking.progress.advance(replicates);
    asking.account.replicates += replicates;
    return proportion(counted(test, found), replicates);
  };
  const able = PROPORTION_STATISTICS.filter(
    (statistic) => statistic !== test.statistic && (test.margin === 0 || MARGIN_STATISTICS.includes(statistic)),
  );
  return {
    patients,
    byArm,
    power,
    harm: test.sides === 1 ? 0 : rejectionsAt(region, rates).harm,
    typeOne,
    formula: formulaPower(oriented, patients),
    simulated: {
      power: simulate('planned rates', power, rates),
      typeOne: simulate('null', typeOne.planned.probability, nullRates(test, rates.control)),
    },
    decisive: decisiveEvents(plan, oriented, region),
    others: able.map((statistic) => {
      const other = { ...test, statistic };
      const otherRegion = rejectionRegion(other, byArm.experimental, byArm.control);
      return {
        statistic,
        power: exactPower(other, otherRegion, rates),
        largestTypeOne: largestTypeOneError(otherRegion, test.margin, test.sides === 2 && test.margin === 0)
          .probability,
      };
    }),
    curve: curveAbout(patients, oriented),
  };
}
