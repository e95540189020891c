/** The parts of a scenario file that are planned exactly, as they stand in the file; exactParts.ts resolves them. */
import { harmsSchema } from './harmsSchema.ts';
import { responseTrialSchema } from './responseSchema.ts';
import { singleArmSchema } from './singleArmSchema.ts';

/** The keys of the scenario file, in the order in which answers name them. */
export const exactShape = {
  responseTrial: responseTrialSchema.optional(),
  singleArm: singleArmSchema.optional(),
  harms: harmsSchema.optional(),
};

export type ExactKey = keyof typeof exactShape;

export const EXACT_KEYS = Object.keys(exactShape) as readonly ExactKey[];
