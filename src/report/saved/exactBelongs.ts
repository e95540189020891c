/** Whether saved answers about a single arm and about adverse events are those of the scenario's plan. */
import type { HarmsFound } from '../../questions/exact/harmsFound.ts';
import type { SingleArmAnswer } from '../../questions/exact/singleArmAnswer.ts';
import type { Harms } from '../../scenario/plannedHarms.ts';
import type { SingleArm } from '../../scenario/plannedSingleArm.ts';
import type { Wrong } from './kinds.ts';

/** Whether an answer is about this plan. */
export function singleArmBelongs(answer: SingleArmAnswer, plan: SingleArm, wrong: Wrong): void {
  if (answer.kind !== plan.kind) {
    wrong(['kind'], `must be ${plan.kind}, as the plan of the scenario`);
    return;
  }
  if (answer.kind === 'time' && plan.kind === 'time') {
    if (plan.patients !== null && answer.needed === null && answer.patients !== plan.patients)
      wrong(['patients'], `must be ${plan.patients}, as the scenario has it`);
    const looks = plan.look === null ? 1 : 2;
    if (answer.patients !== null && answer.looks.length !== looks)
      wrong(['looks'], `must be a list of ${looks}, as the scenario has it`);
    if ((answer.patients === null) !== (answer.formula === null))
      wrong(['formula'], 'must be null exactly where there are no patients');
    return;
  }
  if (answer.kind !== 'response' || plan.kind !== 'response') return;
  if ((answer.design === null) !== (answer.underNull === null))
    wrong(['underNull'], 'must be null exactly where there is no design');
  else if ((answer.design === null) !== (answer.asPlanned === null))
    wrong(['asPlanned'], 'must be null exactly where there is no design');
  else if (answer.underNull !== null && answer.underNull.rate !== plan.nullRate)
    wrong(['underNull', 'rate'], `must be ${plan.nullRate}, the null rate of the scenario`);
  else if (answer.asPlanned !== null && answer.asPlanned.rate !== plan.rate)
    wrong(['asPlanned', 'rate'], `must be ${plan.rate}, the rate of the scenario`);
}

/** Whether the events of an answer are those of the plan, or some of them in their order. */
export function harmsBelong({ events }: HarmsFound, plan: Harms, wrong: Wrong): void {
  let next = 0;
  events.forEach((found, i) => {
    const at = plan.events.findIndex((harm, k) => k >= next && harm.name === found.name && harm.arm === found.arm);
    if (at < 0) {
      wrong(['events', i, 'name'], 'must be that of an event of the scenario, in its order');
      return;
    }
    next = at + 1;
    const harm = plan.events[at];
    if (found.rate !== harm.rate) wrong(['events', i, 'rate'], `must be ${harm.rate}, as the scenario has it`);
    else if (found.planned !== null && found.planned.patients !== harm.patients)
      wrong(['events', i, 'planned', 'patients'], `must be ${harm.patients}, as the scenario has it`);
    else if (found.stopping !== null && harm.stopping === null)
      wrong(['events', i, 'stopping'], 'must be null: the scenario has no bound for it');
  });
}
