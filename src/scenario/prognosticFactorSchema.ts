/** What the arms of a published study differed in, as it stands in the file. */
import * as z from 'zod';
import { type EstimateFile, printedValue } from './estimateSchema.ts';
import { number, record, text } from './fields.ts';
import { meanings } from './meaning.ts';

const MOST_FACTORS = 6;
const LARGEST = 1e6;
const OTHERWISE = 'a text of patients such as "18/20", or {mean: 3.5, sd: 1.1}';

const counted = `must be a share, ${OTHERWISE}`;

const meanAndSd = record({
  mean: number({ from: -LARGEST, to: LARGEST, hint: '(of the patients of the arm), e.g. 3.5' })
    .describe('Mean of the arm')
    .register(meanings, { words: 'mean', is: 'number' }),
  sd: number({ above: 0, to: LARGEST, hint: '(standard deviation), e.g. 1.1' })
    .describe('Standard deviation in the arm; the factor is taken as normal')
    .register(meanings, { words: 'standard deviation', is: 'number' }),
});

const inArm = (arm: string) =>
  z
    .union([
      number({ from: 0, to: 1, hint: `(a share, e.g. 0.9), ${OTHERWISE}` }),
      z.string(counted).regex(/^\d{1,8} ?\/ ?[1-9]\d{0,7}$/, counted),
      meanAndSd,
    ])
    .describe(
      `The ${arm} arm: the share of its patients with the factor, patients with it of those known, e.g. 18/20, or mean and sd of a continuous factor`,
    )
    .register(meanings, { words: `share with the factor in the ${arm} arm`, is: 'share' });

const prognosticFactor = record({
  name: text(60, 'naming the factor').describe('Name of the factor in all outputs, e.g. BCLC stage C'),
  control: inArm('control'),
  experimental: inArm('experimental'),
  hazardRatio: printedValue(
    number({ from: 0.01, to: 100, hint: '(with the factor ÷ without, or for one unit more), e.g. 1.8' }),
    number({ from: 0, to: 10_000, hint: '(with the factor ÷ without, or for one unit more), e.g. 1.8' }),
    'Hazard ratio of the event, with the factor ÷ without it, or for one unit more of a continuous one, with its CI',
  ).register(meanings, { words: 'hazard ratio of the factor', is: 'hazard ratio' }),
}).meta({
  id: 'prognosticFactor',
  description: 'A factor of the prognosis in which the arms of the study differed, independent of other factors',
});

export const prognosticFactors = z
  .array(
    prognosticFactor,
    'must be a list of factors, e.g. [{name: BCLC stage C, control: 37/51, experimental: 18/20, hazardRatio: 1.8}]',
  )
  .min(1, 'must name a factor, e.g. [{name: BCLC stage C, control: 37/51, experimental: 18/20, hazardRatio: 1.8}]')
  .max(MOST_FACTORS, `must have at most ${MOST_FACTORS} factors`)
  .describe('Factors of the prognosis in which the arms differed; a replay says what they do to the hazard ratio');

export type PrognosticFactorFile = {
  readonly name: string;
  readonly control: InArmFile;
  readonly experimental: InArmFile;
  readonly hazardRatio: number | EstimateFile;
};

/** How a factor is given for one arm. */
export type InArmFile = number | string | { readonly mean: number; readonly sd: number };
