/**
 * Stage for statistics beyond the plain log-rank: risk tables of each comparison and stratification, filled once, then
 * whatever the registry's definitions make of them.
 */
import { type ClonedPatients, CloneTable } from '../../statistics/clones.ts';
import type { Covariates, Definition, Look, Outcome } from '../../statistics/definition.ts';
import { emptyOutcome } from '../../statistics/definition.ts';
import { definitionOf } from '../../statistics/registry.ts';
import {
  createRiskTable,
  fillArmSurvival,
  fillPooledSurvival,
  fillRiskTable,
  fillSwitchingRiskTable,
  type RiskTable,
} from '../../statistics/riskTable.ts';
import type { ComparisonTables, StatisticsPlan } from '../plan/statisticsPlan.ts';

/** One statistic's results, one row per replicate. */
export interface StatisticColumns {
  /** −Infinity for a hypothesis whose arm was dropped at an earlier look. */
  readonly z: Float64Array;
  readonly estimate: Float64Array;
  readonly information: Float64Array;
}

export function createStatisticColumns(plan: StatisticsPlan | null, rows: number): StatisticColumns[] {
  return (plan?.statistics ?? []).map(() => ({
    z: new Float64Array(rows),
    estimate: new Float64Array(rows),
    information: new Float64Array(rows),
  }));
}

/** The risk tables of a plan's comparisons, and the definitions that read them. */
export class StatisticsStage {
  private readonly looks: {
    readonly look: Look & { tables: RiskTable[]; turned: boolean; clones?: { table: CloneTable; weighted: boolean } };
    readonly plan: ComparisonTables;
  }[];
  private readonly definitions: readonly Definition[];
  private readonly plan: StatisticsPlan;
  private readonly outcome: Outcome = emptyOutcome();

  /** `capacity` is the number of patients of the largest comparison. */
  constructor(plan: StatisticsPlan, unit: number, capacity: number) {
    this.plan = plan;
    this.definitions = plan.statistics.map(({ statistic }) => definitionOf(statistic));
    this.looks = plan.tables.map((tables) => {
      const { kind, ticks } = tables.origin;
      const rest = { cut: 0, unit, sides: plan.sides, turned: false };
      if (kind === 'clones') {
        const clones = { table: new CloneTable(capacity, ticks), weighted: false };
        return { plan: tables, look: { ...rest, tables: [], clones } };
      }
      // Strata share the patients out, so each table grows only to what its stratum has had.
      const room = tables.strata === 1 ? capacity : 0;
      return {
        plan: tables,
        look: { ...rest, tables: Array.from({ length: tables.strata }, () => createRiskTable(room)) },
      };
    });
  }

  /** Fills the clones of tables `tables`, which have no strata, of the patients that `patients` puts there. */
  fillClones(tables: number, patients: (into: ClonedPatients) => void): void {
    const table = this.looks[tables].look.clones?.table;
    if (table === undefined) return;
    patients(table.patients);
    table.fill();
  }

  /**
   * Fills stratum `stratum` of tables `tables` from n sorted codes and, for time-dependent treatment, m sorted
   * switches.
   */
  fill(tables: number, stratum: number, codes: Int32Array, n: number, switches?: Int32Array, m = 0): void {
    const { look, plan } = this.looks[tables];
    let table = look.tables[stratum];
    if (table.keys.length < n) {
      table = createRiskTable(Math.max(8, 2 * n));
      look.tables[stratum] = table;
    }
    if (switches === undefined) fillRiskTable(codes, n, table);
    else fillSwitchingRiskTable(codes, n, switches, m, table);
    if (plan.pooledSurvival) fillPooledSurvival(table);
    if (plan.armSurvival) fillArmSurvival(table);
  }

  /** Takes the covariates of all strata of tables `tables`. */
  adjust(tables: number, covariates: readonly Covariates[]): void {
    Object.assign(this.looks[tables].look, { covariates });
  }

  /** The strata of tables `tables`, as they were last filled. */
  strata(tables: number): readonly RiskTable[] {
    return this.looks[tables].look.tables;
  }

  /** Computes statistic `s` of the tables as filled, into row `row`. */
  compute(s: number, cut: number, columns: StatisticColumns, row: number): void {
    const { statistic, tables, turned, weighted } = this.plan.statistics[s];
    const { look } = this.looks[tables];
    const definition = this.definitions[s];
    look.cut = cut;
    look.turned = turned;
    if (look.clones) look.clones.weighted = weighted;
    definition.compute(look, statistic, this.outcome);
    const { z } = this.outcome;
    columns.z[row] = turned && definition.turnsItself !== true ? 0 - z : z;
    columns.estimate[row] = this.outcome.estimate;
    columns.information[row] = this.outcome.information;
  }
}
