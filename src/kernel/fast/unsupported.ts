/** Says what a plan may not hold if the module is to run it. */

import type { SurvivalLaw } from '../../survival/law.ts';
import { centreCountOf } from '../draw/enrolment.ts';
import type { ArmExits } from '../plan/exitLaw.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { adjustedBytes } from './adjustedTable.ts';
import { MOST_CENTRES } from './enrolmentTable.ts';
import * as at from './layout.ts';
import { postfix } from './lookRules.ts';

/** Patients beyond which the module's memory would pass a gigabyte. */
const MAX_PATIENTS = 2 ** 24;
const MAX_ADJUSTED_BYTES = 2 ** 29;

/** Exits from progression to death or dropout. */
function laterExits({ courses }: KernelPlan): readonly ArmExits[] {
  return (courses ?? []).flatMap(({ after }): readonly ArmExits[] => {
    if (after.kind === 'sharedWord') return [{ kind: 'byCell', laws: [after.law] }];
    return after.kind === 'exits' ? after.exits : [];
  });
}

const hasManyPieces = (exits: ArmExits) => exits.kind === 'byCell' && exits.laws[0].breaks.length > at.MAX_PIECES;

const hasDrift = (exits: ArmExits) => exits.kind === 'own' && exits.drift !== null;

const isTabulated = (law: SurvivalLaw | null) => law?.clock.kind === 'tabulated';

/** Why it cannot observe the endpoints beside the driving one. */
function unsupportedBeside({ courses, endpoints }: KernelPlan): string | null {
  const kinds = (courses ?? []).map(({ after }) => after.kind);
  // A death time by a copula is a root that each patient's iteration finds, in double precision.
  if (kinds.includes('gumbel')) return 'times to progression and death that a copula joins';
  // It asks for hazards and their inverses of any law in double precision, of which the module has none.
  if (kinds.includes('ranks')) return 'times to death that have the ranks of first events';
  // Survival on such a clock is found in double precision.
  if (endpoints.some((endpoint) => endpoint.kind === 'response' && endpoint.laws.some(isTabulated)))
    return 'responses that go with first events of a tabulated law';
  if (courses === null && endpoints.some(({ kind }) => kind !== 'response'))
    return 'endpoints after a first event that nothing follows';
  return null;
}

/** Why the module cannot run `plan`; null when it can. */
export function unsupported(plan: KernelPlan): string | null {
  const { cohort } = plan;
  const patients = plan.sizes.reduce((sum, size) => sum + size, 0);
  if (patients > MAX_PATIENTS) return `more than ${MAX_PATIENTS} patients`;
  if (patients * adjustedBytes(plan.statistics?.tables ?? []) > MAX_ADJUSTED_BYTES)
    return `more than ${MAX_ADJUSTED_BYTES} bytes of adjusted comparisons`;
  const beside = unsupportedBeside(plan);
  if (beside !== null) return beside;
  if (plan.sizes.length > at.MAX_ARMS) return `more than ${at.MAX_ARMS} arms`;
  if (cohort.cells.length > at.MAX_CELLS) return `more than ${at.MAX_CELLS} combinations of factor levels`;
  if (centreCountOf(cohort.centres) > MOST_CENTRES) return `more than ${MOST_CENTRES} centres`;
  if (plan.cohort.randomisation === null && plan.sizes.some((size) => size < 1)) return 'an empty arm';
  if (cohort.randomisation === null && plan.entry.breaks.length > at.MAX_PIECES)
    return `more than ${at.MAX_PIECES} accrual rates`;
  if ([...plan.exits, ...laterExits(plan)].some(hasManyPieces)) return `more than ${at.MAX_PIECES} hazards in an arm`;
  if (plan.compensators.some((hazard) => hazard.kind === 'ticks' && hazard.starts.length > at.MAX_PIECES))
    return `more than ${at.MAX_PIECES} hazards in an arm`;
  // The patient who closes a Poisson enrolment is moved to its end once the exit is drawn.
  if (cohort.randomisation === null && plan.entry.pattern === 'poisson' && plan.exits.some(hasDrift))
    return 'hazards that drift with the entry in a Poisson process without randomisation';
  const steps = plan.looks.flatMap(({ reestimation }) => (reestimation === null ? [] : [reestimation.z.length]));
  if (steps.length > 1) return 'more than one look that re-estimates';
  if (steps.some((count) => count > at.MAX_STEPS)) return `more than ${at.MAX_STEPS} re-estimated event counts`;
  if (plan.looks.length > at.MAX_LOOKS) return `more than ${at.MAX_LOOKS} looks`;
  if (plan.looks.flatMap(({ cut }) => postfix(cut)).length > at.MAX_RULES)
    return `more than ${at.MAX_RULES} parts in the rules of the looks`;
  return null;
}
