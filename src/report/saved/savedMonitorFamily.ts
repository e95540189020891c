/** The answer to `monitor` of a trial with several hypotheses. */
import type {
  BoundAhead,
  DetrimentSeen,
  FamilyLook,
  FamilyMonitorResult,
  GateSeen,
  HypothesisSeen,
  HypothesisStanding,
} from '../../questions/monitorFamilyResult.ts';
import {
  agreeing,
  count,
  flag,
  type Kind,
  list,
  name,
  nonNegative,
  nullable,
  number,
  oneOf,
  pair,
  positiveCount,
  probability,
  record,
} from './kinds.ts';

const seen: Kind<HypothesisSeen> = record<HypothesisSeen>({
  hypothesis: count,
  patients: pair(count),
  events: pair(count),
  information: nonNegative,
  informationFraction: nullable(nonNegative),
  z: number,
  hazardRatio: nullable(nonNegative),
  share: nullable(nonNegative),
  boundZ: nullable(number),
  boundP: nullable(probability),
  boundHazardRatio: nullable(nonNegative),
  decision: oneOf('rejected', 'rejected before', 'not rejected', 'not tested', 'as at its last test'),
});

const standing: Kind<HypothesisStanding> = record<HypothesisStanding>({
  rejectedAt: nullable(positiveCount),
  share: nullable(nonNegative),
  lastTest: positiveCount,
  frees: list(nullable(nonNegative)),
});

const ahead: Kind<BoundAhead> = record<BoundAhead>({
  look: positiveCount,
  final: flag,
  hypothesis: count,
  information: nullable(nonNegative),
  boundZ: number,
  boundP: probability,
  boundHazardRatio: nullable(nonNegative),
});

const gate: Kind<GateSeen> = record<GateSeen>({
  look: positiveCount,
  on: oneOf('z', 'estimate'),
  value: nullable(number),
  least: number,
  binding: flag,
  passed: flag,
});

const detriment: Kind<DetrimentSeen> = record<DetrimentSeen>({
  look: positiveCount,
  deaths: count,
  hazardRatio: nullable(nonNegative),
  threshold: nullable(nonNegative),
  detriment: flag,
  binding: flag,
  chanceOfHarm: nullable(probability),
  chanceOfHarmful: nullable(probability),
  harmful: nonNegative,
});

export const monitorFamily: Kind<FamilyMonitorResult> = agreeing(
  record<FamilyMonitorResult>({
    kind: oneOf('family'),
    plannedLooks: positiveCount,
    alpha: probability,
    procedure: oneOf(
      'none',
      'allNeeded',
      'bonferroni',
      'holm',
      'hochberg',
      'dunnett',
      'stepDownDunnett',
      'fixedSequence',
      'graph',
    ),
    stopsAt: oneOf('firstRejection', 'nothingLeft'),
    hypotheses: list(record<FamilyMonitorResult['hypotheses'][number]>({ name, endpoint: name, test: name }), 1),
    looks: list(record<FamilyLook>({ look: positiveCount, final: flag, rows: list(seen, 1) }), 1),
    standings: list(standing, 1),
    success: flag,
    ahead: list(ahead),
    gate: nullable(gate),
    detriment: nullable<readonly DetrimentSeen[]>(list(detriment, 1)),
  }),
  ({ hypotheses, looks, standings, plannedLooks, ahead: coming }, wrong) => {
    const { length } = hypotheses;
    if (standings.length !== length) wrong(['standings'], `must be a list of ${length}, one a hypothesis`);
    looks.forEach(({ look, rows }, i) => {
      if (look > plannedLooks) wrong(['looks', i, 'look'], `must be ≤ ${plannedLooks}, the looks planned`);
      if (rows.length !== length) wrong(['looks', i, 'rows'], `must be a list of ${length}, one a hypothesis`);
      rows.forEach(({ hypothesis }, h) => {
        if (hypothesis !== h) wrong(['looks', i, 'rows', h, 'hypothesis'], `must be ${h}, its place`);
      });
    });
    standings.forEach(({ frees }, h) => {
      if (frees.length !== length) wrong(['standings', h, 'frees'], `must be a list of ${length}, one a hypothesis`);
    });
    coming.forEach(({ hypothesis }, i) => {
      if (hypothesis >= length) wrong(['ahead', i, 'hypothesis'], `must be < ${length}, the number of hypotheses`);
    });
  },
);
