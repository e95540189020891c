/** The module's exports. */
export { allocate, pad, placeArms, reserve } from './arrays';
export { closeEnrolment, drawArm } from './draw';
export { analyse, enrol, open, run, seedArms } from './pipeline';
export { seedStreams } from './seed';
export { sortFew } from './sortFew';
export { computeStatistics } from './statisticsStage';
