/** The module's exports. */
export { allocate, pad, placeArms, reserve } from './arrays';
export { closeEnrolment, drawArm } from './draw';
export { drawCovariates, fillMultipliers } from './drawCovariates';
export { drawLags } from './drawLags';
export { drawOwnArm } from './drawOwnArm';
export { open } from './dropping';
export { enrolArrivals } from './enrolment';
export { analyse, enrol, run, seedArms } from './pipeline';
export { fillPrimedRatios } from './primedRatios';
export { seedStreams } from './seed';
export { sortFew } from './sortFew';
export { computeStatistics } from './statisticsStage';
