/** The module's exports. */
export { allocate, pad, placeArms, reserve } from './arrays';
export { closeEnrolment, drawArm } from './draw';
export { drawCovariates, fillMultipliers } from './drawCovariates';
export { drawLags } from './drawLags';
export { drawOwnArm } from './drawOwnArm';
export { analyse, enrol, open, run, seedArms } from './pipeline';
export { fillPrimedRatios } from './primedRatios';
export { fillArmSurvival, fillPooledSurvival, fillRiskTable } from './riskTable';
export { seedStreams } from './seed';
