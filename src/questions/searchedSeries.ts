/** What a search for a size lets grow: patients, or events where those alone decide when the planned analysis comes. */
import type { DesignsBySize } from '../design/designsBySize.ts';
import { expectationOf } from '../expectation/expectation.ts';
import type { NoSampleSize, SampleSize } from '../formulas/sampleSize.ts';
import { expectedEnrolled } from '../trial/accrual.ts';
import { changeEvents, mostEvents } from '../trial/analysis.ts';
import { eventsSeries } from '../trial/series.ts';

/** Share of the planned patients that must have entered by the analysis for a search to be about patients. */
const ENTERED = 0.95;

/**
 * The series to search: it varies in events alone where those decide when the analysis comes, and it comes before
 * enrolment ends.
 */
export function searchedSeries(designs: DesignsBySize): DesignsBySize {
  const { series, planned } = designs;
  if (!series.scalesEvents) return designs;
  const { accrual, patients } = planned.trial;
  const early = expectedEnrolled(accrual, patients, planned.expected.analysisTime) < ENTERED * patients;
  return early ? designs.of(eventsSeries(series)) : designs;
}

/** A formula's answer as a member of the series: where that varies in events, its events at the planned patients. */
export function formulaIn(
  { series, planned: design }: DesignsBySize,
  found: SampleSize | NoSampleSize,
): SampleSize | NoSampleSize {
  if (series.varies === 'patients' || found.kind === 'unreachable') return found;
  const planned = design.trial;
  const share = found.events / mostEvents(planned.analysis);
  const analysis = changeEvents(planned.analysis, (events) => Math.ceil(events * share - 1e-9));
  const analysisTime = expectationOf({ ...planned, analysis }, design.expected).analysisTime;
  if (!Number.isFinite(analysisTime))
    return { kind: 'unreachable', reason: `the planned patients never have the ${found.events} events` };
  return { ...found, patientsUnrounded: planned.patients, patients: planned.patients, analysis, analysisTime };
}
