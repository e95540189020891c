/**
 * The published study, simulated many times under each candidate truth: where do the paper's own results fall? Arms are
 * of the published sizes; enrolment and follow-up are those of `conduct`, by arm where they were printed by arm; the
 * study's test is two-sided 5 %.
 */

import { type Design, planDesign } from '../design/planDesign.ts';
import { log } from '../elementary/log.ts';
import { pow } from '../elementary/pow.ts';
import { compareSummaries, impliedEvents, logHazardRatioSe, type SummariesCompared } from '../formulas/publication.ts';
import type { Conduct, Reported } from '../scenario/scenario.ts';
import { median, type SurvivalLaw } from '../survival/law.ts';
import type { Published } from '../tally/asked.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import type { Tally } from '../tally/tally.ts';
import { type Asking, simulateTo } from './asking.ts';
import { curvesOfStudy } from './curvesOfStudy.ts';
import { type EValues, eValuesOf } from './eValues.ts';
import { type OperatingCharacteristics, operatingCharacteristics } from './operatingCharacteristics.ts';
import { type PublishedEffect, publishedEffect } from './publishedEffect.ts';
import { type ReplayedResponse, replayedResponses } from './replayedResponses.ts';
import { replayProblem } from './replayProblem.ts';
import { lawWithMedian, studyTrial } from './studyTrial.ts';
import { type UnlikePatients, unlikePatients } from './unlikePatients.ts';

/** What may be true of the study; `unlike patients`: treatment does nothing, but the arms differ in their prognostic factors. */
export type Truth =
  | 'reported medians'
  | 'reported hazard ratio'
  | 'published curves'
  | 'no difference'
  | 'unlike patients';

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
  /** Null where the published curve does not come down to ½. */
  readonly controlMedian: number | null;
  readonly experimentalMedian: number | null;
  /** Null under the published curves, whose hazards need not be proportional. */
  readonly hazardRatio: number | null;
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
  /** Events of the patients reconstructed from the published curves; left out unless both arms have one. */
  readonly reconstructedEvents?: { readonly control: number; readonly experimental: number };
  /** Arms in which the conduct lets fewer events be expected than patients died, under at least one truth. */
  readonly tooFewEvents: readonly TooFewEvents[];
  /** The paper's hazard ratio against the one its medians imply under the shape of the truths. */
  readonly summaries: SummariesCompared | null;
  /** Null where no hazard ratio was printed with its interval. */
  readonly publishedEffect: PublishedEffect | null;
  readonly truths: readonly ReplayUnder[];
  /** What an unmeasured factor would have to be like to explain the published hazard ratio; left out where none was printed. */
  readonly eValues?: EValues;
  /** What the factors in which the arms differ do to the hazard ratio; left out where the file names none. */
  readonly unlike?: UnlikePatients;
  /** Comparisons of responses, tested again; left out where the study reports none of both arms. */
  readonly responses?: ReplayedResponse[];
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

/** What may be true, with the laws of both arms. */
interface Candidate {
  readonly truth: Truth;
  readonly ratio: number | null;
  readonly controlMedian: number | null;
  readonly experimentalMedian: number | null;
  readonly laws: { readonly control: SurvivalLaw; readonly experimental: SurvivalLaw };
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
  const candidates: Candidate[] = [];
  const proportional = (truth: Truth, ratio: number) => {
    const experimentalMedian = anchor / pow(ratio, 1 / shape);
    const laws = { control: base, experimental: lawWithMedian(experimentalMedian, shape) };
    candidates.push({ truth, ratio, controlMedian: anchor, experimentalMedian, laws });
  };
  if (medians !== null) proportional('reported medians', pow(medians[0] / medians[1], shape));
  if (hazardRatio !== null) proportional('reported hazard ratio', hazardRatio.value);
  const curves = curvesOfStudy(reported);
  if (curves !== null) {
    const { control: controlMedian, experimental: experimentalMedian } = curves.medians;
    candidates.push({ truth: 'published curves', ratio: null, controlMedian, experimentalMedian, laws: curves.laws });
  }
  proportional('no difference', 1);
  const unlike = unlikePatients(reported, conduct, base.clock);
  if (unlike !== null) {
    const { laws } = unlike;
    const experimentalMedian = median(laws.experimental);
    candidates.push({ truth: 'unlike patients', ratio: 1, controlMedian: anchor, experimentalMedian, laws });
  }

  const truths: ReplayUnder[] = [];
  for (const { truth, ratio, controlMedian, experimentalMedian, laws } of candidates) {
    const design = planDesign(studyTrial(reported, conduct, laws.control, laws.experimental));
    const tally = await simulateTo(
      asking,
      {
        design,
        purpose: `replay ${truth}`,
        wants: { hazardRatio: true, medians: true },
        trueLogHazardRatio: ratio === null ? null : log(ratio),
        published,
      },
      `replay under ${truth}`,
    );
    truths.push({
      truth,
      controlMedian,
      experimentalMedian,
      hazardRatio: ratio,
      expectedEvents: eventsExpected(design),
      characteristics: operatingCharacteristics(tally, 2, ratio !== null),
      published: amongSimulated(tally, published),
    });
  }
  const share = experimental.patients / (control.patients + experimental.patients);
  const standardErrorPrinted =
    hazardRatio?.low && hazardRatio.high ? logHazardRatioSe({ lower: hazardRatio.low, upper: hazardRatio.high }) : null;
  const responses = replayedResponses(reported);
  const eValues = eValuesOf(reported);
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
    ...(curves ? { reconstructedEvents: curves.events } : {}),
    tooFewEvents: tooFewEvents(
      reported,
      truths.filter(({ truth }) => truth !== 'unlike patients'),
    ),
    summaries:
      hazardRatio === null || impliedHazardRatio === null ? null : compareSummaries(hazardRatio, impliedHazardRatio),
    publishedEffect: publishedEffect(reported),
    truths,
    ...(eValues ? { eValues } : {}),
    ...(unlike ? { unlike: unlike.found } : {}),
    ...(responses.length > 0 ? { responses } : {}),
  };
}
