/** What a replay needs to know of a published study. */
import type { Reported } from '../scenario/scenario.ts';

/** Why a scenario cannot be replayed, in one line with its remedy; null when it can. */
export function replayProblem(reported: Reported | null): string | null {
  if (reported === null)
    return 'reported is missing; replay needs what the study published, e.g. reported: studies/guo-2022.yaml';
  if (reported.conduct === null)
    return 'reported.conduct is missing; replay must know how the study enrolled and followed, e.g. conduct: {accrual: {duration: 24}, analysis: {calendarTime: 36}}, or conduct: {followUp: by arm}';
  if (reported.control.median === null)
    return 'reported: the control arm has no median; replay starts from it, e.g. median: {value: 9, ci: [3, 15]}';
  return null;
}
