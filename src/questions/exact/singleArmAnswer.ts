/** The answers about a trial without a control: of a response from stagesFound.ts, of a time from oneSampleFound.ts. */
import type { SingleArm } from '../../scenario/plannedSingleArm.ts';
import type { Asking } from '../asking.ts';
import { describeOneSample, type OneSampleFound, powerOfOneSample, sizeOfOneSample } from './oneSampleFound.ts';
import { type StagesFound, stagesOf } from './stagesFound.ts';

export type SingleArmAnswer = StagesFound | OneSampleFound;

export function describeSingleArm(plan: SingleArm): SingleArmAnswer {
  return plan.kind === 'response' ? stagesOf(plan) : describeOneSample(plan);
}

/** Precondition: a trial of a time has its patients. */
export function powerOfSingleArm(asking: Asking, plan: SingleArm): SingleArmAnswer {
  return plan.kind === 'response' ? stagesOf(plan) : powerOfOneSample(asking, plan);
}

export function sizeOfSingleArm(plan: SingleArm): SingleArmAnswer {
  return plan.kind === 'response' ? stagesOf(plan) : sizeOfOneSample(plan);
}
