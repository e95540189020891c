/** Centres: from the file to when they open, how they recruit and how they differ. */
import { accrualDuration } from '../trial/accrual.ts';
import {
  CENTRE,
  type Centres,
  expectedRecruitment,
  type Frailty,
  type Opening,
  type Region,
} from '../trial/centres.ts';
import { type Context, exactlyOne, figure, timeText, watched } from './check.ts';
import { inUnit } from './duration.ts';
import { distinct } from './names.ts';
import type { Path } from './problems.ts';
import type { CentresFile, PopulationFile } from './schema.ts';

type RecruitmentFile = Pick<CentresFile, 'rate' | 'variation' | 'opening' | 'cap'>;

/** The centres at `at`; null when something is wrong, every reason reported. `accrual`: whether trial.accrual is given. */
export function plannedCentres(spec: CentresFile, accrual: boolean, at: Path, outer: Context): Centres | null {
  const { context, sound } = watched(outer);
  const which = exactlyOne(spec, ['count', 'regions'], at, context);
  if (which === null) return null;
  const listed = spec.regions ?? [{ name: 'all centres', count: spec.count as number }];
  if (spec.regions) distinct(spec.regions, [...at, 'regions'], 'region', context);
  const rates = listed.map((region) => ('rate' in region ? region.rate : undefined) ?? spec.rate);
  const without = rates.indexOf(undefined);
  const recruit = rates.some((rate) => rate !== undefined);
  const place = (r: number): Path => (spec.regions ? [...at, 'regions', r] : at);
  if (recruit && without >= 0) {
    context.report(
      place(without),
      'has no rate while others have; give every region one, or trial.centres.rate for all',
    );
    return null;
  }
  if (recruit && accrual) {
    const rule = 'give one: centres with a rate recruit by themselves, without it trial.accrual says how many come';
    context.report([...at, 'rate'], `is given, and trial.accrual too; ${rule}`);
    return null;
  }
  const regions = listed.map((region, r) => {
    const merged: RecruitmentFile & { start?: number | string | undefined } = { ...spec, ...region };
    return plannedRegion(region.name, region.count, merged, recruit, spec.regions ? place(r) : at, context);
  });
  const frailty = spec.outcome === undefined ? null : plannedFrailty(spec.outcome, [...at, 'outcome'], context);
  const whole = regions.filter((region) => region !== null);
  if (!sound() || whole.length < regions.length) return null;
  return { regions: whole, recruit, frailty, effectSd: spec.effectSd ?? 0 };
}

function plannedRegion(
  name: string,
  count: number,
  spec: RecruitmentFile & { start?: number | string | undefined },
  recruit: boolean,
  at: Path,
  context: Context,
): Region | null {
  const time = (duration: number | string) => inUnit(duration, context.unit, context.plainUnit);
  for (const key of ['opening', 'start'] as const) {
    if (recruit || spec[key] === undefined) continue;
    context.report(
      [...at, key],
      'goes with rate: where trial.accrual says how many come, all centres take part throughout',
    );
    return null;
  }
  const opening = plannedOpening(spec.opening, count, [...at, 'opening'], context);
  if (opening === null) return null;
  return {
    name: name.trim(),
    centres: count,
    start: spec.start === undefined ? 0 : time(spec.start),
    opening,
    rate: recruit ? (spec.rate as number) / inUnit(1, context.unit, context.plainUnit) : 1,
    variation: spec.variation ?? 0,
    cap: spec.cap ?? Number.POSITIVE_INFINITY,
  };
}

function plannedOpening(spec: CentresFile['opening'], count: number, at: Path, context: Context): Opening | null {
  const time = (duration: number | string) => inUnit(duration, context.unit, context.plainUnit);
  if (spec === undefined) return { kind: 'ramp', over: 0 };
  const key = exactlyOne(spec, ['uniform', 'ramp', 'times'], at, context);
  if (key === null) return null;
  if (key !== 'times') return { kind: key, over: time(spec[key] as number | string) };
  const times = (spec.times as (number | string)[]).map(time);
  if (times.length === count) return { kind: 'list', times };
  context.report([...at, 'times'], `has ${times.length} times; must have ${count}, one a centre`);
  return null;
}

function plannedFrailty(spec: NonNullable<CentresFile['outcome']>, at: Path, context: Context): Frailty | null {
  const key = exactlyOne(spec, ['logSd', 'gammaVariance'], at, context);
  if (key === null) return null;
  return key === 'logSd'
    ? { kind: 'lognormal', sd: spec.logSd as number }
    : { kind: 'gamma', variance: spec.gammaVariance as number };
}

/** Report a factor or covariate that has the name by which centres are known. */
export function checkCentreName(population: PopulationFile | undefined, at: Path, context: Context): void {
  for (const kind of ['factors', 'covariates'] as const)
    (population?.[kind] ?? []).forEach(({ name }, i) => {
      if (name.trim() !== CENTRE) return;
      context.report([...at, kind, i, 'name'], `is ${CENTRE}, which means trial.centres; give another name`);
    });
}

/** Whether the centres that recruit can enrol `patients`, each taking part; reports what is in the way. */
export function centresReach(centres: Centres, patients: number | null, at: Path, context: Context): boolean {
  if (!centres.recruit || patients === null) return true;
  const most = centres.regions.reduce((sum, { centres: count, cap }) => sum + count * cap, 0);
  if (most < patients) {
    const remedy = `raise cap, add centres, or plan at most ${most} patients`;
    context.report([...at, 'cap'], `lets the centres enrol ${most} of ${patients} patients; ${remedy}`);
    return false;
  }
  const end = accrualDuration(expectedRecruitment(centres), patients);
  if (end > 1e6) {
    context.report(
      at,
      `takes ${timeText(end, context)} to enrol ${patients} patients; must be ≤ 1,000,000: raise rate`,
    );
    return false;
  }
  const late = centres.regions.findIndex(({ start, opening }) => {
    const first = opening.kind === 'list' ? Math.min(...opening.times) : 0;
    return start + first >= end;
  });
  if (late < 0) return true;
  const { start, opening } = centres.regions[late];
  const first = start + (opening.kind === 'list' ? Math.min(...opening.times) : 0);
  const path = centres.regions.length > 1 ? [...at, 'regions', late] : at;
  context.report(
    path,
    `has no centre open before ${timeText(first, context)}; must open before ${timeText(Number(figure(end)), context)}, when all ${patients} patients are expected to be enrolled: open earlier, or leave it out`,
  );
  return false;
}
