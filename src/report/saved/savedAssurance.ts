/** The answer to `assurance`: a chance averaged over truths, and power at each of them. */
import type { AssuranceResult, SizedAssurance, TargetAssurance } from '../../questions/assurance.ts';
import type { AssuranceCurve, CurveAt } from '../../questions/assuranceCurve.ts';
import type { AssuranceAtLook, AssuranceLooks, TrialMeans } from '../../questions/assuranceLooks.ts';
import type { AveragedChance } from '../../questions/averagedChance.ts';
import type { BelievedValue } from '../../questions/believedValue.ts';
import type { PowerAtTruth, PowerOverPrior } from '../../questions/powerOverPrior.ts';
import {
  agreeing,
  block,
  count,
  flag,
  type Kind,
  list,
  name,
  near,
  nonNegative,
  nullable,
  number,
  oneOf,
  positiveCount,
  probability,
  ROUNDING,
  record,
  type Wrong,
} from './kinds.ts';
import { characteristics } from './savedCharacteristics.ts';
import { checkInterval, meanEstimate, proportion } from './savedEstimates.ts';
import { checkBetween } from './savedPlan.ts';
import { familyResult } from './savedPower.ts';

type Claims = NonNullable<AssuranceResult['formula']>;
type Five = readonly [number, number, number, number, number];

const five = (inner: Kind<number>): Kind<Five> => list(inner, 5, 5) as unknown as Kind<Five>;

/** Calls `wrong` at the first number of a list that is below the one before it. */
function ascending(numbers: readonly number[], at: (i: number) => (string | number)[], wrong: Wrong): void {
  const back = numbers.findIndex((x, i) => i > 0 && x < numbers[i - 1] - ROUNDING);
  if (back > 0) wrong(at(back), `must be ≥ ${numbers[back - 1]}, that before it`);
}

/** The share of all replicates, with an error that is smaller than theirs as truths are not drawn anew for each. */
const averagedChance: Kind<AveragedChance> = agreeing(
  record<AveragedChance>({
    estimate: probability,
    standardError: probability,
    low: probability,
    high: probability,
    count,
    replicates: positiveCount,
  }),
  ({ estimate, low, high, count: counted, replicates }, wrong) => {
    if (counted > replicates) wrong(['count'], `must be ≤ ${replicates}, the replicates`);
    else checkInterval(low, estimate, high, wrong);
  },
);

const claims: Kind<Claims> = record<Claims>({ benefit: probability, harm: probability });

const printed = agreeing(
  record<NonNullable<BelievedValue['printed']>>({ estimate: number, low: number, high: number, level: probability }),
  ({ low, estimate, high }, wrong) => checkInterval(low, estimate, high, wrong),
);

/** Its meaning has no kind here: it must be that of the scenario. */
const believedValue: Kind<BelievedValue> = agreeing(
  record<BelievedValue>({
    path: name,
    meaning: block<BelievedValue['meaning']>(),
    value: number,
    printed: nullable(printed),
    shrunken: flag,
    source: oneOf('reported', 'derived', 'assumed'),
    note: nullable(name),
    afterShrinkage: nullable(nonNegative),
    kind: oneOf('normal', 'mixture', 'draws'),
    scale: nullable(oneOf('linear', 'log', 'logit')),
    centre: number,
    standardDeviation: nonNegative,
    percentiles: five(number),
    distribution: list(record<BelievedValue['distribution'][number]>({ value: number, share: probability }), 2),
  }),
  ({ kind, scale, printed: study, afterShrinkage, percentiles, distribution }, wrong) => {
    if ((scale === null) !== (kind === 'draws')) wrong(['scale'], 'must be null of draws, and only of them');
    ascending(percentiles, (i) => ['percentiles', i], wrong);
    for (const key of ['value', 'share'] as const)
      ascending(
        distribution.map((at) => at[key]),
        (i) => ['distribution', i, key],
        wrong,
      );
    if (scale === 'log' && distribution[0].value <= 0)
      wrong(['distribution', 0, 'value'], 'must be > 0 of a prior on the log scale');
    if (afterShrinkage === null) return;
    if (study === null) wrong(['afterShrinkage'], 'must be null where nothing was printed');
    else checkBetween(afterShrinkage, study.estimate, wrong);
  },
);

const powers: Kind<PowerOverPrior> = agreeing(
  record<PowerOverPrior>({
    points: list(record<PowerAtTruth>({ values: list(number, 1), benefit: probability, formula: nullable(claims) }), 1),
    percentiles: five(probability),
    shares: five(probability),
  }),
  ({ percentiles, shares }, wrong) => {
    ascending(percentiles, (i) => ['percentiles', i], wrong);
    const sum = shares.reduce((all, share) => all + share, 0);
    if (Math.abs(sum - 1) > ROUNDING) wrong(['shares'], 'must add up to 1');
  },
);

const atLook: Kind<AssuranceAtLook> = record<AssuranceAtLook>({
  efficacy: proportion,
  harm: proportion,
  futility: proportion,
  passed: nullable(proportion),
  successIfPassed: nullable(proportion),
});

const means: Kind<TrialMeans> = record<TrialMeans>({
  events: meanEstimate,
  time: meanEstimate,
  enrolled: meanEstimate,
});

const looks: Kind<AssuranceLooks> = agreeing(
  record<AssuranceLooks>({
    looks: list(atLook, 1),
    means,
    without: record<AssuranceLooks['without']>({ benefit: averagedChance, means }),
  }),
  ({ looks: rows }, wrong) => {
    let ended = 0;
    rows.forEach(({ efficacy, harm, futility, passed, successIfPassed }, k) => {
      ended += efficacy.count + harm.count + futility.count;
      const going = efficacy.replicates - ended;
      const final = k === rows.length - 1;
      if ((passed === null) !== final)
        wrong(['looks', k, 'passed'], 'must be null of the final analysis, and only of it');
      else if (passed !== null && passed.count !== going)
        wrong(['looks', k, 'passed', 'count'], `must be ${going}, those that have not ended`);
      else if (successIfPassed !== null && successIfPassed.replicates !== going)
        wrong(['looks', k, 'successIfPassed', 'replicates'], `must be ${going}, those that go on`);
    });
  },
);

const curve: Kind<AssuranceCurve> = agreeing(
  record<AssuranceCurve>({
    points: list(record<CurveAt>({ patients: positiveCount, benefit: probability }), 1),
    next: record<AssuranceCurve['next']>({ patients: positiveCount, first: number, second: number }),
  }),
  ({ points }, wrong) => {
    const back = points.findIndex(({ patients }, i) => i > 0 && patients <= points[i - 1].patients);
    if (back > 0) wrong(['points', back, 'patients'], `must be > ${points[back - 1].patients}, that before it`);
  },
);

const sized: Kind<SizedAssurance> = record<SizedAssurance>({ patients: positiveCount, benefit: averagedChance });

/** Checks what is said of the replicates of all truths. */
function checkTruths(given: AssuranceResult, wrong: Wrong): void {
  const { truths, powers: over, priors, benefit, harm, either, characteristics: seen, sides } = given;
  if (over.points.length !== truths) {
    wrong(['powers', 'points'], `must be a list of ${truths}, the truths`);
    return;
  }
  over.points.forEach(({ values, formula }, i) => {
    if (values.length !== priors.length)
      wrong(['powers', 'points', i, 'values'], `must be a list of ${priors.length}, a value for each prior`);
    if (formula === null && given.formula !== null)
      wrong(['powers', 'points', i, 'formula'], 'must be given where formula is');
  });
  const mean = (of: (point: PowerAtTruth) => number): number =>
    over.points.reduce((sum, point) => sum + of(point), 0) / truths;
  if (Math.abs(mean((point) => point.benefit) - benefit.count / benefit.replicates) > ROUNDING)
    wrong(['benefit', 'count'], 'must be as many as the power at the truths makes');
  for (const side of ['benefit', 'harm'] as const)
    if (
      given.formula !== null &&
      priors.length === 1 &&
      Math.abs(mean(({ formula }) => formula?.[side] ?? 0) - given.formula[side]) > ROUNDING
    )
      wrong(['formula', side], 'must be the mean of the formula at the truths');
  for (const [key, chance] of Object.entries({ harm, either }))
    if (chance.replicates !== benefit.replicates)
      wrong([key, 'replicates'], `must be ${benefit.replicates}, those of benefit`);
  if (either.count !== benefit.count + harm.count)
    wrong(['either', 'count'], `must be ${benefit.count + harm.count}, benefit and harm together`);
  if (sides === 1 && harm.count > 0) wrong(['harm', 'count'], 'must be 0: a one-sided test shows no harm');
  if (seen.replicates !== benefit.replicates)
    wrong(['characteristics', 'replicates'], `must be ${benefit.replicates}, those of benefit`);
}

export const assurance: Kind<AssuranceResult> = agreeing(
  record<AssuranceResult>({
    patients: positiveCount,
    sides: oneOf(1, 2),
    priors: list(believedValue, 1),
    truths: positiveCount,
    point: record<AssuranceResult['point']>({ benefit: proportion, harm: proportion }),
    benefit: averagedChance,
    harm: averagedChance,
    either: averagedChance,
    formula: nullable(claims),
    closed: nullable(record<NonNullable<AssuranceResult['closed']>>({ claims, events: nonNegative })),
    ceiling: nullable(claims),
    powers,
    characteristics,
    family: nullable(familyResult),
    looks: nullable(looks),
    curve: nullable(curve),
    sizes: list(sized),
    targets: list(record<TargetAssurance>({ target: probability, found: nullable(sized) })),
  }),
  (given, wrong) => {
    checkTruths(given, wrong);
    const { curve: against, sizes, targets, patients, looks: stops, benefit } = given;
    if (against !== null && !against.points.some((point) => point.patients === patients))
      wrong(['curve', 'points'], `must have ${patients}, the planned patients`);
    if (against === null && (sizes.length > 0 || targets.length > 0))
      wrong(['curve'], 'must be given where other N were asked for');
    // Of several uncertain values the chance is that of a surface through the claims.
    if (given.priors.length === 1 && !near(benefit.estimate, benefit.count / benefit.replicates))
      wrong(['benefit', 'estimate'], `must be ${benefit.count / benefit.replicates}, the share of the replicates`);
    const shown = stops?.looks.reduce((sum, { efficacy }) => sum + efficacy.count, 0) ?? benefit.count;
    if (shown !== benefit.count) wrong(['looks', 'looks'], `must show a benefit in ${benefit.count} replicates`);
  },
);
