/** Two to five sentences for a grant. */

import { count } from '../numbers.ts';
import { effectOf, timeText } from './assumed.ts';
import type { Made } from './beside.ts';
import { claim } from './claim.ts';
import { type Draft, joined, NOTHING, say, traced } from './draft.ts';
import { wouldNeed } from './needed.ts';
import type { Subject } from './subject.ts';
import { counted, share } from './tracedEstimates.ts';

function assumed(subject: Subject): Draft {
  const { summary, unit, none, nullFamily, run, planned } = subject;
  const [control] = summary.arms;
  const half = Number.isFinite(control.median)
    ? say`a median of ${timeText(control.median, unit, `median of ${control.name}, as planned`)} with ${control.name}`
    : say`more than half of the patients on ${control.name} never having an event`;
  const effect = subject.family ? say` and ${effectOf(subject)} for ${summary.effects[0].arm}` : NOTHING;
  const rate = none === null ? null : (nullFamily?.any ?? none.power);
  const error =
    rate === null
      ? NOTHING
      : say`; ${subject.unsized.test.statistic.margin === undefined ? 'without any effect' : 'at the margin'} ${nullFamily === null ? 'the test rejects' : 'at least one hypothesis is rejected'} in ${share(rate, 'power, no effect: type I error')} of trials`;
  return say`This assumes ${half}${effect} and rests on ${traced(`${count(planned.replicates)} simulated trials`, `${run}: replicates`)}${error}.`;
}

function looked({ planned, sequential }: Subject): Draft {
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
