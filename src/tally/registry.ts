/** Everything that can be kept of replicates. A new collector is a file in collectors/ and a line here; its key is its name. */
import { analysisTime } from './collectors/analysisTime.ts';
import { claims } from './collectors/claims.ts';
import { controls } from './collectors/controlVariates.ts';
import { detriment } from './collectors/detrimentTally.ts';
import { events } from './collectors/events.ts';
import { extremes } from './collectors/extremes.ts';
import { family } from './collectors/family.ts';
import { furtherEndpoints } from './collectors/furtherEndpoints.ts';
import { hazardRatio } from './collectors/hazardRatio.ts';
import { lookEstimates } from './collectors/lookEstimates.ts';
import { medians } from './collectors/medians.ts';
import { operations } from './collectors/operationsTally.ts';
import { patients } from './collectors/patientFates.ts';
import { rejections } from './collectors/rejections.ts';
import { sequential } from './collectors/sequential.ts';
import { tests } from './collectors/tests.ts';
import { z } from './collectors/z.ts';

export const COLLECTORS = {
  rejections,
  claims,
  z,
  analysisTime,
  events,
  patients,
  hazardRatio,
  medians,
  extremes,
  controls,
  sequential,
  tests,
  family,
  lookEstimates,
  operations,
  furtherEndpoints,
  detriment,
};
