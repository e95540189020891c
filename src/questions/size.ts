/** How many patients each target power needs: found by simulation, beside what the formulas ask for. */

import { type DesignsBySize, designsBySize } from '../design/designsBySize.ts';
import type { Design } from '../design/planDesign.ts';
import { isMixed } from '../expectation/components.ts';
import {
  type NoSampleSize,
  SAMPLE_SIZE_METHODS,
  type SampleSize,
  type SampleSizeMethod,
  sampleSize,
} from '../formulas/sampleSize.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import { eventsPerPatient, type TrialSeries } from '../trial/series.ts';
import { allocationBlock, isPlainLogRank } from '../trial/trial.ts';
import type { Asking } from './asking.ts';
import { inflationOf } from './boundaryTable.ts';
import { FORMULA_NAMES } from './closedForms.ts';
import { promisedSize } from './promisedSize.ts';
import type { PublishedEffect } from './publishedEffect.ts';
import { formulaIn, searchedSeries } from './searchedSeries.ts';
import type { SimulatedSize, UnreachableSize } from './simulatedSize.ts';
import { searchSize } from './sizeSearch.ts';

export interface ClosedSize {
  readonly method: SampleSizeMethod;
  readonly name: string;
  readonly result: SampleSize | NoSampleSize;
}

export interface SizeForTarget {
  readonly simulated: SimulatedSize | UnreachableSize;
  /** The formulas' sizes; for a group-sequential trial those of fixed designs, inflated. */
  readonly closed: readonly ClosedSize[];
  /** Maximum information of the group-sequential design over that of a fixed one of the same alpha and power; 1 for none. */
  readonly inflation: number;
  /**
   * N at which the large-sample distribution of the test, its looks and its hypotheses promises the target, rounded up by
   * arm; null where the formulas are about just this, for a trial that re-estimates and an adjusted test.
   */
  readonly numerical: { readonly patients: number; readonly events: number | null; readonly power: number } | null;
  /** One line on why formulas and simulation differ here. */
  readonly whyTheyDiffer: string;
}

export interface SizeResult {
  /**
   * The planned hazard ratio of the one comparison, where it is constant and the same for all patients; null elsewhere.
   */
  readonly hazardRatio: number | null;
  readonly holdsFixed: TrialSeries['holdsFixed'];
  readonly scalesEvents: boolean;
  /**
   * What was sought: events alone where the planned analysis comes before enrolment ends, as patients who come after it
   * add nothing and stay as planned.
   */
  readonly varies: TrialSeries['varies'];
  /** Events per patient that the planned design waits for, the same for every N; null when it waits for none. */
  readonly maturity: number | null;
  /** Every target power; fewer are answered only after an interruption. */
  readonly asked: readonly number[];
  readonly targets: SizeForTarget[];
  /** Left out unless the trial is planned with the published hazard ratio. */
  readonly publishedEffect?: PublishedEffect;
}

/** A result before any target is answered; `series` is as the scenario has it. */
export function emptySize(series: TrialSeries, targetPowers: readonly number[]): SizeResult {
  return emptyAnswer(series, searchedSeries(designsBySize(series)).series, targetPowers);
}

function emptyAnswer(planned: TrialSeries, searched: TrialSeries, targetPowers: readonly number[]): SizeResult {
  const { holdsFixed, scalesEvents, varies } = searched;
  const { analysis, arms } = planned.unsized;
  const [control, experimental] = arms;
  const alike = arms.length === 2 && !isMixed(planned.unsized);
  const hazardRatio = alike ? constantHazardRatio(experimental, control) : null;
  const maturity = analysis.kind === 'events' ? analysis.events / planned.plannedPatients : null;
  return { hazardRatio, holdsFixed, scalesEvents, varies, maturity, asked: targetPowers, targets: [] };
}

function whyTheyDiffer(
  target: SimulatedSize | UnreachableSize,
  closed: readonly ClosedSize[],
  numerical: SizeForTarget['numerical'],
  series: TrialSeries,
): string {
  const schoenfeld = closed.find(({ method }) => method === 'schoenfeld')?.result;
  if (target.kind === 'unreachable') return 'No simulated size to compare with.';
  const { eventsNeeded } = target;
  const what = series.varies;
  const number = what === 'patients' ? 'N is the one' : 'events are the ones';
  if (schoenfeld?.kind !== 'size' && numerical !== null) {
    const ratio =
      eventsNeeded === null || numerical.events === null
        ? numerical.patients / target.patients
        : numerical.events / eventsNeeded.events;
    const apart = (ratio - 1) * 100;
    return `For ${Number((100 * target.targetPower).toFixed(1))} % large samples ask for ${Math.abs(apart).toFixed(1)} % ${apart < 0 ? 'fewer' : 'more'} ${what} than the simulation: they take the test as normal and the looks to come as expected. The simulated ${number} to trust.`;
  }
  if (schoenfeld?.kind !== 'size') return 'The formulas do not apply here; the simulation is the answer.';
  const share = series.unsized.arms[1].weight / allocationBlock(series.unsized);
  const reasons: string[] = [];
  if (schoenfeld.basis === 'average')
    reasons.push(
      isMixed(series.unsized)
        ? 'patients differ, so the formulas use an average ratio'
        : 'hazards are not proportional, so the formulas use an average ratio',
    );
  if (target.characteristics.events.mean < 100)
    reasons.push('few events, where large-sample formulas are off by several percent');
  if (Math.abs(share - 0.5) > 0.01) reasons.push('unequal allocation, where Schoenfeld and Freedman part');
  if (reasons.length === 0) reasons.push('formulas take the log-rank z as normal with variance 1 and a local effect');
  if (series.unsized.sequential !== undefined)
    reasons.push(
      series.unsized.sequential.reestimation === null
        ? 'the inflation factor takes the looks to come at their expected information'
        : 'the formulas know nothing of the events that re-estimation may add',
    );
  const [formula, { unrounded, low, high }] =
    eventsNeeded === null
      ? [schoenfeld.patientsUnrounded, { ...target, unrounded: target.patientsUnrounded }]
      : [schoenfeld.eventsUnrounded, eventsNeeded];
  const aim = `For ${Number((100 * target.targetPower).toFixed(1))} %`;
  if (low <= formula && formula <= high)
    return `${aim} Schoenfeld asks for ${formula.toFixed(1)} ${what} before rounding, within the error of the simulation (95 % CI ${low.toFixed(1)}–${high.toFixed(1)}).`;
  const percent = (formula / unrounded - 1) * 100;
  const sign = percent < 0 ? 'fewer' : 'more';
  return `${aim} Schoenfeld asks for ${Math.abs(percent).toFixed(1)} % ${sign} ${what} than the simulation: ${reasons.join('; ')}. The simulated ${number} to trust.`;
}

/** One target power with the formulas' answers. @throws Interrupted */
async function sizeFor(
  asking: Asking,
  designs: DesignsBySize,
  target: number,
  interval: number,
): Promise<SizeForTarget> {
  const { series, planned } = designs;
  const simulated = await searchSize(asking, designs, target, interval);
  const sized = simulated.kind === 'size' ? numberOf(series, simulated) : null;
  const design = sized === null ? designs.representative : designs.at(sized);
  const inflation = inflationOf(design, target);
  const closed = SAMPLE_SIZE_METHODS.map((method) => {
    const result = formulaIn(designs, sampleSize(planned.expected, target, method, inflation));
    return { method, name: FORMULA_NAMES[method], result };
  });
  const { test, family: hypotheses } = series.unsized;
  const beyondFormulas = design.looks !== null || hypotheses !== undefined || !isPlainLogRank(test);
  const plainly = test.adjustedFor.length === 0;
  const promised = beyondFormulas && plainly ? promisedSize(designs, target, 0) : null;
  const numerical = promised === null ? null : numericalSize(designs.at(promised));
  const why = whyTheyDiffer(simulated, closed, numerical, series);
  return { simulated, closed, inflation, numerical, whyTheyDiffer: why };
}

function numericalSize({ trial, power }: Design): NonNullable<SizeForTarget['numerical']> {
  const events = trial.analysis.kind === 'events' ? trial.analysis.events : null;
  return { patients: trial.patients, events, power };
}

/** The number of the member that was found. */
function numberOf(series: TrialSeries, { patients, eventsNeeded }: SimulatedSize): number {
  return eventsNeeded === null ? patients : eventsNeeded.events / eventsPerPatient(series);
}

/**
 * Every target power, each with the formulas' answers. Fills `result` target by target, so that an interruption keeps what
 * is finished. `planned` is the series as the scenario has it. @throws Interrupted
 */
export async function askSize(
  asking: Asking,
  planned: TrialSeries,
  targetPowers: readonly number[],
  interval: number,
  result?: SizeResult,
): Promise<SizeResult> {
  const designs = searchedSeries(designsBySize(planned));
  const answer = result ?? emptyAnswer(planned, designs.series, targetPowers);
  for (const target of targetPowers) answer.targets.push(await sizeFor(asking, designs, target, interval));
  return answer;
}
