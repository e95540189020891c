/**
 * The chance of success (assurance): power averaged over what is believed of the planning values. The design is the planned
 * one, with its bounds; what happens is drawn from the priors. Whatever is counted beside success (stops, events, months) is
 * therefore what is to be expected of the trial.
 */
import { type Design, planDesign } from '../design/planDesign.ts';
import { log } from '../elementary/log.ts';
import { assurance, type Claims } from '../formulas/assuranceFormula.ts';
import { criticalValue } from '../formulas/criticalValue.ts';
import type { PlannedPrior } from '../scenario/scenario.ts';
import { marginOf } from '../statistics/definition.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import { read, type Tally } from '../tally/tally.ts';
import { scaleOf } from '../trial/hypothesisScale.ts';
import { fewestPatients, member, roundUp, seriesOf, type TrialSeries } from '../trial/series.ts';
import { experimentalShare, isPlainLogRank, type Trial, type UnsizedTrial } from '../trial/trial.ts';
import { type Asking, simulateTo } from './asking.ts';
import { type AssuranceCurve, assuranceCurve, type ByPatients, carriedOver, patientsFor } from './assuranceCurve.ts';
import { type AssuranceLooks, assuranceAtLooks, trialMeans } from './assuranceLooks.ts';
import type { AveragedChance } from './averagedChance.ts';
import { type BelievedValue, believedValue } from './believedValue.ts';
import { againstNone, ceilingOf, ratioPrior } from './ceiling.ts';
import { type BelievedTrial, benefits, replicatesOfEach, TruthSimulation } from './chanceOfSuccess.ts';
import { claimsByFormula } from './claimsByFormula.ts';
import { type FamilyResult, familyResult } from './familyResult.ts';
import { type OperatingCharacteristics, operatingCharacteristics } from './operatingCharacteristics.ts';
import { type PowerOverPrior, powerOverPrior } from './powerOverPrior.ts';
import { smoothedRate } from './powerSurface.ts';
import { mergedTally } from './simulateTruths.ts';

/** What is asked. */
export interface PlannedAssurance extends BelievedTrial {
  /** Null where N cannot vary. */
  readonly series: TrialSeries | null;
  /** N at which the chance of success is simulated beside the planned one. */
  readonly sizes: readonly number[];
  /** Chances of success to find N for. */
  readonly targets: readonly number[];
}

/** The chance to show a benefit at another N. */
export interface SizedAssurance {
  readonly patients: number;
  readonly benefit: AveragedChance;
}

/** N for a wanted chance to show a benefit. */
export interface TargetAssurance {
  readonly target: number;
  /** Null where no N reaches it. */
  readonly found: SizedAssurance | null;
}

export interface AssuranceResult {
  readonly patients: number;
  readonly sides: 1 | 2;
  readonly priors: readonly BelievedValue[];
  /** Truths that were drawn. */
  readonly truths: number;
  /** Claims, were the planned values true. */
  readonly point: { readonly benefit: Proportion; readonly harm: Proportion };
  /** The chance that the trial shows a benefit, shows harm, or either; a one-sided test never shows harm. */
  readonly benefit: AveragedChance;
  readonly harm: AveragedChance;
  readonly either: AveragedChance;
  /** Large-sample claims averaged over the truths; null where one of them has no formula. */
  readonly formula: Claims | null;
  /** The closed formula for one analysis at the events expected; null but for a normal prior of one hazard ratio. */
  readonly closed: { readonly claims: Claims; readonly events: number } | null;
  /** What no N can pass; null where unknown. */
  readonly ceiling: Claims | null;
  readonly powers: PowerOverPrior;
  /** What is to be expected of the trial, whatever is true. */
  readonly characteristics: OperatingCharacteristics;
  readonly family: FamilyResult | null;
  /** Null for a trial without looks, and for one of several hypotheses. */
  readonly looks: AssuranceLooks | null;
  /** Null where N cannot vary. */
  readonly curve: AssuranceCurve | null;
  /** Filled one by one. */
  readonly sizes: SizedAssurance[];
  readonly targets: TargetAssurance[];
}

function closedAssurance({ trial, expected }: Design, ratio: PlannedPrior | null): AssuranceResult['closed'] {
  const time = expected.analysisTime;
  if (ratio === null || !Number.isFinite(time)) return null;
  if (ratio.prior.kind !== 'normal' || ratio.prior.scale !== 'log') return null;
  if (trial.sequential !== undefined || !isPlainLogRank(trial.test) || scaleOf(trial).benefit === 'above') return null;
  const events = expected.counts(time).reduce((sum, arm) => sum + arm.events, 0);
  const share = experimentalShare(trial);
  const information = events * share * (1 - share);
  const claims = assurance(
    ratio.prior.mixture,
    information,
    criticalValue(trial.test),
    log(marginOf(trial.test.statistic)),
  );
  return { claims: trial.test.sides === 2 ? claims : { ...claims, harm: 0 }, events };
}

/** So many claims stand for a formula's certainty where a surface is fitted through them. */
const CERTAIN = 1e6;

function averageClaims(formulas: readonly (Claims | null)[], { places, groups }: BelievedTrial): Claims | null {
  const known = formulas.filter((claims) => claims !== null);
  if (known.length < formulas.length) return null;
  const mean = (side: keyof Claims): number => {
    const plain = known.reduce((sum, claims) => sum + claims[side], 0) / known.length;
    if (groups === 1 || plain === 0) return plain;
    const counts = known.map((claims) => claims[side] * CERTAIN);
    return smoothedRate(counts, CERTAIN, places, groups)?.estimate ?? plain;
  };
  return { benefit: mean('benefit'), harm: mean('harm') };
}

/** The trial with its final analysis alone. */
function withoutLooks({ sequential, interims, lookTests, ...fixed }: Trial): Trial {
  return fixed;
}

/** Replicates at an N beside the planned one. */
const MOST_AT_SIZE = 20_000;

class SizedSimulation extends TruthSimulation {
  /** The chance at N of the series; `purpose` names the random numbers. @throws Interrupted */
  async at(series: TrialSeries, patients: number, each: number, purpose: string): Promise<SizedAssurance> {
    const { truths } = this.believed;
    const sized = (unsized: UnsizedTrial) => planDesign(member(seriesOf(unsized, series.plannedPatients), patients));
    const tallies = await this.run(planDesign(member(series, patients)), purpose, each, (i) => sized(truths[i].trial));
    return { patients, benefit: this.chance(tallies, each, benefits) };
  }
}

/** Steps of a search for N. */
const STEPS = 4;

/**
 * N for a chance: the curve's, moved by as much as simulation at it differs, until the two agree within twice the Monte
 * Carlo error; the chance that is kept is of replicates that took no part in the search. @throws Interrupted
 */
async function searchPatients(
  simulation: SizedSimulation,
  series: TrialSeries,
  chance: ByPatients,
  target: number,
  each: number,
): Promise<SizedAssurance | null> {
  const { unsized, mostPatients } = series;
  let off = 0;
  let patients = 0;
  for (let step = 0; step < STEPS; step++) {
    const exact = patientsFor(chance, target + off, fewestPatients(unsized), mostPatients);
    if (exact === null) return null;
    const rounded = Math.min(mostPatients, roundUp(unsized, exact));
    if (rounded === patients) break;
    patients = rounded;
    const { benefit } = await simulation.at(series, patients, each, `assurance of ${target}`);
    off = chance(patients) - benefit.estimate;
    if (Math.abs(benefit.estimate - target) <= 2 * benefit.standardError) break;
  }
  return simulation.at(series, patients, each, `assurance of ${target} confirmed`);
}

/**
 * `keep` hears of the result before other N are simulated. Precondition: there is a prior, and as many replicates are asked
 * for as there are truths. @throws Interrupted
 */
export async function askAssurance(
  asking: Asking,
  plan: PlannedAssurance,
  keep: (result: AssuranceResult) => void,
): Promise<void> {
  const { trial, truths, series } = plan;
  const { sides } = trial.test;
  const design = planDesign(trial);
  const each = replicatesOfEach(asking.precision, truths.length);
  const own: Asking = { ...asking, precision: { replicates: each * truths.length } };
  const simulation = new SizedSimulation(own, plan);

  const atPoint = await simulateTo(own, { design, purpose: 'power' }, 'power at the planned values');
  const designs = truths.map((truth) => planDesign({ ...truth.trial, patients: trial.patients }));
  const formulas = new Array<Claims | null>(truths.length).fill(null);
  const tallies = await simulation.planned(
    design,
    each,
    (i) => designs[i],
    (i) => {
      formulas[i] = claimsByFormula(design, designs[i]);
    },
  );
  const total = mergedTally(tallies);
  const ratio = ratioPrior(trial, plan.priors, truths);
  const powers = powerOverPrior(
    truths.map(({ values }) => values),
    tallies.map(benefits),
    each,
    formulas,
  );
  const byPatients = carriedOver(powers, trial.patients, criticalValue(trial.test), each);
  const harm = ({ rejections }: Tally) => (sides === 2 ? rejections.harm : 0);
  const result: AssuranceResult = {
    patients: trial.patients,
    sides,
    priors: plan.priors.map(believedValue),
    truths: truths.length,
    point: {
      benefit: proportion(benefits(atPoint), atPoint.replicates),
      harm: proportion(harm(atPoint), atPoint.replicates),
    },
    benefit: simulation.chance(tallies, each, benefits),
    harm: simulation.chance(tallies, each, harm),
    either: simulation.chance(tallies, each, (tally) => benefits(tally) + harm(tally)),
    formula: averageClaims(formulas, plan),
    closed: closedAssurance(design, ratio),
    ceiling: ceilingOf(trial, ratio, () => designs.map((truth, i) => againstNone(design, truth, formulas[i]))),
    powers,
    characteristics: operatingCharacteristics(total, sides, false),
    family: familyResult(total, design),
    looks: await looksOf(simulation, plan, total, each),
    curve: series && assuranceCurve(series, trial.patients, byPatients, plan),
    sizes: [],
    targets: [],
  };
  keep(result);
  if (series === null) return;
  const eachAtSize = Math.min(each, Math.ceil(MOST_AT_SIZE / truths.length));
  for (const patients of plan.sizes)
    result.sizes.push(await simulation.at(series, patients, eachAtSize, `assurance at ${patients} patients`));
  const most = result.ceiling?.benefit ?? 1;
  for (const target of plan.targets) {
    const found = target < most ? await searchPatients(simulation, series, byPatients, target, each) : null;
    result.targets.push({ target, found });
  }
}

/** @throws Interrupted */
async function looksOf(
  simulation: TruthSimulation,
  { trial, truths }: PlannedAssurance,
  total: Tally,
  each: number,
): Promise<AssuranceLooks | null> {
  if (trial.sequential === undefined || trial.family !== undefined) return null;
  const fixed = (truth: UnsizedTrial) => planDesign(withoutLooks({ ...truth, patients: trial.patients }));
  const tallies = await simulation.run(fixed(trial), 'assurance without looks', each, (i) => fixed(truths[i].trial));
  return {
    looks: assuranceAtLooks(read(total, 'sequential'), total.replicates),
    means: trialMeans(total),
    without: { benefit: simulation.chance(tallies, each, benefits), means: trialMeans(mergedTally(tallies)) },
  };
}
