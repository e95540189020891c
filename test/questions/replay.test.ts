/**
 * The replay of Guo, Ren et al. 2022 against a second, plain program. Differences of two Monte Carlo estimates: 5.5
 * standard errors, at most 12 comparisons a test, false at 5e-7.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../src/maths/normal.ts';
import { askReplay, type ReplayResult, type ReplayUnder } from '../../src/questions/replay.ts';
import { replayProblem } from '../../src/questions/replayProblem.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Reported } from '../../src/scenario/scenario.ts';
import type { Proportion } from '../../src/tally/estimates.ts';
import { expectNear, proportionError } from '../statistical/monteCarlo.ts';
import { asking } from './asked.ts';
import { drawMultiplier, medianOfReference } from './naiveFactors.ts';
import { type NaiveDesign, type NaiveStudy, naiveStudies } from './naiveStudy.ts';

const REPLICATES = 100_000;
const NAIVE = 10_000;

async function reportedIn(file: string): Promise<Reported> {
  const { reported } = await loadScenario(new URL(`../../scenarios/${file}`, import.meta.url).pathname);
  if (reported === null) throw new Error(`${file} reports nothing`);
  return reported;
}

const reported = await reportedIn('guo-2022.yaml');
const result: ReplayResult = await askReplay(asking('replay', { replicates: REPLICATES }), reported);

function expectShare(
  found: Proportion | null,
  studies: readonly NaiveStudy[],
  is: (study: NaiveStudy) => boolean,
): void {
  if (found === null) throw new Error('not counted');
  const share = studies.filter(is).length / studies.length;
  const p = (found.count + share * NAIVE) / (found.replicates + NAIVE);
  expectNear(found.estimate, share, Math.hypot(proportionError(p, NAIVE), proportionError(p, found.replicates)));
}

const beyond = (median: number) => (Number.isNaN(median) ? Number.POSITIVE_INFINITY : median);

/** The factors in which the arms of the study differ. */
const factors = reported.prognosticFactors ?? [];

/** A median that a truth without curves always has. */
function known(median: number | null): number {
  if (median === null) throw new Error('no median');
  return median;
}

/** Medians of the arms' laws in the second program, and what multiplies the hazard of a patient. */
function naiveTruth({
  truth,
  controlMedian,
  experimentalMedian,
}: ReplayUnder): Pick<NaiveDesign, 'medians' | 'multiplier'> {
  if (truth !== 'unlike patients') return { medians: [known(controlMedian), known(experimentalMedian)] };
  const median = medianOfReference(factors, known(controlMedian));
  return { medians: [median, median], multiplier: (arm, random) => drawMultiplier(factors, arm, random) };
}

describe('replay', () => {
  it('takes the candidate truths from the paper', () => {
    expect(result.truths.map(({ truth, controlMedian }) => [truth, controlMedian])).toEqual([
      ['reported medians', 9],
      ['reported hazard ratio', 9],
      ['no difference', 9],
      ['unlike patients', 9],
    ]);
    const ratios = result.truths.map(({ hazardRatio }) => hazardRatio);
    for (const [i, ratio] of [1.5, 1.206, 1, 1].entries()) expect(ratios[i]).toBeCloseTo(ratio, 12);
    const medians = result.truths.map(({ experimentalMedian }) => experimentalMedian);
    for (const [i, median] of [6, 9 / 1.206, 9].entries()) expect(medians[i]).toBeCloseTo(median, 12);
  });

  it('finds the paper’s medians and hazard ratio at odds', () => {
    expect(result.summaries?.reportedHazardRatio).toBe(1.206);
    expect(result.summaries?.impliedHazardRatio).toBeCloseTo(1.5, 12);
    expect(result.summaries?.logDifference).toBeCloseTo(Math.log(1.5 / 1.206), 12);
  });

  it('expects the events that the follow-up of each arm allows, and says where more patients died', () => {
    // Half of the patients followed uniformly in [a, m], half in [m, b]: 1 − E 2^(−F / median), integrated by hand.
    const share = (median: number, [a, m, b]: readonly number[]) => {
      const within = (from: number, to: number) =>
        1 - (median / Math.LN2 / (to - from)) * (2 ** (-from / median) - 2 ** (-to / median));
      return (within(a, m) + within(m, b)) / 2;
    };
    for (const { expectedEvents, controlMedian, experimentalMedian } of result.truths.slice(0, 3)) {
      expect(expectedEvents?.control).toBeCloseTo(51 * share(known(controlMedian), [4, 12, 55]), 8);
      expect(expectedEvents?.experimental).toBeCloseTo(20 * share(known(experimentalMedian), [5, 9, 15]), 8);
    }
    // 35 of 51 controls died.
    expect(result.truths[0].expectedEvents?.control).toBeCloseTo(34.066, 3);
    expect(result.deaths).toBe(40);
    expect(result.tooFewEvents.map(({ arm, deaths }) => [arm, deaths])).toEqual([['TACE alone', 35]]);
    // SE of log HR = ln(2.428 / 0.599) / 3.92 = 0.357; 1 / (0.357² × 20 × 51 / 71²) = 38.8.
    expect(result.impliedEvents).toBeCloseTo(38.8, 1);
  });

  for (const [i, under] of [...result.truths.entries()])
    it(`places the published results as a second program does: ${under.truth}`, () => {
      const { truth, published, characteristics: c, expectedEvents } = under;
      const { hazardRatio, controlMedian, experimentalMedian } = under;
      const design = {
        sizes: [51, 20] as const,
        ...naiveTruth(under),
        followUp: [
          [4, 12, 55],
          [5, 9, 15],
        ] as const,
      };
      const studies = naiveStudies(design, `naive ${i}`, NAIVE);
      const p = ({ z }: NaiveStudy) => 2 * normalCdf(-Math.abs(z));
      const apart = ({ medians }: NaiveStudy) => beyond(medians[0]) - beyond(medians[1]);
      expectShare(c.power, studies, (study) => p(study) <= 0.05);
      expectShare(c.significantHarm, studies, ({ z }) => z <= -1.959964);
      expectShare(published.pAtMost, studies, (study) => p(study) <= 0.586);
      expectShare(published.pAtLeast, studies, (study) => p(study) >= 0.586);
      expectShare(
        published.hazardRatioEitherWay,
        studies,
        (study) => Math.abs(study.logHazardRatio) >= Math.log(1.206),
      );
      expectShare(published.hazardRatioSameWay, studies, (study) => study.logHazardRatio >= Math.log(1.206));
      const some = studies.filter(({ medians }) => medians.some((median) => !Number.isNaN(median)));
      expectShare(published.mediansEitherWay, some, (study) => Math.abs(apart(study)) >= 3);
      expectShare(published.mediansSameWay, some, (study) => apart(study) >= 3);
      const both = studies.filter(({ medians }) => medians.every((median) => !Number.isNaN(median)));
      expectShare(published.disagreement, both, ({ logHazardRatio, medians }) => {
        return Math.abs(logHazardRatio - Math.log(medians[0] / medians[1])) >= Math.log(1.5 / 1.206);
      });
      const meanEvents = studies.reduce((sum, { events }) => sum + events, 0) / NAIVE;
      for (const [which, counts] of [
        ['control', c.eventsControl] as const,
        ['experimental', c.eventsExperimental] as const,
      ])
        expectNear(counts.mean, expectedEvents?.[which] ?? 0, counts.standardError);
      expectNear(c.events.mean, meanEvents, c.events.standardDeviation * Math.hypot(NAIVE ** -0.5, REPLICATES ** -0.5));
      const logs = studies.map(({ logHazardRatio }) => logHazardRatio).filter((x) => Math.abs(x) < 12);
      const meanLog = logs.reduce((a, b) => a + b, 0) / logs.length;
      if (c.hazardRatio === null) throw new Error('asked for');
      const spread = c.hazardRatio.logHazardRatio.standardDeviation;
      expectNear(c.hazardRatio.logHazardRatio.mean, meanLog, spread * Math.hypot(NAIVE ** -0.5, REPLICATES ** -0.5));
      if (truth === 'unlike patients') {
        expect(hazardRatio).toBe(1);
        return;
      }
      // The Wald interval of a small study covers a little less or more than 95 %.
      expect(Math.abs((c.hazardRatio.coverage?.estimate ?? 0) - 0.95)).toBeLessThan(0.015);
      expect(hazardRatio).toBeCloseTo(known(controlMedian) / known(experimentalMedian), 10);
    });

  it('keeps its shares consistent', () => {
    for (const { published } of result.truths) {
      expect((published.pAtMost?.count ?? 0) + (published.pAtLeast?.count ?? 0)).toBe(REPLICATES);
      expect(published.hazardRatioSameWay?.count).toBeLessThan(published.hazardRatioEitherWay?.count ?? 0);
    }
  });

  it('places the medians in Weibull survival of the scenario’s shape', async () => {
    const weibull = await reportedIn('guo-2022-weibull.yaml');
    const again = await askReplay(asking('weibull', { replicates: 2000 }), weibull);
    expect(again.summaries?.impliedHazardRatio).toBeCloseTo(1.5 ** 1.2, 10);
    expect(again.truths[0].experimentalMedian).toBeCloseTo(6, 10);
    expect(again.truths[1].experimentalMedian).toBeCloseTo(9 / 1.206 ** (1 / 1.2), 10);
    const { medianControl } = again.truths[2].characteristics;
    expect(Math.abs((medianControl?.p50 ?? 0) - 9)).toBeLessThan(0.5);
  });

  it('says what it lacks', () => {
    expect(replayProblem(null)).toMatch(/reported is missing/);
    expect(replayProblem({ ...reported, conduct: null })).toMatch(/conduct is missing/);
    expect(replayProblem({ ...reported, control: { ...reported.control, median: null } })).toMatch(/no median/);
    expect(replayProblem(reported)).toBeNull();
  });

  it('does without what the paper did not print', async () => {
    const bare: Reported = { ...reported, hazardRatio: null, pValue: null };
    const again = await askReplay(asking('bare', { replicates: 500 }), bare);
    expect(again.truths.map(({ truth }) => truth)).toEqual(['reported medians', 'no difference', 'unlike patients']);
    expect([again.summaries, again.impliedEvents]).toEqual([null, null]);
    const { published } = again.truths[0];
    expect([published.pAtMost, published.pAtLeast, published.hazardRatioEitherWay, published.disagreement]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(published.mediansSameWay).not.toBeNull();
  });
});
