/** Fields of a scenario in the words of its readers. */

/** What fields are called, the first that fits. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/survival\.median$/, 'median survival'],
  [/(?:hazardRatio|steps.*hazardRatio)$/, 'hazard ratio'],
  [/survival\.synchronous$/, 'hazard ratio of an ICI started with TACE'],
  [/trial\.patients$/, 'number of patients'],
  [/accrual\.duration$/, 'duration of enrolment'],
  [/accrual.*rate$/, 'enrolment rate'],
  [/centres.*rate$/, 'recruitment of a centre'],
  [/dropout/, 'dropout'],
  [/treatmentStart\.uniform\[0\]$/, 'earliest start of the ICI'],
  [/treatmentStart\.uniform\[1\]$/, 'latest start of the ICI'],
  [/treatmentStart/, 'start of the ICI'],
  [/survival\.delay$/, 'delay of the effect'],
  [/survival\.until$/, 'end of the effect'],
  [/survival\.onset$/, 'onset of the effect'],
  [/survival\.halfLife$/, 'half-life of priming'],
  [/survival\.residual$/, 'hazard ratio of a late ICI'],
  [/survival\.shape$/, 'Weibull shape'],
  [/centres\.count$/, 'number of centres'],
  [/centres\..*variation$/, 'variation of recruitment'],
  [/centres\.opening/, 'opening of centres'],
  [/centres\.cap$/, 'cap of a centre'],
  [/centres\.outcome/, 'frailty of centres'],
  [/centres\.effectSd$/, 'effect between centres'],
  [/scans\.every$/, 'interval of scans'],
  [/scans\.later.*every$/, 'later interval of scans'],
  [/scans\.later.*from$/, 'later interval from'],
  [/scans\.jitter$/, 'jitter of scans'],
  [/scans\.missed$/, 'scans missed'],
  [/scans\.deaths/, 'deaths among events'],
  [/analysis.*events$/, 'events at the analysis'],
  [/analysis.*followUp$/, 'follow-up at the analysis'],
  [/analysis.*calendarTime$/, 'time of the analysis'],
];

export interface FieldWords {
  /** `delay of the effect`; of a field that has no words of its own, its key. */
  readonly words: string;
  /** The level of a factor, the arm, or the part of the trial that the field is of; null where the words say it. */
  readonly of: string | null;
  readonly isArm: boolean;
}

/** Of a path such as `trial.arms[TACE alone].survival.median`. */
export function fieldWords(path: string): FieldWords {
  const arm = /^trial\.arms\[(.*?)\]\./.exec(path)?.[1];
  const level = /levels\[([^\]]*)\]\.\w+$/.exec(path)?.[1];
  const known = NAMES.find(([field]) => field.test(path))?.[1];
  const key = /(\w+)(\[\d+\])*$/.exec(path)?.[1] ?? path;
  const words = known ?? key.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  const part = known === undefined && arm === undefined ? /^trial\.(\w+)/.exec(path)?.[1] : undefined;
  return {
    words,
    of: level ?? arm ?? (part === key ? null : (part ?? null)),
    isArm: level === undefined && arm !== undefined,
  };
}
