/** How many patients each target power needs: found by simulation, beside what the formulas ask for. */

import { isMixed } from '../closed/components.ts';
import { plannedPower } from '../closed/plannedLooks.ts';
import { type NoSampleSize, type SampleSize, type SampleSizeMethod, sampleSize } from '../closed/sampleSize.ts';
import { type Family, member } from '../trial/family.ts';
import { allocationBlock, isPlainLogRank } from '../trial/trial.ts';
import type { Asking } from './asking.ts';
import { inflationFor } from './boundaryTable.ts';
import { FORMULA_NAMES } from './closedForms.ts';
import { representativeDesign, sequentialDesign } from './sequentialDesign.ts';
import { promisedSize, type SimulatedSize, searchSize, type UnreachableSize } from './sizeSearch.ts';

export interface ClosedSize {
  readonly method: SampleSizeMethod;
  readonly name: string;
  readonly result: SampleSize | NoSampleSize;
}

export interface SizeForTarget {
  readonly simulated: SimulatedSize | UnreachableSize;
  /** For a group-sequential trial the formulas' fixed designs, inflated. */
  readonly closed: readonly ClosedSize[];
  /** Maximum information of the group-sequential design over that of a fixed one of the same alpha and power; 1 for none. */
  readonly inflation: number;
  /**
   * N at which the large-sample distribution of the test, its looks and its hypotheses promises the target, rounded up by
   * arm; null where the formulas are about just this, for a trial that re-estimates and an adjusted test.
   */
  readonly numerical: { readonly patients: number; readonly power: number } | null;
  /** One line on why formulas and simulation differ here. */
  readonly whyTheyDiffer: string;
}

export interface SizeResult {
  readonly holdsFixed: Family['holdsFixed'];
  readonly scalesEvents: boolean;
  /** Events per patient that the planned design waits for, kept for every N; null when it waits for none. */
  readonly maturity: number | null;
  readonly targets: readonly SizeForTarget[];
}

function whyTheyDiffer(
  target: SimulatedSize | UnreachableSize,
  closed: readonly ClosedSize[],
  numerical: SizeForTarget['numerical'],
  family: Family,
): string {
  const schoenfeld = closed.find(({ method }) => method === 'schoenfeld')?.result;
  if (target.kind === 'unreachable') return 'No simulated size to compare with.';
  if (schoenfeld?.kind !== 'size' && numerical !== null) {
    const apart = (numerical.patients / target.patients - 1) * 100;
    return `Large samples ask for ${Math.abs(apart).toFixed(1)} % ${apart < 0 ? 'fewer' : 'more'} patients than the simulation: they take the test as normal and the looks to come as expected. The simulated N is the one to trust.`;
  }
  if (schoenfeld?.kind !== 'size') return 'The formulas do not apply here; the simulation is the answer.';
  const share = family.design.experimental.weight / allocationBlock(family.design);
  const reasons: string[] = [];
  if (schoenfeld.basis === 'average')
    reasons.push(
      isMixed(family.design)
        ? 'patients differ, so the formulas use an average ratio'
        : 'hazards are not proportional, so the formulas use an average ratio',
    );
  if (target.characteristics.events.mean < 100)
    reasons.push('few events, where large-sample formulas are off by several percent');
  if (Math.abs(share - 0.5) > 0.01) reasons.push('unequal allocation, where Schoenfeld and Freedman part');
  if (reasons.length === 0) reasons.push('formulas take the log-rank z as normal with variance 1 and a local effect');
  if (family.design.sequential !== undefined)
    reasons.push(
      family.design.sequential.reestimation === null
        ? 'the inflation factor takes the looks to come at their expected information'
        : 'the formulas know nothing of the events that re-estimation may add',
    );
  const percent = (schoenfeld.patientsUnrounded / target.patientsUnrounded - 1) * 100;
  const sign = percent < 0 ? 'fewer' : 'more';
  return `Schoenfeld asks for ${Math.abs(percent).toFixed(1)} % ${sign} patients than the simulation: ${reasons.join('; ')}. The simulated N is the one to trust.`;
}

/** Every target power, each with the formulas' answers. @throws Interrupted */
export async function askSize(
  asking: Asking,
  family: Family,
  targetPowers: readonly number[],
  interval: number,
): Promise<SizeResult> {
  const targets: SizeForTarget[] = [];
  for (const target of targetPowers) {
    const simulated = await searchSize(asking, family, target, interval);
    const base = member(family, family.plannedPatients);
    const sized = simulated.kind === 'size' ? simulated.patients : null;
    const design = sized === null ? representativeDesign(family) : sequentialDesign(member(family, sized));
    const inflation = design === null ? 1 : inflationFor(design.spec.solved, target);
    const closed = (['schoenfeld', 'freedman', 'lachinFoulkes'] as const).map((method) => ({
      method,
      name: FORMULA_NAMES[method],
      result: sampleSize(base, target, method, inflation),
    }));
    const { test, family: hypotheses } = family.design;
    const beyondFormulas = design !== null || hypotheses !== undefined || !isPlainLogRank(test);
    const plainly = test.adjustedFor.length === 0;
    const promised = beyondFormulas && plainly ? promisedSize(family, target, 0) : null;
    const numerical = promised === null ? null : { patients: promised, power: plannedPower(member(family, promised)) };
    targets.push({
      simulated,
      closed,
      inflation,
      numerical,
      whyTheyDiffer: whyTheyDiffer(simulated, closed, numerical, family),
    });
  }
  const { analysis } = family.design;
  return {
    holdsFixed: family.holdsFixed,
    scalesEvents: family.scalesEvents,
    maturity: analysis.kind === 'events' ? analysis.events / family.plannedPatients : null,
    targets,
  };
}
