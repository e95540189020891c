/** Two to five sentences for a grant. */

import { count } from '../numbers.ts';
import { effectOf } from './assumed.ts';
import type { Made } from './beside.ts';
import { claim } from './claim.ts';
import { type Draft, joined, NOTHING, say, traced } from './draft.ts';
import { wouldNeed } from './needed.ts';
import { mediansDraft, severalEndpoints } from './observed.ts';
import type { Subject } from './subject.ts';
import { counted, share, timeText } from './tracedEstimates.ts';

function assumed(subject: Subject): Draft {
  const { summary, unit, none, nullFamily, run, planned } = subject;
  const [control] = summary.arms;
  const half = Number.isFinite(control.median)
    ? say`a median of ${timeText(control.median, unit, `median of ${control.name}, as planned`)} with ${control.name}`
    : say`more than half of the patients on ${control.name} never having an event`;
  const effect = subject.family ? say` and ${effectOf(subject)} for ${summary.effects[0].arm}` : NOTHING;
  const claimed = subject.unsized.family?.procedure.kind === 'allNeeded' ? 'all' : 'any';
  const rate = none === null ? null : (nullFamily?.[claimed] ?? none.power);
  const several = severalEndpoints(subject);
  const medians = several === null ? NOTHING : mediansDraft(subject, several);
  const others = medians.length === 0 ? NOTHING : say` (${medians})`;
  const error =
    rate === null
      ? NOTHING
      : say`; ${subject.unsized.test.statistic.margin === undefined ? 'without any effect' : 'at the margin'} ${nullFamily === null ? 'the test rejects' : `${claimed === 'all' ? 'every' : 'at least one'} hypothesis is rejected`} in ${share(rate, 'power, no effect: type I error')} of trials`;
  return say`This assumes ${half}${effect}${others} and rests on ${traced(`${count(planned.replicates)} simulated trials`, `${run}: replicates`)}${error}.`;
}

function looked({ planned, sequential, unsized }: Subject): Draft {
  if (unsized.family !== undefined && unsized.interims !== undefined)
    return say`The trial is looked at ${counted(unsized.interims.length, 'time', 'trial.sequential.looks')} before its final analysis.`;
  if (planned.sequential === null || sequential === null) return NOTHING;
  const n = planned.sequential.looks.length - 1;
  return say`The trial may end early at ${counted(n, 'interim look', 'trial.sequential.looks')}.`;
}

export function grant(subject: Subject, made: Made | null): readonly Draft[] {
  const program =
    made === null
      ? say`Simulations were made with trialwright.`
      : say`Simulations were made with trialwright ${traced(made.trialwright, 'manifest: version of the program')}.`;
  return [joined([claim(subject), wouldNeed(subject), assumed(subject), looked(subject), program], ' ')];
}
