/** What stands beside the simulation: formulas, what the publication leaves open, the software. */

import type { RunResult } from '../../questions/run.ts';
import { nullWords } from '../hypothesisWords.ts';
import { count, fixed, percent, significant } from '../numbers.ts';
import { differ } from '../publishedWords.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import type { Subject } from './subject.ts';
import { computed, counted, share } from './tracedEstimates.ts';

const CITED: Record<string, string> = {
  schoenfeld: 'Schoenfeld 1981',
  freedman: 'Freedman 1982',
  lachinFoulkes: 'Lachin & Foulkes 1986, difference of hazards',
  lachinFoulkesLog: 'Lachin & Foulkes 1986, log hazard ratio',
  recursiveIntegration: 'recursive integration over the looks',
  testDrift: 'large-sample mean and variance of the test',
};

function powersByFormula({ closedForms, sequential }: Subject): Draft {
  if (closedForms === null) return NOTHING;
  const wanted =
    sequential === null
      ? ['schoenfeld', 'freedman', 'lachinFoulkes', 'lachinFoulkesLog', 'testDrift']
      : ['recursiveIntegration'];
  const rows = closedForms.powers.flatMap(({ formula, power }) =>
    power === null || !wanted.includes(formula)
      ? []
      : [
          say`${computed(percent(power, 1), `power by formula (${CITED[formula]}): ${percent(power, 2)}, ${fixed(closedForms.events, 1)} expected events, hazard ratio ${significant(closedForms.hazardRatio)} (${closedForms.basis})`)} (${CITED[formula]})`,
        ],
  );
  if (rows.length === 0) return NOTHING;
  const basis =
    closedForms.basis === 'constant' ? NOTHING : say`, with a hazard ratio averaged over the expected events`;
  return say`By formula the power is ${enumerated(rows)}${basis}; where they differ the simulation, which makes no large-sample approximation, is relied on.`;
}

function sizesByFormula({ closedForms, targets }: Subject): Draft {
  const first = targets[0];
  if (closedForms !== null || first === undefined) return NOTHING;
  const rows = first.closed.flatMap(({ method, result }) =>
    result.kind === 'size'
      ? [
          say`${counted(result.patients, 'patient', `size by formula (${CITED[method]}): N before rounding ${fixed(result.patientsUnrounded, 1)}`)} (${CITED[method]})`,
        ]
      : [],
  );
  return rows.length === 0
    ? NOTHING
    : say`By formula a power of ${traced(percent(first.simulated.targetPower, 0), 'trial.targetPower')} needs ${enumerated(rows)}.`;
}

export const byFormula = (subject: Subject): Draft => joined([powersByFormula(subject), sizesByFormula(subject)], ' ');

/** Hazard ratio and medians of the publication, where they differ, and whether its interval holds 1. */
function summariesDraft({ summaries, truths }: NonNullable<RunResult['replay']>): Draft {
  if (summaries === null) return NOTHING;
  const { interval, impliedHazardRatio, reportedHazardRatio } = summaries;
  const reported = traced(significant(reportedHazardRatio, 4), 'reported.hazardRatio');
  const limits =
    interval === null
      ? NOTHING
      : say` (95 % confidence interval ${traced(`${significant(interval.lower)} to ${significant(interval.upper)}`, 'reported.hazardRatio.ci')})`;
  const [first] = truths;
  const apart = first?.published.disagreement ?? null;
  const chance =
    apart === null
      ? NOTHING
      : say`; chance alone sets the two at least as far apart in ${share(apart, `replay, ${first.truth}: hazard ratio and medians at least as far apart as published`)} of such studies`;
  const two = differ(summaries)
    ? say` Its medians imply a hazard ratio of ${traced(significant(impliedHazardRatio, 4), 'from the reported medians, proportional hazards')} where ${reported}${limits} is reported${chance}.`
    : say` Its hazard ratio is ${reported}${limits}, as its medians imply.`;
  const holdsOne = interval !== null && interval.lower < 1 && interval.upper > 1;
  return holdsOne ? say`${two} As the interval includes 1, the study leaves the direction of the effect open.` : two;
}

/** What the publication leaves open: the chance that its study had, and whether its numbers agree. */
export function leftOpen({ replay }: RunResult): Draft {
  if (replay === null) return NOTHING;
  const rows = replay.truths.map(({ truth, hazardRatio, characteristics }) => {
    const chance = share(characteristics.power, `replay, ${truth}: P < 0.05, two-sided`);
    if (truth === 'no difference') return say`${chance} if there is no difference`;
    if (hazardRatio === null) return say`${chance} if its survival curves are the truth`;
    return truth === 'unlike patients'
      ? say`${chance} if there is none but patients differ as printed`
      : say`${chance} if its ${truth === 'reported medians' ? 'medians are' : 'hazard ratio is'} the truth (hazard ratio ${traced(significant(hazardRatio, 4), `replay, ${truth}`)})`;
  });
  return say`The published study (${count(replay.patientsExperimental)} v ${count(replay.patientsControl)} patients), simulated as conducted, would be significant at two-sided 5 % with probability ${enumerated(rows)}.${summariesDraft(replay)}`;
}

export interface Made {
  readonly trialwright: string;
  readonly seed: string;
}

export function software({ planned, none, run, scenario, found, unsized }: Subject, made: Made | null): Draft {
  const version = made === null ? NOTHING : say` ${traced(made.trialwright, 'manifest: version of the program')}`;
  const seed = made?.seed ?? scenario.seed;
  const replicates = traced(count(planned.replicates), `${run}: replicates`);
  const idle =
    none === null
      ? NOTHING
      : say` and ${traced(count(none.replicates), 'power, no effect: replicates')} ${nullWords(unsized).without}`;
  const search = found === null ? NOTHING : say` beyond those of the search for N`;
  return say`Trials were simulated with trialwright${version} (seed “${seed}”), ${replicates} with the assumed effect${search}${idle}; errors stated are those of simulation and say nothing of the assumptions.`;
}
