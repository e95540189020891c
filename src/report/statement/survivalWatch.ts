/** Survival beside what is tested: looks for a detriment, and switching after progression. */
import type { DetrimentResult } from '../../questions/detrimentResult.ts';
import type { RunResult } from '../../questions/run.ts';
import { proportion } from '../../tally/estimates.ts';
import type { UnsizedTrial } from '../../trial/trial.ts';
import { truthText, watchedName } from '../detrimentReport.ts';
import { fixed, percent, significant } from '../numbers.ts';
import { methodOf } from '../switchingReport.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import type { Subject } from './subject.ts';
import { average, computed, counted, share } from './tracedEstimates.ts';

type ThresholdRule = NonNullable<UnsizedTrial['detriment']>['rule']['thresholds'];

const RULE = 'trial.detriment';

/** What the thresholds hold. */
function heldBy(rule: ThresholdRule, { harmful, planned }: DetrimentResult): Draft {
  const ratio = (value: number, key: string) => traced(significant(value), `${RULE}.${key}`);
  const chance = (value: number) =>
    traced(percent(value, Number.isInteger(1000 * value) ? 1 : 2), `${RULE}.thresholds`);
  const worst = ratio(harmful, 'harmful');
  switch (rule.kind) {
    case 'probability':
      return say` Thresholds pass a hazard ratio of ${ratio(planned, 'planned')} with probability ${chance(rule.passing)} before the last look, and one of ${worst} with probability ${chance(rule.missing)} at the last (Fleming et al. 2024).`;
    case 'missedHarm':
      return say` By spending over the looks (Lan & DeMets 1983), a treatment with hazard ratio ${worst} passes any of them with probability ${chance(rule.error)}.`;
    case 'stoppedNeutral':
      return say` By spending over the looks (Lan & DeMets 1983), a treatment with hazard ratio 1 fails any of them with probability ${chance(rule.error)}.`;
    case 'given':
      return NOTHING;
  }
}

function detrimentDraft(result: DetrimentResult, unsized: UnsizedTrial): Draft {
  const { looks, binding, worlds } = result;
  const rule = unsized.detriment?.rule.thresholds;
  const thresholds = looks.map(({ threshold, deaths, look }) => {
    const what = `power, look ${look + 1} at survival, as planned`;
    return say`${computed(fixed(threshold, 3), `${what}: threshold of the hazard ratio`)} at ${computed(fixed(deaths, 0), `${what}: expected deaths ${fixed(deaths, 1)}`)} deaths`;
  });
  const seen = worlds.map(({ truth, neverAbove: { count, replicates } }) => {
    const any = proportion(replicates - count, replicates);
    return say`${share(any, `power, survival ${truth}: a detriment seen at any look`)} if survival is ${truthText(truth, result)}`;
  });
  const asPlanned = worlds.find(({ truth }) => truth === 'planned');
  const powers =
    asPlanned === undefined
      ? NOTHING
      : say` The power for a claim of benefit is ${share(asPlanned.powerActing, 'power, survival as planned: claims, none once a detriment was seen')} with a detriment acted on and ${share(asPlanned.powerIgnoring, 'power, survival as planned: claims, detriment ignored')} with it ignored.`;
  return say`Survival (${watchedName(unsized)}) is examined for a detriment at ${counted(looks.length, 'look', `${RULE}.looks`)}: none is seen where the observed hazard ratio of death (Cox 1972) is below the threshold, ${enumerated(thresholds)}, recalculated for the deaths observed.${rule === undefined ? NOTHING : heldBy(rule, result)} The rule is ${binding ? 'binding: nothing is claimed once a detriment was seen' : 'not binding'}. In simulated trials a detriment is seen at any look in ${enumerated(seen)}.${powers}`;
}

function switchingDraft({ power }: RunResult): Draft {
  const found = power?.switching ?? null;
  if (found === null) return NOTHING;
  const run = 'power, switching';
  const [none, policy] = [methodOf(found, 'none'), methodOf(found, 'policy')];
  return say`Of ${found.control}, ${computed(percent(found.switched.mean, 1), `${run}: share of the control that has switched by the final look, SE ${fixed(100 * found.switched.standardError, 2)}`)} switch after progression, with ${average(found.deaths, `${run}, deaths at the final look`, '', 0)} deaths by the final look; by treatment policy the log-rank test of survival has power ${share(policy.power, `${run}: power by treatment policy`)}, and would have ${share(none.power, `${run}: power if nobody switched`)} if nobody switched. The effect without switching is estimated by the rank-preserving structural failure time model (Robins & Tsiatis 1991), which keeps the P value.`;
}

/** What is said of survival; nothing where it is neither watched nor switched. */
export function survivalWatch({ unsized }: Subject, result: RunResult): Draft {
  const watched = result.power?.detriment ?? null;
  const detriment = watched === null ? NOTHING : detrimentDraft(watched, unsized);
  return joined([detriment, switchingDraft(result)], ' ');
}
