/** What `power` and `check` answer at a point of a sweep. */
import type { CheckAt } from '../../questions/checkAt.ts';
import type { PowerAt } from '../../questions/powerAt.ts';
import { type Kind, nonNegative, nullable, positiveCount, record } from './kinds.ts';
import { characteristics } from './savedCharacteristics.ts';
import { CHECKED } from './savedCheck.ts';
import { proportion } from './savedEstimates.ts';
import { closedForms } from './savedPlan.ts';
import { familyResult, testsResult } from './savedPower.ts';

export const powerAt: Kind<PowerAt> = record<PowerAt>({
  patients: positiveCount,
  alternative: characteristics,
  typeOneError: nullable(proportion),
  hazardRatio: nullable(nonNegative),
  averageHazardRatio: nullable(nonNegative),
  closedForms: nullable(closedForms),
  tests: nullable(testsResult),
  family: nullable(familyResult),
});

export const checkAt: Kind<CheckAt> = record<CheckAt>(CHECKED);
