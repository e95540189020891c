/** E-values of a published hazard ratio. */
import type { EValues } from '../../questions/eValues.ts';
import { type Kind, nonNegative, nullable, oneOf, record } from './kinds.ts';

const eValue: Kind<EValues['rare']> = record<EValues['rare']>({ estimate: nonNegative, limit: nullable(nonNegative) });

export const eValues: Kind<EValues> = record<EValues>({
  hazardRatio: nonNegative,
  rare: eValue,
  common: eValue,
  event: nullable(oneOf('rare', 'common')),
});
