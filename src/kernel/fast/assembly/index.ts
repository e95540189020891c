/** The module's exports. */
export { allocate, pad, placeArms, reserve } from './arrays';
export { detect } from './detection';
export { closeEnrolment, drawArm } from './draw';
export { observeExits, observeScans } from './observation';
export { analyse, enrol, open, run, seedArms } from './pipeline';
export { seedStreams } from './seed';
export { sortFew } from './sortFew';
export { computeStatistics } from './statisticsStage';
