/**
 * The two worlds that `power` asks about, the planned trial and the same without effect: in each, one pass of replicates
 * for the trial's own tests and for what is reported beside them (estimands, time origins, scans).
 */
import { planDesign } from '../design/planDesign.ts';
import type { Tally } from '../tally/tally.ts';
import type { Test } from '../trial/test.ts';
import type { Trial } from '../trial/trial.ts';
import { type Asking, type Simulation, simulateTo } from './asking.ts';
import { estimandTests } from './estimands.ts';
import { originTests } from './origins.ts';
import { scanTests } from './scansResult.ts';
import { everyTest, type MadeTests, simulateSharing, simulateTests, takesMoreTests } from './sharedReplicates.ts';
import type { Worlds } from './sideBySide.ts';

export interface SimulatedWorlds {
  readonly alternative: Tally;
  readonly none: Tally;
  readonly worlds: Worlds;
}

/** A world with the trial's own tests, and with those beside them. */
interface World {
  readonly total: Tally;
  readonly shared: MadeTests;
}

/** The trial that runs to its final analysis and has one hypothesis; looks stay, as the final analysis may wait for them. */
function unstopped({ sequential, family, lookTests, ...fixed }: Trial): Trial {
  return fixed;
}

/**
 * Simulates the trial of `planned` and that of `nothing`, in which nothing works. Where looks or several hypotheses decide,
 * what is reported beside power is of other replicates, which nothing stops. @throws Interrupted
 */
export async function simulateWorlds(
  asking: Asking,
  planned: Simulation,
  nothing: Simulation,
): Promise<SimulatedWorlds> {
  const { design } = planned;
  const { trial } = design;
  const comparisons = everyTest(originTests(design), scanTests(trial));
  const tests = everyTest(estimandTests(design), comparisons);
  const together = takesMoreTests(trial);
  const world = async (simulation: Simulation, beside: readonly Test[], stage: string): Promise<World> => {
    if (beside.length > 0 && together) return simulateSharing(asking, simulation, beside, stage);
    const total = await simulateTo(asking, simulation, stage);
    if (beside.length === 0) return { total, shared: { tests: [], tally: total } };
    const apart = { design: planDesign(unstopped((simulation.truth ?? design).trial)), purpose: `beside ${stage}` };
    return { total, shared: await simulateTests(asking, apart, beside, apart.purpose) };
  };
  const alternative = await world(planned, tests, 'power');
  const none = await world(nothing, comparisons, 'type I error');
  return {
    alternative: alternative.total,
    none: none.total,
    worlds: { planned: alternative.shared, none: none.shared },
  };
}
