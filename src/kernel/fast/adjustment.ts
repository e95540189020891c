/**
 * The covariates of an adjusted comparison, in the order of its sorted codes, from the arrays of the module: what the driver
 * needs to fit an adjusted model, which has no twin.
 */
import { CovariateOrder } from '../look/covariateOrder.ts';
import type { ComparisonTables } from '../plan/statisticsPlan.ts';
import * as at from './layout.ts';
import { EMPTY, type ModuleMemory } from './memory.ts';
import { COMPARISON_ARM_CODES, COMPARISON_CONTROL_CODES } from './statisticsLayout.ts';

export class Adjustment {
  readonly order: CovariateOrder;
  private readonly tables: ComparisonTables;
  private readonly firsts: Int32Array;
  private readonly next: Int32Array;
  private codes = new Int32Array(0);
  private members = new Int32Array(0);
  private cell = new Uint8Array(0);

  constructor(tables: ComparisonTables, adjusts: NonNullable<ComparisonTables['adjusts']>) {
    this.tables = tables;
    this.order = new CovariateOrder(adjusts, tables.strata);
    this.firsts = new Int32Array(tables.strata + 1);
    this.next = new Int32Array(tables.strata + 1);
  }

  /**
   * Fills the covariates of all strata at `cut`; `comparison` is the address of the comparison, whose codes the module has
   * gathered.
   */
  fill(memory: ModuleMemory, comparison: number, cut: number): void {
    const { order, tables, firsts } = this;
    const { ints } = memory;
    const array = (field: number) => ints.subarray(memory.int(at.ARRAYS + field) >> 2);
    const places = memory.int(at.ARRAYS + at.ARRAY_PLACES);
    if (this.codes.length < places) {
      this.codes = new Int32Array(places);
      this.members = new Int32Array(places);
      this.cell = new Uint8Array(places);
    }
    const { codes, members, cell } = this;
    const cells = array(at.ARRAY_CELL);
    const centres = array(at.ARRAY_CENTRE);
    const arms = [
      { arm: 0, known: memory.int(comparison + COMPARISON_CONTROL_CODES) >> 2 },
      { arm: tables.arm, known: memory.int(comparison + COMPARISON_ARM_CODES) >> 2 },
    ];
    // Where follow-up ends, the module's codes go on: it makes no difference but to the order of sums.
    const earliest = cut - memory.int(at.ENTRY + at.ENTRY_FOLLOW_UP);
    const stratumOf = (place: number) => {
      const stratum = tables.stratumOf[cells[place] >> 2];
      return stratum >= 0 && tables.byCentre ? stratum + centres[place] * tables.cellStrata : stratum;
    };
    // A first pass counts, the second one fills.
    firsts.fill(0);
    for (let pass = 0; pass < 2; pass++) {
      for (const { arm, known } of arms) {
        const first = memory.offset(arm);
        const end = first + memory.size(arm);
        for (let place = first; place < end; place++) {
          const code = ints[known + place];
          if (code === EMPTY) continue;
          const stratum = stratumOf(place);
          if (stratum < 0) continue;
          if (pass === 0) {
            firsts[stratum + 1]++;
            continue;
          }
          const to = this.next[stratum]++;
          codes[to] = (Math.max(code >> 2, earliest) << 2) | (code & 3);
          members[to] = place;
          cell[place] = cells[place] >> 2;
        }
      }
      if (pass > 0) break;
      for (let s = 1; s < firsts.length; s++) firsts[s] += firsts[s - 1];
      this.next.set(firsts);
    }
    const known = { cell, traits: memory.traits };
    for (let s = 0; s < tables.strata; s++) order.fill(s, { codes, members }, firsts[s], firsts[s + 1], known);
  }
}
