/** The parts of a scenario file that are planned exactly, as they stand in the file; exactParts.ts resolves them. */
import { responseTrialSchema } from './responseSchema.ts';

/** The keys of the scenario file, in the order in which answers name them. */
export const exactShape = {
  responseTrial: responseTrialSchema.optional(),
};

export type ExactKey = keyof typeof exactShape;

export const EXACT_KEYS = Object.keys(exactShape) as readonly ExactKey[];
