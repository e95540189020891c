/** The answer to `evidence`. */
import type {
  CombinedRatio,
  EvidenceByLag,
  EvidencePriorFound,
  EvidenceResult,
  EvidenceSubset,
  PublishedStudy,
  RatioAtLag,
  WithoutStudy,
} from '../../questions/combinedEvidence.ts';
import { SOURCES } from '../../scenario/provenanceFields.ts';
import type { ResolvedScenario } from '../presenter.ts';
import {
  agreeing,
  type FieldKinds,
  flag,
  type Kind,
  list,
  name,
  nonNegative,
  nullable,
  number,
  oneOf,
  positiveCount,
  probability,
  record,
  text,
  type Wrong,
} from './kinds.ts';

const DESIGNS = ['randomised', 'prospective', 'retrospective'] as const;

const ratio: FieldKinds<CombinedRatio> = {
  hazardRatio: nonNegative,
  low: nonNegative,
  high: nonNegative,
  predictionLow: nonNegative,
  predictionHigh: nonNegative,
};

/** The ratio lies within its interval, and that within the prediction interval. */
function within<T extends CombinedRatio>(kind: Kind<T>): Kind<T> {
  return agreeing(kind, ({ hazardRatio, low, high, predictionLow, predictionHigh }, wrong) => {
    if (low > hazardRatio) wrong(['low'], `must be ≤ ${hazardRatio}, the hazard ratio`);
    else if (high < hazardRatio) wrong(['high'], `must be ≥ ${hazardRatio}, the hazard ratio`);
    else if (predictionLow > low) wrong(['predictionLow'], `must be ≤ ${low}, the lower limit`);
    else if (predictionHigh < high) wrong(['predictionHigh'], `must be ≥ ${high}, the upper limit`);
  });
}

const combined: Kind<CombinedRatio> = within(record<CombinedRatio>(ratio));
const atLag: Kind<RatioAtLag> = within(record<RatioAtLag>({ lag: number, ...ratio }));

const study: Kind<PublishedStudy> = agreeing(
  record<PublishedStudy>({
    name,
    lag: nullable(number),
    design: nullable(oneOf(...DESIGNS)),
    endpoint: text,
    precision: oneOf('interval', 'P value'),
    source: nullable(oneOf(...SOURCES)),
    hazardRatio: nonNegative,
    low: nonNegative,
    high: nonNegative,
    standardError: nonNegative,
    shrunken: nonNegative,
    kept: probability,
    weight: probability,
  }),
  ({ hazardRatio, low, high }, wrong) => {
    if (low > hazardRatio) wrong(['low'], `must be ≤ ${hazardRatio}, the hazard ratio`);
    else if (high < hazardRatio) wrong(['high'], `must be ≥ ${hazardRatio}, the hazard ratio`);
  },
);

const prior: Kind<EvidencePriorFound> = agreeing(
  record<EvidencePriorFound>({
    kind: oneOf('random effects', 'MAP', 'robust MAP'),
    median: nonNegative,
    low: nonNegative,
    high: nonNegative,
    belowOne: probability,
  }),
  ({ median, low, high }, wrong) => {
    if (low > median) wrong(['low'], `must be ≤ ${median}, the median`);
    else if (high < median) wrong(['high'], `must be ≥ ${median}, the median`);
  },
);

const byLag: Kind<EvidenceByLag> = record<EvidenceByLag>({
  model: oneOf('linear', 'before or after'),
  studies: positiveCount,
  tau: nonNegative,
  change: record<EvidenceByLag['change']>({ ratio: nonNegative, low: nonNegative, high: nonNegative }),
  atStudies: list(atLag, 1),
  curve: list(atLag, 2),
  table: list(record<EvidenceByLag['table'][number]>({ lag: number, hazardRatio: nonNegative }), 1),
  planned: list(
    within(record<EvidenceByLag['planned'][number]>({ lag: number, ...ratio, arm: name, beyond: flag, prior })),
  ),
});

export const evidence: Kind<EvidenceResult> = record<EvidenceResult>({
  studies: list(study, 2),
  combined,
  heterogeneity: record<EvidenceResult['heterogeneity']>({
    q: nonNegative,
    degrees: positiveCount,
    iSquared: probability,
    tau: nonNegative,
    tauByMoments: nonNegative,
  }),
  priors: list(prior, 3, 3),
  without: list(record<WithoutStudy>({ name, combined })),
  subsets: list(record<EvidenceSubset>({ design: oneOf(...DESIGNS), studies: positiveCount, combined })),
  byLag: nullable(byLag),
});

/** Whether an answer is about the publications of the scenario. */
export function evidenceBelongs(given: EvidenceResult, scenario: ResolvedScenario, wrong: Wrong): void {
  const names = scenario.evidence?.studies.map((each) => each.name) ?? [];
  if (given.studies.length !== names.length) {
    wrong(['studies'], `must be a list of ${names.length}, the studies of the scenario`);
    return;
  }
  given.studies.forEach((each, i) => {
    if (each.name !== names[i]) wrong(['studies', i, 'name'], `must be "${names[i]}", as in the scenario`);
  });
}
