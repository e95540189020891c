/** Names of the second treatment and of the procedure: from the file to what the trial's words use. */
import { type TreatmentNames, UNNAMED } from '../trial/treatmentNames.ts';
import type { Context } from './context.ts';
import type { Path } from './problems.ts';
import type { TrialFile } from './schema.ts';

/** The names at `at`. Null, with the reason reported, where no arm starts a second treatment. */
export function plannedNames({ names, arms }: TrialFile, at: Path, context: Context): TreatmentNames | null {
  if (names === undefined) return null;
  if (arms.every(({ treatmentStart }) => treatmentStart === undefined)) {
    context.report(
      at,
      'is given, but no arm has a treatmentStart; remove it, or give one, e.g. treatmentStart: 2 weeks',
    );
    return null;
  }
  return namesIn(names);
}

/** The names as a file gives them, which messages use whether or not they are in place there. */
export function namesIn({ secondTreatment, procedure }: NonNullable<TrialFile['names']> = {}): TreatmentNames {
  return {
    secondTreatment: secondTreatment?.trim() ?? UNNAMED.secondTreatment,
    procedure: procedure?.trim() ?? UNNAMED.procedure,
  };
}
