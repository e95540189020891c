/** A scenario from what a paper reports: the study as it was, and a trial like it to plan from. */
import { stringify } from 'yaml';
import type { TimeUnit } from '../scenario/duration.ts';
import type { Certainty } from './uncertainty.ts';

/** A value with its 95 % confidence interval, as far as the paper gives it; limits go together. */
export interface Printed {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** How sure one can be of a printed value without saying more than the paper. */
export type PrintedCertainty = Exclude<Certainty, 'own' | 'written'>;

export interface PrintedRatio extends Printed {
  /** `known` for one without its interval. */
  readonly certainty: PrintedCertainty;
}

export interface PrintedArm {
  readonly name: string;
  readonly patients: number;
  readonly median: Printed;
}

export interface Publication {
  readonly title: string;
  readonly timeUnit: TimeUnit;
  readonly control: PrintedArm;
  readonly experimental: PrintedArm;
  /** Experimental ÷ control; null where the paper gives none. */
  readonly hazardRatio: PrintedRatio | null;
}

const estimate = ({ value, low, high }: Printed) => (low === null ? { value } : { value, ci: [low, high] });

const reportedArm = ({ name, patients, median }: PrintedArm, role: string) => ({
  name,
  role,
  patients,
  median: estimate(median),
});

/** The median with its interval, for a note. */
function intervalNote({ low, high }: Printed): string {
  if (low === null) return 'as reported';
  return high === null ? `95 % CI from ${low}, upper limit not reached` : `95 % CI ${low} to ${high}`;
}

/** Enrolment over twice the control's median and follow-up for one more: most patients have then had the event. */
const ENROLMENT = 2;

/** In YAML, as the command line reads it. */
export function scenarioOfPublication(publication: Publication): string {
  const { title, timeUnit, control, experimental, hazardRatio } = publication;
  const median = control.median.value;
  const reported = control.patients + experimental.patients;
  const effect =
    hazardRatio === null
      ? {
          model: 'exponential',
          median: { value: experimental.median.value, source: 'reported', note: intervalNote(experimental.median) },
        }
      : {
          model: 'relative',
          hazardRatio: {
            value: hazardRatio.value,
            source: 'reported',
            note: intervalNote(hazardRatio),
            ...(hazardRatio.certainty === 'known' ? {} : { prior: hazardRatio.certainty }),
          },
        };
  return stringify(
    {
      title,
      timeUnit,
      reported: {
        arms: [reportedArm(control, 'control'), reportedArm(experimental, 'experimental')],
        ...(hazardRatio === null ? {} : { hazardRatio: estimate(hazardRatio) }),
      },
      trial: {
        arms: [
          {
            name: control.name,
            role: 'control',
            survival: {
              model: 'exponential',
              median: { value: median, source: 'reported', note: intervalNote(control.median) },
            },
          },
          { name: experimental.name, role: 'experimental', survival: effect },
        ],
        patients: {
          value: 2 * Math.ceil(reported / 2),
          source: 'derived',
          note: `as many as the study had (${reported}), in two arms of one size`,
        },
        accrual: {
          duration: { value: ENROLMENT * median, source: 'assumed', note: "twice the control's median" },
        },
        dropout: { probability: { value: 0.05, source: 'assumed', note: 'usual in a year' }, by: '1 year' },
        analysis: {
          followUp: { value: median, source: 'assumed', note: "the control's median after the last patient" },
        },
        test: { statistic: 'log-rank', alpha: 0.05, sides: 2 },
      },
    },
    { lineWidth: 120 },
  );
}
