/** What a published summary says between its lines. */
import {
  compareSummaries,
  hazardRatioOfMedians,
  hazardRatioTest,
  impliedEvents,
  logHazardRatioSe,
  medianPrecision,
  type SummariesCompared,
  twoProportionsTest,
} from '../formulas/publication.ts';
import type { Reported } from '../scenario/scenario.ts';
import { type EValues, eValuesOf } from './eValues.ts';
import { type PublishedEffect, publishedEffect } from './publishedEffect.ts';
import { responders } from './replayedResponses.ts';

/** What the published summary says between its lines. */
export interface PublicationSummary {
  readonly endpoint: string;
  readonly experimentalShare: number;
  readonly standardErrorLogHazardRatio: number | null;
  readonly impliedEvents: number | null;
  readonly hazardRatioZ: number | null;
  readonly hazardRatioP: number | null;
  readonly reportedP: number | null;
  readonly reportedHazardRatio: number | null;
  /** What an unmeasured factor would have to be like to explain the hazard ratio; left out where none was printed. */
  readonly eValues?: EValues;
  /** Null without its interval. */
  readonly publishedEffect: PublishedEffect | null;
  readonly hazardRatioOfMedians: number | null;
  /** The hazard ratio against the medians; null where either is missing. */
  readonly summaries: SummariesCompared | null;
  readonly medians: readonly {
    readonly arm: string;
    readonly median: number;
    readonly scale: string | null;
    readonly standardError: number | null;
  }[];
  readonly responses: readonly {
    readonly outcome: string;
    readonly control: string;
    readonly experimental: string;
    readonly p: number;
    readonly reportedP: number | null;
  }[];
}

export function summarisePublication(reported: Reported): PublicationSummary {
  const { control, experimental, hazardRatio } = reported;
  const share = experimental.patients / (control.patients + experimental.patients);
  const interval = hazardRatio?.low && hazardRatio.high ? { lower: hazardRatio.low, upper: hazardRatio.high } : null;
  const se = interval === null ? null : logHazardRatioSe(interval);
  const tested = hazardRatio === null || interval === null ? null : hazardRatioTest(hazardRatio.value, interval);
  const ofMedians =
    control.median && experimental.median
      ? hazardRatioOfMedians(control.median.value, experimental.median.value)
      : null;
  const eValues = eValuesOf(reported);
  const responses = (['objective response', 'disease control'] as const).flatMap((outcome) => {
    const stable = outcome === 'disease control';
    const inControl = responders(control, stable);
    const inExperimental = responders(experimental, stable);
    if (inControl === null || inExperimental === null) return [];
    const { p } = twoProportionsTest(
      { events: inExperimental, patients: experimental.patients },
      { events: inControl, patients: control.patients },
    );
    return {
      outcome,
      control: `${inControl}/${control.patients}`,
      experimental: `${inExperimental}/${experimental.patients}`,
      p,
      reportedP: reported.responsePValues?.[stable ? 'diseaseControl' : 'objectiveResponse'] ?? null,
    };
  });
  return {
    endpoint: reported.endpoint,
    experimentalShare: share,
    standardErrorLogHazardRatio: se,
    impliedEvents: se === null ? null : impliedEvents(se, share),
    hazardRatioZ: tested?.z ?? null,
    hazardRatioP: tested?.p ?? null,
    reportedP: reported.pValue?.value ?? null,
    reportedHazardRatio: hazardRatio?.value ?? null,
    ...(eValues ? { eValues } : {}),
    publishedEffect: publishedEffect(reported),
    hazardRatioOfMedians: ofMedians,
    summaries: hazardRatio === null || ofMedians === null ? null : compareSummaries(hazardRatio, ofMedians),
    medians: [control, experimental].flatMap((arm) => {
      if (arm.median === null) return [];
      const { value, low, high } = arm.median;
      const precision = low !== null && high !== null ? medianPrecision(value, { lower: low, upper: high }) : null;
      return { arm: arm.name, median: value, scale: precision?.scale ?? null, standardError: precision?.se ?? null };
    }),
    responses,
  };
}
