/** The designs of a series of trials, from which searches and curves take those of the sizes that they look at. */
import { member, roundUp, type TrialSeries } from '../trial/series.ts';
import { type Design, planDesign } from './planDesign.ts';
import { nothingSolved, type SolvedBounds } from './solvedBounds.ts';

export interface DesignsBySize {
  readonly series: TrialSeries;
  /** The design of the member numbered `size`; found once. */
  at(size: number): Design;
  /** The design of the series' planned size or, where this is open, of the smallest. */
  readonly planned: Design;
  /** The design of the series at its planned size or, where this is open, at a usual one. */
  readonly representative: Design;
  /** The designs of another series of the same trial. */
  of(series: TrialSeries): DesignsBySize;
}

/**
 * Patients of a member that stands for a series without a planned size: with fewer, whole events make information
 * fractions coarse.
 */
const REPRESENTATIVE = 1000;

class SeriesDesigns implements DesignsBySize {
  readonly series: TrialSeries;
  private readonly designs = new Map<number, Design>();
  private readonly bounds: SolvedBounds;

  constructor(series: TrialSeries, bounds: SolvedBounds) {
    this.series = series;
    this.bounds = bounds;
  }

  at(size: number): Design {
    const known = this.designs.get(size);
    if (known !== undefined) return known;
    // Members differ in numbers alone, so their patients are the same mix.
    const [first] = this.designs.values();
    const design = planDesign(member(this.series, size), this.bounds, first?.expected);
    this.designs.set(size, design);
    return design;
  }

  get planned(): Design {
    return this.at(this.series.plannedPatients);
  }

  get representative(): Design {
    const { open, unsized, plannedPatients, mostPatients } = this.series;
    return this.at(Math.min(mostPatients, open ? roundUp(unsized, REPRESENTATIVE) : plannedPatients));
  }

  of(series: TrialSeries): DesignsBySize {
    return new SeriesDesigns(series, this.bounds);
  }
}

export function designsBySize(series: TrialSeries): DesignsBySize {
  return new SeriesDesigns(series, nothingSolved());
}
