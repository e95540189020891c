/** The module's exports. */
export { allocate, pad, placeArms, reserve } from './arrays';
export { closeEnrolment, drawArm } from './draw';
export { analyse, enrol, open, run, seedArms } from './pipeline';
export { fillArmSurvival, fillPooledSurvival, fillRiskTable } from './riskTable';
export { seedStreams } from './seed';
