/** A trial without a control: from the file to what is planned. */
import type * as z from 'zod';
import type { SpendingFunction } from '../sequential/spending.ts';
import { cumulativeHazard, median, type SurvivalLaw } from '../survival/law.ts';
import { type Accrual, accrualDuration } from '../trial/accrual.ts';
import { lawOf } from '../trial/effect.ts';
import { type Context, exactlyOne, figure, timeText, watched } from './context.ts';
import { inUnit, type TimeUnit } from './duration.ts';
import { plannedAccrual, reaches } from './plannedAccrual.ts';
import { dropoutHazard } from './plannedDropout.ts';
import type { Path } from './problems.ts';
import type { Plain } from './provenance.ts';
import { words } from './reported.ts';
import { MOST_STAGED, type singleArmSchema } from './singleArmSchema.ts';
import { plannedEffect } from './survival.ts';

interface SingleArmTest {
  readonly name: string;
  readonly endpoint: string;
  /** One-sided. */
  readonly alpha: number;
  readonly targetPower: number;
}

/** Simon's designs by name, a single stage, or a design as given: r1/n1, then r/n. */
export type StagesWanted =
  | { readonly kind: 'optimal' | 'minimax' | 'single stage' }
  | { readonly kind: 'given'; readonly n1: number; readonly r1: number; readonly n: number; readonly r: number };

export interface SingleArmResponse extends SingleArmTest {
  readonly kind: 'response';
  readonly nullRate: number;
  readonly rate: number;
  readonly design: StagesWanted;
}

/** One look before the final analysis; it claims or stops for futility, or both. */
export interface SingleArmLook {
  readonly due: { readonly kind: 'time' | 'information'; readonly at: number };
  readonly efficacy: SpendingFunction | null;
  readonly futility:
    | { readonly kind: 'z'; readonly z: number }
    | { readonly kind: 'spending'; readonly spending: SpendingFunction; readonly beta: number }
    | null;
  readonly binding: boolean;
}

export interface SingleArmTime extends SingleArmTest {
  readonly kind: 'time';
  readonly unit: TimeUnit;
  readonly historical: SurvivalLaw;
  readonly planned: SurvivalLaw;
  readonly accrual: Accrual;
  readonly followUp: number;
  readonly dropoutHazard: number;
  readonly look: SingleArmLook | null;
  readonly variance: 'expected' | 'average';
  /** Null where the file leaves their number open. */
  readonly patients: number | null;
}

export type SingleArm = SingleArmResponse | SingleArmTime;

type SingleArmFile = Plain<z.infer<typeof singleArmSchema>>;
type ResponseFile = NonNullable<SingleArmFile['response']>;
type TimeFile = NonNullable<SingleArmFile['time']>;
type LookFile = NonNullable<TimeFile['look']>;
type LookSpending = NonNullable<LookFile['efficacy']>;

/** Resolves the part of the file at `at`; null where something is wrong, and every reason found is reported. */
export function plannedSingleArm(spec: SingleArmFile, at: Path, outer: Context): SingleArm | null {
  const { context, sound } = watched(outer);
  const test: SingleArmTest = {
    name: words(spec.name),
    endpoint: words(spec.endpoint),
    alpha: spec.alpha ?? 0.05,
    targetPower: spec.targetPower ?? 0.8,
  };
  if (test.targetPower <= test.alpha)
    context.report(
      [...at, 'targetPower'],
      `is ${figure(test.targetPower)}; must be > ${figure(test.alpha)}, the alpha of the test, e.g. 0.8`,
    );
  const key = exactlyOne(spec, ['response', 'time'], at, context);
  if (key === null) return null;
  const plan =
    spec.response !== undefined
      ? ofResponse(spec.response, test, [...at, 'response'], context)
      : ofTime(spec.time as TimeFile, test, [...at, 'time'], context);
  return sound() ? plan : null;
}

function ofResponse(spec: ResponseFile, test: SingleArmTest, at: Path, context: Context): SingleArmResponse {
  const { nullRate, rate } = spec;
  if (rate <= nullRate)
    context.report(
      [...at, 'rate'],
      `is ${figure(rate)}; must be > ${figure(nullRate)}, the nullRate: plan a response that is more frequent than the one not worth pursuing, e.g. ${figure(Math.min(0.99, nullRate + 0.2))}`,
    );
  const design = spec.design ?? 'optimal';
  const stages: StagesWanted = typeof design === 'string' ? { kind: design } : { kind: 'given', ...design };
  if (stages.kind === 'given') checkStages(stages, [...at, 'design'], context);
  return { kind: 'response', ...test, nullRate, rate, design: stages };
}

function checkStages({ n1, r1, n, r }: Extract<StagesWanted, { kind: 'given' }>, at: Path, context: Context): void {
  if (n1 >= n)
    context.report([...at, 'n1'], `is ${n1}; must be < ${n}, the patients of both stages, e.g. ${Math.max(1, n >> 1)}`);
  if (n > MOST_STAGED * 10) context.report([...at, 'n'], `is ${n}; must be ≤ ${MOST_STAGED * 10}; plan fewer patients`);
  if (r1 >= n1)
    context.report(
      [...at, 'r1'],
      `is ${r1}; must be < ${n1}, the patients of the first stage: with ${n1} responders of ${n1} no trial should stop`,
    );
  if (r >= n) context.report([...at, 'r'], `is ${r}; must be < ${n}, the patients of both stages`);
  else if (r < r1) context.report([...at, 'r'], `is ${r}; must be ≥ ${r1}, the responders that stop the first stage`);
}

function ofTime(spec: TimeFile, test: SingleArmTest, at: Path, context: Context): SingleArmTime | null {
  const historical = plannedEffect(spec.historical, [...at, 'historical'], context);
  const effect = plannedEffect(spec.planned, [...at, 'planned'], context);
  const enrolled = plannedAccrual(spec.accrual, [...at, 'accrual'], context);
  const dropout = spec.dropout ? dropoutHazard(spec.dropout, [...at, 'dropout'], context) : 0;
  const look = spec.look ? plannedLook(spec.look, test, [...at, 'look'], context) : null;
  if (historical?.kind !== 'own' || effect === null || enrolled === null || dropout === null) return null;
  const { accrual } = enrolled;
  if (accrual.pattern !== 'uniform')
    context.report(
      [...at, 'accrual', 'pattern'],
      `is ${accrual.pattern}; must be uniform in a trial without a control: patients enter independently`,
    );
  const patients = spec.patients ?? null;
  if (patients !== null && !reaches(enrolled, patients, [...at, 'accrual'], context, { optional: true })) return null;
  const plan: SingleArmTime = {
    kind: 'time',
    ...test,
    unit: context.unit,
    historical: historical.law,
    planned: lawOf(effect, historical.law),
    accrual,
    followUp: inUnit(spec.followUp, context.unit, context.plainUnit),
    dropoutHazard: dropout,
    look,
    variance: spec.variance ?? 'expected',
    patients,
  };
  checkBetter(plan, [...at, 'planned'], context);
  checkEnd(plan, at, context);
  return plan;
}

/** The trial must be planned to do better than history by the historical median, or by its end where there is none. */
function checkBetter({ historical, planned }: SingleArmTime, at: Path, context: Context): void {
  const middle = median(historical);
  const by = Number.isFinite(middle) ? middle : 1e6;
  const [before, now] = [cumulativeHazard(historical, by), cumulativeHazard(planned, by)];
  if (now < before) return;
  context.report(
    at,
    `has a median of ${timeText(Number(figure(median(planned))), context)}; must be better than the historical one of ${timeText(Number(figure(middle)), context)}: plan a longer median, or a hazard ratio below 1`,
  );
}

/** The last analysis must have follow-up, and come after the look. */
function checkEnd({ accrual, patients, followUp, look }: SingleArmTime, at: Path, context: Context): void {
  const known = accrual.duration ?? (patients === null ? null : accrualDuration(accrual, patients));
  if (known === null) return;
  const end = known + followUp;
  if (end <= 0)
    context.report(
      [...at, 'followUp'],
      'is 0, and all patients enter at once, so that nothing is observed; follow them, e.g. followUp: 12',
    );
  else if (look?.due.kind === 'time' && look.due.at >= end)
    context.report(
      [...at, 'look', 'time'],
      `is ${timeText(look.due.at, context)}; must be < ${timeText(Number(figure(end)), context)}, when the final analysis is made: look earlier, or follow patients longer`,
    );
}

function plannedLook(spec: LookFile, test: SingleArmTest, at: Path, context: Context): SingleArmLook | null {
  const key = exactlyOne(spec, ['time', 'informationFraction'], at, context);
  if (spec.efficacy === undefined && spec.futility === undefined)
    context.report(at, 'stops for nothing; give efficacy, futility or both, e.g. futility: {z: 0}');
  const efficacy = spec.efficacy === undefined ? null : spent(spec.efficacy, [...at, 'efficacy'], context);
  const futility =
    spec.futility === undefined ? null : plannedFutility(spec.futility, test, [...at, 'futility'], context);
  if (key === null) return null;
  return {
    due:
      spec.time === undefined
        ? { kind: 'information', at: spec.informationFraction as number }
        : { kind: 'time', at: inUnit(spec.time, context.unit, context.plainUnit) },
    efficacy,
    futility,
    binding: spec.futility?.binding ?? false,
  };
}

function plannedFutility(
  spec: NonNullable<LookFile['futility']>,
  { alpha, targetPower }: SingleArmTest,
  at: Path,
  context: Context,
): SingleArmLook['futility'] {
  const key = exactlyOne(spec, ['z', 'spending'], at, context);
  if (key === null) return null;
  if (spec.z !== undefined) {
    if (spec.beta !== undefined) context.report([...at, 'beta'], 'goes with spending only, not with z; remove it');
    return { kind: 'z', z: spec.z };
  }
  const beta = spec.beta ?? Number((1 - targetPower).toPrecision(12));
  if (beta >= 1 - alpha)
    context.report(
      [...at, spec.beta === undefined ? 'spending' : 'beta'],
      `is ${figure(beta)}; must be < ${figure(1 - alpha)} (1 − alpha), for a power above alpha; e.g. 0.1`,
    );
  const spending = spent(spec.spending as LookSpending, [...at, 'spending'], context);
  return spending && { kind: 'spending', spending, beta };
}

function spent(spec: LookSpending, at: Path, context: Context): SpendingFunction | null {
  if (typeof spec === 'string') return { kind: spec };
  const kind = exactlyOne(spec, ['hwangShihDeCani', 'kimDeMets'], at, context);
  if (kind === null) return null;
  return kind === 'kimDeMets'
    ? { kind, rho: spec.kimDeMets as number }
    : { kind, gamma: spec.hwangShihDeCani as number };
}
