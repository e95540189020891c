/** What `power` and `check` give at a point of a sweep. */
import type { CheckAt } from '../../questions/checkAt.ts';
import type { PowerAt } from '../../questions/powerAt.ts';
import { characteristics } from './characteristics.ts';
import { CHECKED } from './check.ts';
import { proportion } from './estimates.ts';
import { type Kind, nonNegative, nullable, positiveCount, record } from './kinds.ts';
import { closedForms } from './planned.ts';
import { familyResult, testsResult } from './power.ts';

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
