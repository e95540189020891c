/** How much power depends on each assumption: they are changed one at a time, either way, on common random numbers. */
import { planDesign } from '../design/planDesign.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Proportion } from '../tally/estimates.ts';
import { hasCohort, type Trial } from '../trial/trial.ts';
import { type Asking, simulateReplicates } from './asking.ts';
import { assumptionsOf, type TriedValue } from './assumptions.ts';

/** An assumption at one other value. */
export interface SensitivityPoint {
  /** The value taken: `0.77`, `12 weeks`. */
  readonly value: string;
  /** Power less the power as planned, of the same replicates. */
  readonly change: number;
  /** Standard error of the change, as of a paired difference. */
  readonly standardError: number;
  /** The power as planned with the change added. */
  readonly power: number;
}

export interface SensitivityRow {
  /** `hazard ratio`, `delay, Standard + early drug`. */
  readonly assumption: string;
  readonly planned: string;
  /** The smaller value first. */
  readonly low: SensitivityPoint;
  readonly high: SensitivityPoint;
}

export interface SensitivityResult {
  readonly patients: number;
  /** Replicates of each changed trial and, for the differences, of the planned one. */
  readonly replicates: number;
  /** The power of the planned trial as it was found with that answer's own replicates. */
  readonly planned: Proportion;
  /** The assumption that matters most first. */
  readonly rows: readonly SensitivityRow[];
  /** Paths of values called assumed that were left as they are. */
  readonly unvaried: readonly string[];
}

const PURPOSE = 'sensitivity';
/** The cap on replicates, as trials whose patients differ take two to five times as long, and have more assumptions. */
const MOST_REPLICATES = 20_000;
const MOST_OF_COHORTS = 8_000;

/**
 * Asks for the sensitivity; `power` is that of the planned trial, whose bounds are kept at looks. @throws Interrupted
 */
export async function askSensitivity(
  asking: Asking,
  scenario: Scenario,
  planned: Trial,
  power: Proportion,
): Promise<SensitivityResult> {
  const { precision } = asking;
  const { varied, unvaried } = assumptionsOf(scenario, planned);
  const most = hasCohort(planned) ? MOST_OF_COHORTS : MOST_REPLICATES;
  const replicates = Math.min(most, 'replicates' in precision ? precision.replicates : most);
  asking.progress.begin('sensitivity', replicates * (1 + 2 * varied.length));
  const { sides } = planned.test;
  const design = planDesign(planned);
  // Looks wait for the events that were planned, whatever turns out to be true.
  const { interims } = design.trial;
  /** 1 for each replicate in which the test rejects. */
  const rejectedIn = async (trial: Trial): Promise<Uint8Array> => {
    const truth = planDesign(interims ? { ...trial, interims } : trial);
    const simulation = { design, truth, purpose: PURPOSE, rejectionsOnly: true, everyClaim: true };
    const { claims } = await simulateReplicates(asking, simulation, replicates);
    return Uint8Array.from(claims ?? [], (claim) => (claim === 1 || (sides === 2 && claim === -1) ? 1 : 0));
  };
  const base = await rejectedIn(planned);
  const pointOf = async ({ value, trial }: TriedValue): Promise<SensitivityPoint> => {
    const other = await rejectedIn(trial);
    let gained = 0;
    let lost = 0;
    for (let r = 0; r < replicates; r++) {
      if (other[r] > base[r]) gained++;
      else if (other[r] < base[r]) lost++;
    }
    const change = (gained - lost) / replicates;
    const standardError = Math.sqrt(Math.max(0, (gained + lost) / replicates - change * change) / replicates);
    return { value, change, standardError, power: Math.min(1, Math.max(0, power.estimate + change)) };
  };
  const rows: SensitivityRow[] = [];
  for (const { name, planned: value, low, high } of varied)
    rows.push({ assumption: name, planned: value, low: await pointOf(low), high: await pointOf(high) });
  const swing = ({ low, high }: SensitivityRow) =>
    Math.max(Math.abs(low.change), Math.abs(high.change), Math.abs(high.change - low.change));
  return {
    patients: planned.patients,
    replicates,
    planned: power,
    rows: rows.sort((a, b) => swing(b) - swing(a)),
    unvaried,
  };
}
