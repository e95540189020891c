/** Responses, written to the module's memory (courseLayout.ts). */
import { weightsOf } from '../draw/drawResponses.ts';
import { planSurvivalAtTick, type SurvivalAtTick } from '../draw/survivalAtTick.ts';
import type { EndpointPlan } from '../plan/coursePlan.ts';
import * as at from './courseLayout.ts';
import type { ModuleMemory } from './memory.ts';

function writeSurvival(memory: ModuleMemory, plan: SurvivalAtTick): number {
  const { starts, origins, slopes, offsets, ratios, weibull, cure } = plan;
  const table = memory.allocate(at.SURVIVAL_PIECE + at.PIECE_BYTES * starts.length);
  memory.setInt(table + at.SURVIVAL_PIECES, starts.length);
  memory.setInt(table + at.SURVIVAL_WEIBULL, weibull === null ? 0 : 1);
  memory.setFloat(table + at.SURVIVAL_PER_TICK, weibull?.perTick ?? 0);
  memory.setFloat(table + at.SURVIVAL_SHAPE, weibull?.shape ?? 0);
  memory.setInt(table + at.SURVIVAL_CURE, cure === null ? 0 : 1);
  memory.setFloat(table + at.SURVIVAL_CURED, cure?.cured ?? 0);
  memory.setFloat(table + at.SURVIVAL_UNCURED, cure?.uncured ?? 0);
  starts.forEach((start, j) => {
    const piece = table + at.SURVIVAL_PIECE + at.PIECE_BYTES * j;
    memory.setInt(piece + at.PIECE_START, start);
    memory.setFloat(piece + at.PIECE_ORIGIN, origins[j]);
    memory.setFloat(piece + at.PIECE_SLOPE, slopes[j]);
    memory.setFloat(piece + at.PIECE_OFFSET, offsets[j]);
    memory.setFloat(piece + at.PIECE_RATIO, ratios[j]);
  });
  return table;
}

/** Writes what a response has beyond other endpoints to the endpoint at address `base`. */
export function writeResponse(
  memory: ModuleMemory,
  base: number,
  { ticks, rates, respondBelow, correlation, laws }: Extract<EndpointPlan, { kind: 'response' }>,
  ticksPerUnit: number,
): void {
  const arms = memory.allocate(at.RESPONSE_BYTES * rates.length);
  const [along, apart] = weightsOf(correlation);
  memory.setInt(base + at.ENDPOINT_TICKS, ticks);
  memory.setInt(base + at.ENDPOINT_ARMS, arms);
  memory.setFloat(base + at.ENDPOINT_ALONG, along);
  memory.setFloat(base + at.ENDPOINT_APART, apart);
  rates.forEach((rate, a) => {
    const arm = arms + at.RESPONSE_BYTES * a;
    const law = laws[a];
    const survival = law && planSurvivalAtTick(law, ticksPerUnit);
    memory.setInt(arm + at.RESPONSE_BELOW, respondBelow[a]);
    memory.setInt(arm + at.RESPONSE_SURVIVAL, survival === null ? 0 : writeSurvival(memory, survival));
    memory.setFloat(arm + at.RESPONSE_LIMIT, rate);
  });
}
