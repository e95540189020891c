/** Variations of a plan that take far longer to enrol, and how many centres would enrol them as fast as the plan. */
import type { TrialSummary } from '../questions/check.ts';
import type { SimulatedSize } from '../questions/simulatedSize.ts';
import type { SizeForTarget, SizeResult } from '../questions/size.ts';
import type { WhatIf } from '../questions/whatIf.ts';
import type { About } from '../scenario/meaning.ts';
import { centreCount } from '../trial/centres.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { targetText } from './neededTable.ts';
import { count, fixed, units } from './numbers.ts';
import { listed } from './testWords.ts';

/** Enrolment that lasts this many times as long as planned is reported. */
const FAR_LONGER = 2;

/** A variation that changes one of these recruits otherwise than the plan. */
const RECRUITMENT: ReadonlySet<About | null> = new Set<About>([
  'enrolment',
  'centres',
  'number of centres',
  'patients',
]);

const sizesOf = (targets: readonly SizeForTarget[]): SimulatedSize[] =>
  targets.flatMap(({ simulated }) => (simulated.kind === 'size' ? [simulated] : []));

/**
 * `plan` is the trial with its N and the time that enrolling it is expected to take. Expected enrolment by any time is
 * proportional to the number of centres, or to the rate.
 */
export function longEnrolment(
  plan: Pick<TrialSummary, 'patients' | 'accrualDuration'>,
  trial: UnsizedTrial,
  size: SizeResult,
  whatIf: readonly WhatIf[],
  unit: string,
): string[] {
  const { patients, accrualDuration: planned } = plan;
  if (patients === null || planned === null || size.holdsFixed !== 'accrual rate') return [];
  const variations = whatIf.filter(({ set }) => set.every(({ about }) => !RECRUITMENT.has(about)));
  const all = [
    { name: 'The plan', targets: size.targets },
    ...variations.map((each) => ({ name: each.name, targets: each.size?.targets ?? [] })),
  ];
  return all.flatMap(({ name, targets }) => {
    const long = sizesOf(targets).filter(({ accrualDuration }) => accrualDuration > FAR_LONGER * planned);
    if (long.length === 0) return [];
    const { centres } = trial;
    const faster = (n: number): string =>
      centres ? count(Math.ceil((n / patients) * centreCount(centres) - 1e-9)) : fixed(n / patients, 1);
    // Where enrolment is long for all targets, their order says which is which.
    const all = long.length === targets.length;
    const each = long.map((s, i) => {
      const time = fixed(s.accrualDuration, 1);
      const length = i === long.length - 1 ? units(time, unit) : time;
      return all ? length : `${length} for ${targetText(s.targetPower)}`;
    });
    const what = listed(long.map((s) => faster(s.patients)));
    const how = centres ? `with ${what} such centres` : `recruiting ${what} times as fast`;
    return [`${name} takes ${listed(each)} to enrol; ${how}, the planned ${fixed(planned, 1)}.`];
  });
}
