/** The planned trial: from the file to the design that is simulated. */
import type { SurvivalLaw } from '../survival/law.ts';
import { accrualDuration, cumulativeRate } from '../trial/accrual.ts';
import type { Arm, TestPlan, Trial } from '../trial/trial.ts';
import { type Context, figure, watched } from './check.ts';
import { analysisRule, checkAnalysis, dropoutHazard, type PlannedAccrual, plannedAccrual, reaches } from './conduct.ts';
import { interimRules } from './looks.ts';
import type { Path } from './problems.ts';
import type { TrialFile } from './schema.ts';
import { sequentialDesign } from './sequentialDesign.ts';
import { survivalLaw } from './survival.ts';

export interface PlannedTrial {
  readonly design: Omit<Trial, 'patients'>;
  /** In both arms together, a multiple of the allocation block; null when the file leaves them open. */
  readonly patients: number | null;
  /** Powers the sample size is sought for, each above alpha; [0.8, 0.9] by default. */
  readonly targetPower: readonly number[];
}

const MOST_PATIENTS = 10_000_000;

/** Resolve the trial at `at`. Null when something is wrong; every reason found is reported. */
export function plannedTrial(spec: TrialFile, at: Path, outer: Context): PlannedTrial | null {
  const { context, sound } = watched(outer);
  const arms = plannedArms(spec, at, context);
  const accrual = plannedAccrual(spec.accrual, [...at, 'accrual'], context);
  const analysis = analysisRule(
    spec.analysis,
    [...at, 'analysis'],
    context,
    spec.sequential ? 'final analysis' : 'only analysis',
  );
  const test = testPlan(spec, at, context);
  const targetPower = targetPowers(spec, test, at, context);

  const [experimental, control] = weights(spec);
  const block = experimental + control;
  const patients = plannedPatients(spec, block, accrual, at, context);
  let end: number | null = null;
  if (accrual && (patients === null || reaches(accrual, patients, [...at, 'accrual'], context))) {
    end = patients === null ? accrual.accrual.duration : accrualDuration(accrual.accrual, patients);
  }
  if (analysis) checkAnalysis(analysis, patients, end, [...at, 'analysis'], context);

  const interims = spec.sequential
    ? interimRules(spec.sequential.looks, analysis, patients, [...at, 'sequential', 'looks'], context)
    : null;
  if (!arms || !accrual || !analysis || !test || !targetPower) return null;
  const design = { ...arms, accrual: accrual.accrual, analysis, test };
  if (!spec.sequential) return { design, patients, targetPower };
  const given = { design: sound() && interims ? { ...design, interims } : null, patients, test, analysis };
  const full = sequentialDesign(spec.sequential, { ...given, power: targetPower[0] }, [...at, 'sequential'], context);
  return full && { design: full, patients, targetPower };
}

/** [experimental, control] patients in a block. */
function weights(spec: TrialFile): [number, number] {
  const [experimental, control] = (spec.allocation ?? '1:1').split(':').map(Number);
  return [experimental, control];
}

/** Positions of the control and the experimental arm; null, with the reason reported, when there is not one of each. */
export function findArms(
  arms: readonly { name: string; role: 'control' | 'experimental' }[],
  at: Path,
  context: Context,
): { control: number; experimental: number } | null {
  const controls = arms.filter((arm) => arm.role === 'control').length;
  const others = arms.length - controls;
  if (controls !== 1 || others !== 1) {
    const found = `${controls} control and ${others} experimental`;
    context.report(
      at,
      `has ${arms.length} arms (${found}); must be two: one with role: control, one with role: experimental`,
    );
    return null;
  }
  if (arms[0].name.trim() === arms[1].name.trim()) {
    context.report([...at, 1, 'name'], 'is the name of the other arm too; give each its own');
  }
  const control = arms.findIndex((arm) => arm.role === 'control');
  return { control, experimental: 1 - control };
}

function plannedArms(spec: TrialFile, at: Path, context: Context): { control: Arm; experimental: Arm } | null {
  const list = [...at, 'arms'];
  const trialDropout = spec.dropout ? dropoutHazard(spec.dropout, [...at, 'dropout'], context) : 0;
  const positions = findArms(spec.arms, list, context);
  if (!positions) return null;
  const [experimentalWeight, controlWeight] = weights(spec);

  const resolve = (position: number, weight: number, control: SurvivalLaw | null): Arm | null => {
    const { name, survival, dropout } = spec.arms[position];
    const law = survivalLaw(survival, control, [...list, position, 'survival'], context);
    const hazard = dropout ? dropoutHazard(dropout, [...list, position, 'dropout'], context) : trialDropout;
    return law && hazard !== null ? { name: name.trim(), weight, law, dropoutHazard: hazard } : null;
  };
  const controlSurvival = spec.arms[positions.control].survival;
  if (controlSurvival.model === 'relative') {
    const path = [...list, positions.control, 'survival', 'model'];
    context.report(
      path,
      'is relative; the control arm must have a model of its own, e.g. exponential, for the other to be relative to',
    );
    return null;
  }
  const control = resolve(positions.control, controlWeight, null);
  const experimental = resolve(positions.experimental, experimentalWeight, control?.law ?? null);
  return control && experimental && { control, experimental };
}

function testPlan(spec: TrialFile, at: Path, context: Context): TestPlan | null {
  const { alpha, sides } = spec.test ?? {};
  if ((alpha === undefined) !== (sides === undefined)) {
    const [has, lacks] = alpha === undefined ? ['sides', 'alpha'] : ['alpha', 'sides'];
    context.report(
      [...at, 'test'],
      `gives ${has} without ${lacks}; give both, e.g. {alpha: 0.05, sides: 2} or {alpha: 0.025, sides: 1}`,
    );
    return null;
  }
  return { statistic: 'log-rank', alpha: alpha ?? 0.05, sides: sides ?? 2 };
}

function targetPowers(spec: TrialFile, test: TestPlan | null, at: Path, context: Context): number[] | null {
  const path = [...at, 'targetPower'];
  const listed = Array.isArray(spec.targetPower);
  const powers = spec.targetPower === undefined ? [0.8, 0.9] : [spec.targetPower].flat();
  let sound = true;
  powers.forEach((power, i) => {
    if (test === null || power > test.alpha) return;
    sound = false;
    const rule = `must be > alpha (${figure(test.alpha)}), which a trial reaches without any effect; e.g. 0.8`;
    context.report(listed ? [...path, i] : path, `is ${figure(power)}; ${rule}`);
  });
  return sound ? [...new Set(powers)] : null;
}

function plannedPatients(
  spec: TrialFile,
  block: number,
  accrual: PlannedAccrual | null,
  at: Path,
  context: Context,
): number | null {
  const path = [...at, 'patients'];
  const { patients } = spec;
  if (patients === undefined) return accrual && enrolledBy(accrual, block, at, context);
  if (patients % block === 0) return patients;
  const below = patients - (patients % block);
  const near = below > 0 ? `${below} or ${below + block}` : `${block}`;
  context.report(
    path,
    `is ${patients}; must be a multiple of ${block}, the allocation block of ${spec.allocation ?? '1:1'}, e.g. ${near}`,
  );
  return null;
}

/** Whole blocks enrolled by the duration given beside rates; null when there is no such duration. */
function enrolledBy({ accrual, limit }: PlannedAccrual, block: number, at: Path, context: Context): number | null {
  if (limit === null) {
    if (accrual.rates[accrual.rates.length - 1] === 0) {
      context.report(
        [...at, 'accrual', 'rates'],
        'end in 0 while patients is left open; let the last rate be above 0, or give patients',
      );
    }
    return null;
  }
  const patients = Math.floor(cumulativeRate(accrual, limit) / block + 1e-9) * block;
  if (patients >= block && patients <= MOST_PATIENTS) return patients;
  const rule = patients < block ? `fewer than one allocation block of ${block}` : 'more than 10,000,000';
  context.report(
    [...at, 'accrual'],
    `enrols ${figure(cumulativeRate(accrual, limit))} patients, ${rule}; change its rates or duration`,
  );
  return null;
}
