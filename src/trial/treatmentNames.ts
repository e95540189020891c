/** What words call the treatment that patients of an arm start, and the procedure that its start is counted from. */
export interface TreatmentNames {
  /** As a sentence has it: `the drug`, `the second treatment`. */
  readonly secondTreatment: string;
  /** As a sentence has it: `surgery`, `the procedure`. */
  readonly procedure: string;
}

/** The names where the scenario gives none. */
export const UNNAMED: TreatmentNames = { secondTreatment: 'the second treatment', procedure: 'the procedure' };

/** The names of a trial. */
export function treatmentNames({ names = UNNAMED }: { readonly names?: TreatmentNames }): TreatmentNames {
  return names;
}

/** A text that is written with the names `UNNAMED`, in the names of a trial. */
export function inNames(text: string, { secondTreatment, procedure }: TreatmentNames): string {
  return text.replace(/the second treatment|the procedure/g, (name) =>
    name === UNNAMED.secondTreatment ? secondTreatment : procedure,
  );
}
