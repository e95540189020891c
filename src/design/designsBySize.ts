/** The designs of a family of trials, from which searches and curves take those of the sizes that they look at. */
import { type Family, member, roundUp } from '../trial/family.ts';
import { type Design, planDesign } from './planDesign.ts';
import { nothingSolved, type SolvedBounds } from './solvedBounds.ts';

export interface DesignsBySize {
  readonly family: Family;
  /** That of the member numbered `size`; found once. */
  at(size: number): Design;
  /** That of the family's planned size, or where this is open of the smallest. */
  readonly planned: Design;
  /** That of the family at its planned size, or where this is open at a usual one. */
  readonly representative: Design;
  /** Those of another family of the same trial. */
  of(family: Family): DesignsBySize;
}

/** Patients of a member that stands for a family without a planned size: in fewer, whole events make fractions coarse. */
const REPRESENTATIVE = 1000;

class FamilyDesigns implements DesignsBySize {
  readonly family: Family;
  private readonly designs = new Map<number, Design>();
  private readonly bounds: SolvedBounds;

  constructor(family: Family, bounds: SolvedBounds) {
    this.family = family;
    this.bounds = bounds;
  }

  at(size: number): Design {
    const known = this.designs.get(size);
    if (known !== undefined) return known;
    // Sizes differ in numbers alone: patients are the same mix.
    const [first] = this.designs.values();
    const design = planDesign(member(this.family, size), this.bounds, first?.expected);
    this.designs.set(size, design);
    return design;
  }

  get planned(): Design {
    return this.at(this.family.plannedPatients);
  }

  get representative(): Design {
    const { open, design, plannedPatients, mostPatients } = this.family;
    return this.at(Math.min(mostPatients, open ? roundUp(design, REPRESENTATIVE) : plannedPatients));
  }

  of(family: Family): DesignsBySize {
    return new FamilyDesigns(family, this.bounds);
  }
}

export function designsBySize(family: Family): DesignsBySize {
  return new FamilyDesigns(family, nothingSolved());
}
