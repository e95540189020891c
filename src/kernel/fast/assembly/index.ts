/** The module's exports. */
export { allocate, pad, placeArms, reserve } from './arrays';
export { closeEnrolment, drawArm } from './draw';
export { open } from './dropping';
export { analyse, enrol, run, seedArms } from './pipeline';
export { seedStreams } from './seed';
export { sortFew } from './sortFew';
export { computeStatistics } from './statisticsStage';
