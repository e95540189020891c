/** Enrolment: from the file to the accrual of the trial, and whether the values given agree. */
import { type Accrual, accrualDuration, cumulativeRate } from '../trial/accrual.ts';
import { ascending, type Context, figure, given, startsAtZero, timeText } from './context.ts';
import { inUnit, LONGEST } from './duration.ts';
import type { Path } from './problems.ts';
import type { AccrualFile } from './schema.ts';

/** Enrolment; `limit` is the duration that was given beside rates (patients = ∫ rates up to it), null otherwise. */
export interface PlannedAccrual {
  readonly accrual: Accrual;
  readonly limit: number | null;
}

/** Ways to say how fast patients come; with a duration alone they come evenly. */
const SPEEDS = ['rate', 'rates', 'relativeRates'] as const;

const RULE = 'must give a duration, a rate, rates, or a duration with relativeRates, e.g. {duration: 24} or {rate: 10}';

export function plannedAccrual(spec: AccrualFile, at: Path, context: Context): PlannedAccrual | null {
  const pattern = spec.pattern ?? 'uniform';
  const duration = spec.duration === undefined ? null : inUnit(spec.duration, context.unit, context.plainUnit);
  const perUnit = inUnit(1, context.unit, context.plainUnit);
  const [speed, another] = given(spec, SPEEDS);
  if (another !== undefined || (speed === undefined && duration === null)) {
    context.report(at, `${another === undefined ? 'is incomplete' : `gives ${speed} and ${another}`}; ${RULE}`);
    return null;
  }
  if (speed === undefined) return { accrual: { pattern, starts: [0], rates: [1], duration }, limit: null };
  if (duration === 0) {
    context.report(
      [...at, speed],
      'is given with duration 0, when everybody enters at once; leave it out, or enrol longer',
    );
    return null;
  }
  if (spec.rate !== undefined)
    return { accrual: { pattern, starts: [0], rates: [spec.rate / perUnit], duration: null }, limit: duration };

  const list = [...at, speed];
  const listed = spec.rates ?? spec.relativeRates ?? [];
  const starts = listed.map(({ from }) => inUnit(from, context.unit, context.plainUnit));
  const rates = listed.map(({ rate }) => rate);
  if (!startsAtZero(starts, list, context) || !ascending(starts, list, 'from', context)) return null;
  if (rates.every((rate) => rate === 0)) {
    context.report(list, 'are all 0, so that nobody ever enters; give at least one above 0');
    return null;
  }
  if (spec.rates !== undefined)
    return {
      accrual: { pattern, starts, rates: rates.map((rate) => rate / perUnit), duration: null },
      limit: duration,
    };
  return relative({ pattern, starts, rates, duration }, list, context);
}

/** Rates that are proportions: N patients enter over the duration, whatever N is. */
function relative(accrual: Accrual, at: Path, context: Context): PlannedAccrual | null {
  const { duration, starts } = accrual;
  if (duration === null) {
    context.report(at, 'are given without the duration over which N enters; give it, e.g. duration: 12');
    return null;
  }
  const late = starts.findIndex((start) => start >= duration);
  if (late >= 0) {
    const state = `is ${timeText(starts[late], context)}`;
    context.report([...at, late, 'from'], `${state}; must be < ${timeText(duration, context)}, the duration`);
    return null;
  }
  if (!(cumulativeRate(accrual, duration) > 0)) {
    context.report(at, `are all 0 within ${timeText(duration, context)}, so that nobody ever enters`);
    return null;
  }
  return { accrual, limit: null };
}

/**
 * Whether enrolment reaches `patients`, and by its limit neither fewer nor more; reports what it reaches otherwise.
 * `named` says what they are called, and whether they can be left out.
 */
export function reaches(
  { accrual, limit }: PlannedAccrual,
  patients: number,
  at: Path,
  context: Context,
  named: { readonly optional: boolean } = { optional: false },
): boolean {
  const end = accrualDuration(accrual, patients);
  if (limit !== null && Math.abs(cumulativeRate(accrual, limit) - patients) >= 1) {
    contradicts(accrual, limit, patients, end, at, context, named.optional);
    return false;
  }
  if (end === Number.POSITIVE_INFINITY) {
    const reached = Math.floor(cumulativeRate(accrual, Number.POSITIVE_INFINITY) + 1e-9);
    context.report(
      [...at, 'rates'],
      `end in 0 after ${reached} of ${patients} patients, and never reach the rest; let the last rate be above 0, or plan at most ${reached} patients`,
    );
    return false;
  }
  if (end > LONGEST) {
    context.report(
      at,
      `takes ${timeText(end, context)} to enrol ${patients} patients; must be ≤ 1,000,000: enrol faster`,
    );
    return false;
  }
  return true;
}

/** Reports rates, duration and patients given together, as two of them decide the third. */
function contradicts(
  accrual: Accrual,
  limit: number,
  patients: number,
  end: number,
  at: Path,
  context: Context,
  optional: boolean,
): void {
  const reached = Math.floor(cumulativeRate(accrual, limit) + 1e-9);
  const constant = accrual.rates.length === 1;
  const speed = constant ? 'rate' : 'rates';
  const rounded = (time: number) => timeText(Number(figure(time)), context);
  const remedies = [
    ...(Number.isFinite(end) ? [`duration (then ${rounded(end)})`] : []),
    ...(optional ? [`patients (then ${reached})`] : []),
    ...(constant ? [`rate (then ${figure(patients / limit)} a ${context.unit})`] : []),
  ];
  const either = remedies.length < 2 ? remedies.join('') : `${remedies.slice(0, -1).join(', ')} or ${remedies.at(-1)}`;
  const scaled = constant ? '' : `${either === '' ? '' : ', or '}write relativeRates, which are scaled to the duration`;
  context.report(
    [...at, 'duration'],
    `is ${timeText(limit, context)}, in which the ${speed} ${constant ? 'enrols' : 'enrol'} ${reached} patients, not ${patients}; give two of the three: ${either === '' ? '' : `leave out ${either}`}${scaled}`,
  );
}
