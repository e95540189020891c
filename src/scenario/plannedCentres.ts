/** Centres: from the file to when they open, how they recruit and how they differ. */
import { type Accrual, accrualDuration, cumulativeRate } from '../trial/accrual.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import { CENTRE, type Centres, type Frailty } from '../trial/centres.ts';
import type { Opening, Region } from '../trial/region.ts';
import { type Context, exactlyOne, figure, timeText, watched } from './context.ts';
import { inUnit, LONGEST } from './duration.ts';
import { distinct } from './names.ts';
import { type Path, shown } from './problems.ts';
import type { CentresFile, PopulationFile } from './schema.ts';

/** The name of all centres together where they have no regions. */
const ALL = 'all centres';

type RecruitmentFile = Pick<CentresFile, 'rate' | 'variation' | 'opening' | 'cap'>;

/**
 * The centres at `at`; null when something is wrong, every reason reported. `accrual` says whether trial.accrual is
 * given.
 */
export function plannedCentres(spec: CentresFile, accrual: boolean, at: Path, outer: Context): Centres | null {
  const { context, sound } = watched(outer);
  const which = exactlyOne(spec, ['count', 'regions'], at, context);
  if (which === null) return null;
  const listed = spec.regions ?? [{ name: ALL, count: spec.count as number }];
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
    const rated = spec.rate === undefined ? place(rates.findIndex((rate) => rate !== undefined)) : at;
    context.report([...rated, 'rate'], `is given, and trial.accrual too; ${rule}`);
    return null;
  }
  if (!recruit && spec.opening !== undefined) {
    openByThemselves([...at, 'opening'], context);
    return null;
  }
  const regions = listed.map((region, r) => {
    const merged: RecruitmentFile & { start?: number | string | undefined } = { ...spec, ...region };
    const own = 'opening' in region && region.opening !== undefined;
    return plannedRegion(
      { ...merged, name: region.name, count: region.count },
      recruit,
      place(r),
      own ? place(r) : at,
      context,
    );
  });
  const frailty = spec.outcome === undefined ? null : plannedFrailty(spec.outcome, [...at, 'outcome'], context);
  const whole = regions.filter((region) => region !== null);
  if (!sound() || whole.length < regions.length) return null;
  return { regions: whole, recruit, frailty, effectSd: spec.effectSd ?? 0 };
}

function openByThemselves(at: Path, context: Context): void {
  context.report(at, 'goes with rate: where trial.accrual says how many come, all centres take part throughout');
}

/** The region at `at`, whose opening may be given among what all regions share. */
function plannedRegion(
  spec: RecruitmentFile & { name: string; count: number; start?: number | string | undefined },
  recruit: boolean,
  at: Path,
  openingAt: Path,
  context: Context,
): Region | null {
  const { name, count } = spec;
  const time = (duration: number | string) => inUnit(duration, context.unit, context.plainUnit);
  for (const key of ['opening', 'start'] as const) {
    if (recruit || spec[key] === undefined) continue;
    openByThemselves([...at, key], context);
    return null;
  }
  const opening = plannedOpening(spec.opening, spec, [...openingAt, 'opening'], context);
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

function plannedOpening(
  spec: CentresFile['opening'],
  { name, count }: { readonly name: string; readonly count: number },
  at: Path,
  context: Context,
): Opening | null {
  const time = (duration: number | string) => inUnit(duration, context.unit, context.plainUnit);
  if (spec === undefined) return { kind: 'ramp', over: 0 };
  const key = exactlyOne(spec, ['uniform', 'ramp', 'times'], at, context);
  if (key === null) return null;
  if (key !== 'times') return { kind: key, over: time(spec[key] as number | string) };
  const times = (spec.times as (number | string)[]).map(time);
  if (times.length === count) return { kind: 'list', times };
  context.report(
    [...at, 'times'],
    `has ${times.length} times; must have ${count}, one a centre${name === ALL ? '' : ` of ${shown(name)}`}`,
  );
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

/** Patients that all centres together can enrol, each up to its cap. */
function mostPatients({ regions }: Centres): number {
  return regions.reduce((sum, { centres: count, cap }) => sum + count * cap, 0);
}

/** Whether the caps of all centres together let `patients` in; reports how many otherwise. */
export function capsReach(centres: Centres, patients: number, at: Path, context: Context): boolean {
  const most = mostPatients(centres);
  if (most >= patients) return true;
  const remedy = `raise cap, add centres, or plan at most ${most} patients`;
  context.report(at, `can enrol ${most} of ${patients} patients, every centre up to its cap; ${remedy}`);
  return false;
}

/**
 * Whether the centres that recruit, together as `accrual`, can enrol `patients` by the analysis, every one of them
 * taking part; reports what prevents it.
 */
export function centresReach(
  centres: Centres,
  accrual: Accrual,
  patients: number | null,
  analysis: AnalysisRule | null,
  at: Path,
  context: Context,
): boolean {
  if (patients === null) {
    const most = mostPatients(centres);
    if (!Number.isFinite(most)) return true;
    const remedy = `give patients, at most ${most}, or let some centres have no cap`;
    context.report(at, `all have a cap, while trial.patients is left open; ${remedy}`);
    return false;
  }
  if (!capsReach(centres, patients, at, context)) return false;
  const end = accrualDuration(accrual, patients);
  const closes = analysis?.kind === 'calendarTime' ? analysis.time : LONGEST;
  if (end > closes * (1 + 1e-9)) {
    const reached = Math.floor(cumulativeRate(accrual, closes) + 1e-9);
    const when = closes === LONGEST ? '' : ', when the analysis is';
    const state = `are expected to enrol ${reached} of ${patients} patients by ${context.unit} ${figure(closes)}${when}`;
    const need = Number.isFinite(end) ? ` (they need ${timeText(Number(figure(end)), context)})` : '';
    const remedy = `open earlier, recruit faster${closes === LONGEST ? '' : ', analyse later'}, or plan fewer patients`;
    context.report(at, `${state}${need}; ${remedy}`);
    return false;
  }
  return everyOneOpens(centres, patients, end, at, context);
}

/**
 * Whether no centre would open only after all patients are expected to be enrolled, at `end`; reports those known to
 * open later.
 */
function everyOneOpens({ regions }: Centres, patients: number, end: number, at: Path, outer: Context): boolean {
  const { context, sound } = watched(outer);
  const rule = `must open before ${timeText(Number(figure(end)), context)}, when all ${patients} patients are expected to be enrolled: open earlier, or leave it out`;
  regions.forEach(({ start, opening }, r) => {
    const path = regions.length > 1 ? [...at, 'regions', r] : at;
    const times = opening.kind === 'list' ? opening.times : [0];
    const late = times.filter((time) => start + time >= end);
    if (late.length === 0) return;
    const first = timeText(Number(figure(start + Math.min(...late))), context);
    const which = late.length < times.length ? 'has a centre that opens at' : 'has no centre open before';
    context.report(path, `${which} ${first}; ${rule}`);
  });
  return sound();
}
