/** The module's exports. */
export { allocate, pad, placeArms, reserve, reserveCourses, reserveOwn, reserveScans } from './arrays';
export { detect } from './detection';
export { drawCovariates, fillMultipliers } from './drawCovariates';
export { drawLags } from './drawLags';
export { drawOwnArm } from './drawOwnArm';
export { open } from './dropping';
export { enrolArrivals } from './enrolment';
export { observeExits, observeScans } from './observation';
export { run } from './pipeline';
export { fillPrimedRatios } from './primedRatios';
export { seedStreams } from './seed';
export { sortFew } from './sortFew';
export { computeStatistics } from './statisticsStage';
