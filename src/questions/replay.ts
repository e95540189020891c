/**
 * The published study, simulated many times under each candidate truth: where do the paper's own results fall? Arms are
 * of the published sizes; enrolment and follow-up are those of `conduct`, by arm where they were printed by arm; the
 * study's test is two-sided 5 %.
 */

import { type Design, planDesign } from '../design/planDesign.ts';
import { log } from '../elementary/log.ts';
import { pow } from '../elementary/pow.ts';
import { compareSummaries, impliedEvents, logHazardRatioSe, type SummariesCompared } from '../formulas/publication.ts';
import type { Conduct, Reported, ReportedArm } from '../scenario/scenario.ts';
import type { Clock } from '../survival/clock.ts';
import { NO_EFFECT, type SurvivalLaw } from '../survival/law.ts';
import type { Published } from '../tally/asked.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import type { Tally } from '../tally/tally.ts';
import { type ArmParts, makeArms } from '../trial/arm.ts';
import { timeToEvent } from '../trial/endpoint.ts';
import { entriesFor } from '../trial/followUp.ts';
import { logRankTest, type Trial } from '../trial/trial.ts';
import { type Asking, simulateTo } from './asking.ts';
import { type OperatingCharacteristics, operatingCharacteristics } from './operatingCharacteristics.ts';
import { type PublishedEffect, publishedEffect } from './publishedEffect.ts';
import { type ReplayedResponse, replayedResponses } from './replayedResponses.ts';
import { replayProblem } from './replayProblem.ts';

export type Truth = 'reported medians' | 'reported hazard ratio' | 'no difference';

/** Where the published results fall among the simulated ones; null where the paper did not report the statistic. */
export interface PublishedAmongSimulated {
  readonly pAtMost: Proportion | null;
  readonly pAtLeast: Proportion | null;
  /** |log HR| ≥ published, in either direction; and in the published direction. */
  readonly hazardRatioEitherWay: Proportion | null;
  readonly hazardRatioSameWay: Proportion | null;
  readonly mediansEitherWay: Proportion | null;
  readonly mediansSameWay: Proportion | null;
  /** HR and medians of one replicate disagree as much as the published ones do. */
  readonly disagreement: Proportion | null;
}

export interface ReplayUnder {
  readonly truth: Truth;
  readonly controlMedian: number;
  readonly experimentalMedian: number;
  readonly hazardRatio: number;
  /** Expected events by the analysis, by integration; null where the analysis is never expected to come due. */
  readonly expectedEvents: { readonly control: number; readonly experimental: number } | null;
  readonly characteristics: OperatingCharacteristics;
  readonly published: PublishedAmongSimulated;
}

/** Every death is an event of survival without progression: a conduct that expects fewer cannot have been the study's. */
export interface TooFewEvents {
  readonly arm: string;
  readonly deaths: number;
  /** Expected events under the truths: the fewest and the most. */
  readonly fewest: number;
  readonly most: number;
}

export interface ReplayResult {
  readonly patientsControl: number;
  readonly patientsExperimental: number;
  readonly conduct: Conduct;
  /** Events that the CI of the published hazard ratio implies, if they were shared as patients are (Schoenfeld). */
  readonly impliedEvents: number | null;
  /** Standard error of the log hazard ratio, from that CI. */
  readonly standardErrorPrinted: number | null;
  /** Deaths in both arms together: no fewer patients can have had an event. Null where an arm's were not printed. */
  readonly deaths: number | null;
  /** Arms in which the conduct lets fewer events be expected than patients died, under at least one truth. */
  readonly tooFewEvents: readonly TooFewEvents[];
  /** The paper's hazard ratio against the one its medians imply under the shape of the truths. */
  readonly summaries: SummariesCompared | null;
  /** Null where no hazard ratio was printed with its interval. */
  readonly publishedEffect: PublishedEffect | null;
  readonly truths: readonly ReplayUnder[];
  /** Comparisons of responses, tested again; left out where the study reports none of both arms. */
  readonly responses?: ReplayedResponse[];
}

/** A Weibull clock with this median (exponential at shape 1). */
function clockWithMedian(median: number, shape: number): Clock {
  if (shape === 1) return { kind: 'piecewise', starts: [0], hazards: [Math.LN2 / median] };
  return { kind: 'weibull', shape, scale: median / pow(Math.LN2, 1 / shape) };
}

function lawWithMedian(median: number, shape: number): SurvivalLaw {
  return { clock: clockWithMedian(median, shape), steps: NO_EFFECT };
}

/** The published study as a trial under given laws. */
function studyTrial(reported: Reported, conduct: Conduct, control: SurvivalLaw, experimental: SurvivalLaw): Trial {
  const { dropoutHazard, followed } = conduct;
  const arm = ({ name, patients }: ReportedArm, law: SurvivalLaw): ArmParts => ({
    name,
    weight: patients,
    effect: { kind: 'own', law },
    dropoutHazard,
  });
  const arms = [arm(reported.control, control), arm(reported.experimental, experimental)] as const;
  const patients = reported.control.patients + reported.experimental.patients;
  const endpoints = [timeToEvent(reported.endpoint)] as const;
  const test = logRankTest(0.05, 2);
  if (followed.kind === 'together')
    return {
      endpoints,
      arms: makeArms(...arms),
      patients,
      accrual: followed.accrual,
      analysis: followed.analysis,
      test,
    };
  // Everybody is last seen at one calendar time, so an arm's follow-up says when its patients entered.
  const end = Math.max(followed.control.longest, followed.experimental.longest);
  const shortest = Math.min(followed.control.shortest, followed.experimental.shortest);
  return {
    endpoints,
    arms: makeArms(
      { ...arms[0], accrual: entriesFor(followed.control, end) },
      { ...arms[1], accrual: entriesFor(followed.experimental, end) },
    ),
    patients,
    accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: end - shortest },
    analysis: { kind: 'calendarTime', time: end },
    test,
  };
}

function eventsExpected({ expected }: Design): ReplayUnder['expectedEvents'] {
  const time = expected.analysisTime;
  if (!Number.isFinite(time)) return null;
  const [control, experimental] = expected.counts(time);
  return { control: control.events, experimental: experimental.events };
}

/** Names of endpoints of which every death is an event: survival without progression, or survival itself. */
const COUNTS_DEATHS = /surviv/i;

function tooFewEvents(reported: Reported, truths: readonly ReplayUnder[]): TooFewEvents[] {
  if (!COUNTS_DEATHS.test(reported.endpoint)) return [];
  return (['control', 'experimental'] as const).flatMap((which) => {
    const { name, deaths } = reported[which];
    const expected = truths.flatMap(({ expectedEvents }) => (expectedEvents === null ? [] : [expectedEvents[which]]));
    const fewest = Math.min(...expected);
    return deaths === null || !(fewest < deaths) ? [] : [{ arm: name, deaths, fewest, most: Math.max(...expected) }];
  });
}

function amongSimulated(tally: Tally, published: Published): PublishedAmongSimulated {
  const { extremes } = tally;
  const share = (has: unknown, count: number | undefined, of: number | undefined): Proportion | null =>
    has === null || count === undefined || of === undefined || of === 0 ? null : proportion(count, of);
  const { pValue, hazardRatio, medians } = published;
  const both = hazardRatio === null ? null : medians;
  return {
    pAtMost: share(pValue, extremes?.pAtMost, tally.replicates),
    pAtLeast: share(pValue, extremes?.pAtLeast, tally.replicates),
    hazardRatioEitherWay: share(hazardRatio, extremes?.hazardRatioEitherWay, extremes?.hazardRatios),
    hazardRatioSameWay: share(hazardRatio, extremes?.hazardRatioSameWay, extremes?.hazardRatios),
    mediansEitherWay: share(medians, extremes?.mediansEitherWay, extremes?.medianPairs),
    mediansSameWay: share(medians, extremes?.mediansSameWay, extremes?.medianPairs),
    disagreement: share(both, extremes?.disagreement, extremes?.disagreements),
  };
}

/** Precondition: `replayProblem` is null. @throws Interrupted */
export async function askReplay(asking: Asking, reported: Reported): Promise<ReplayResult> {
  const { conduct, control, experimental, hazardRatio, pValue } = reported;
  if (conduct === null || control.median === null) throw new TypeError(replayProblem(reported) ?? 'nothing to replay');
  const shape = conduct.survivalShape;
  const anchor = control.median.value;
  const medians = experimental.median === null ? null : ([anchor, experimental.median.value] as const);
  const published: Published = {
    pValue: pValue?.value ?? null,
    hazardRatio: hazardRatio?.value ?? null,
    medians,
    survivalShape: shape,
  };
  const base = lawWithMedian(anchor, shape);
  const candidates: { truth: Truth; ratio: number }[] = [];
  if (medians !== null) candidates.push({ truth: 'reported medians', ratio: pow(medians[0] / medians[1], shape) });
  if (hazardRatio !== null) candidates.push({ truth: 'reported hazard ratio', ratio: hazardRatio.value });
  candidates.push({ truth: 'no difference', ratio: 1 });

  const truths: ReplayUnder[] = [];
  for (const { truth, ratio } of candidates) {
    const experimentalMedian = anchor / pow(ratio, 1 / shape);
    const design = planDesign(studyTrial(reported, conduct, base, lawWithMedian(experimentalMedian, shape)));
    const tally = await simulateTo(
      asking,
      {
        design,
        purpose: `replay ${truth}`,
        wants: { hazardRatio: true, medians: true },
        trueLogHazardRatio: log(ratio),
        published,
      },
      `replay under ${truth}`,
    );
    truths.push({
      truth,
      controlMedian: anchor,
      experimentalMedian,
      hazardRatio: ratio,
      expectedEvents: eventsExpected(design),
      characteristics: operatingCharacteristics(tally, 2, true),
      published: amongSimulated(tally, published),
    });
  }
  const share = experimental.patients / (control.patients + experimental.patients);
  const standardErrorPrinted =
    hazardRatio?.low && hazardRatio.high ? logHazardRatioSe({ lower: hazardRatio.low, upper: hazardRatio.high }) : null;
  const responses = replayedResponses(reported);
  const impliedHazardRatio = medians === null ? null : pow(medians[0] / medians[1], shape);
  return {
    patientsControl: control.patients,
    patientsExperimental: experimental.patients,
    conduct,
    impliedEvents: standardErrorPrinted === null ? null : impliedEvents(standardErrorPrinted, share),
    standardErrorPrinted,
    deaths:
      control.deaths === null || experimental.deaths === null || !COUNTS_DEATHS.test(reported.endpoint)
        ? null
        : control.deaths + experimental.deaths,
    tooFewEvents: tooFewEvents(reported, truths),
    summaries:
      hazardRatio === null || impliedHazardRatio === null ? null : compareSummaries(hazardRatio, impliedHazardRatio),
    publishedEffect: publishedEffect(reported),
    truths,
    ...(responses.length > 0 ? { responses } : {}),
  };
}
