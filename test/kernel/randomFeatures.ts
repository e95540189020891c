/** What makes a trial real, drawn at random from everything that a plan can hold: a start, an enrolment, scans. */
import type { Accrual } from '../../src/trial/accrual.ts';
import type { ArmParts } from '../../src/trial/arm.ts';
import type { Centres } from '../../src/trial/centres.ts';
import type { Lag } from '../../src/trial/lag.ts';
import type { Randomisation } from '../../src/trial/randomisation.ts';
import type { Region } from '../../src/trial/region.ts';
import type { ScanSchedule, Scans } from '../../src/trial/scans.ts';
import type { Priming } from '../../src/trial/treatmentStart.ts';
import type { Trial } from '../../src/trial/trial.ts';

type Random = () => number;

const choices =
  (random: Random) =>
  <T>(...all: readonly T[]): T =>
    all[Math.floor(random() * all.length)];

const scales = (random: Random) => (low: number, high: number) => low * (high / low) ** random();

function randomLag(random: Random, scale: number): Lag {
  const pick = choices(random);
  const between = scales(random);
  const after = pick(0, 0, 0.1, -0.1) * scale;
  return pick<Lag>(
    { kind: 'fixed', time: pick(0, 0.1, 0.5, -0.2) * scale },
    { kind: 'uniform', from: pick(-0.3, 0) * scale, to: between(0.05, 1) * scale },
    { kind: 'lognormal', median: between(0.05, 1) * scale, spread: between(0.1, 1), after },
    { kind: 'exponential', mean: between(0.05, 1) * scale, after },
    { kind: 'discrete', times: [-0.1 * scale, 0, 0.3 * scale], shares: [0.25, 0.35, 0.4] },
  );
}

/** Effect and start of an arm whose patients start the second treatment; `scale` is about the mean time to the event. */
export function randomStart(random: Random, scale: number): Pick<ArmParts, 'effect' | 'start'> {
  const pick = choices(random);
  const between = scales(random);
  const lag = randomLag(random, scale);
  const priming = pick<Priming>(
    { kind: 'constant', hazardRatio: between(0.3, 1.5) },
    {
      kind: 'halfLife',
      synchronous: between(0.2, 0.9),
      residual: between(0.5, 1.2),
      halfLife: between(0.05, 2) * scale,
      plateau: pick(0, 0.1 * scale),
    },
    { kind: 'table', lags: [-0.1 * scale, 0, 0.4 * scale], hazardRatios: [0.5, 0.6, between(0.6, 1.3)] },
  );
  const timing = {
    priming,
    onset: pick(0, 0, 0.1 * scale),
    duration: pick(Number.POSITIVE_INFINITY, between(0.1, 2) * scale),
    waned: pick(1, 0.9),
    repeats: pick<readonly number[]>([], [], [0.2 * scale], [0.2 * scale, 0.9 * scale]),
    waiting: pick(1, 1.2),
  };
  return { effect: { kind: 'timed', timing }, start: { lag } };
}

function randomRegion(random: Random, name: string, patients: number, duration: number): Region {
  const pick = choices(random);
  const centres = pick(1, 2, 5, 12);
  return {
    name,
    centres,
    start: pick(0, 0.1 * duration),
    opening: pick<Region['opening']>(
      { kind: 'ramp', over: 0.5 * duration },
      { kind: 'uniform', over: 0.4 * duration },
      { kind: 'list', times: Array.from({ length: centres }, () => random() * 0.3 * duration) },
    ),
    rate: (0.5 + random()) * (patients / centres / duration),
    variation: pick(0, 0.4, 1.2),
    cap: pick(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 2 + Math.ceil((2 * patients) / centres)),
  };
}

/**
 * Randomisation of patients as they come, with centres or without; `block` patients are in an allocation block, the names are
 * those of the trial's factors.
 */
export function randomEnrolment(
  random: Random,
  { accrual }: Trial,
  block: number,
  patients: number,
  factors: readonly string[],
): Partial<Trial> {
  const pick = choices(random);
  const duration = accrual.duration ?? patients / Math.max(...accrual.rates);
  const regions = ['here', 'there']
    .slice(0, pick(1, 1, 2))
    .map((name) => randomRegion(random, name, patients, duration));
  const recruit = random() < 0.6;
  const centres: Centres = {
    regions,
    recruit,
    frailty: pick<Centres['frailty']>(null, null, { kind: 'gamma', variance: 0.3 }, { kind: 'lognormal', sd: 0.5 }),
    effectSd: pick(0, 0, 0.2),
  };
  const withCentres = random() < 0.7;
  const by = [...factors.filter(() => random() < 0.5), ...(withCentres && random() < 0.5 ? ['centre'] : [])];
  const randomisation: Randomisation = pick<Randomisation>(
    { kind: 'complete' },
    { kind: 'permutedBlocks', sizes: pick([block], [block, 2 * block], [2 * block]), stratifiedBy: by },
    { kind: 'minimisation', factors: by.length > 0 ? by : factors.slice(0, 1), probability: 0.8 },
  );
  const centred: Accrual = { pattern: 'centres', starts: [0], rates: [patients / duration], duration: null };
  return {
    ...(randomisation.kind === 'minimisation' && randomisation.factors.length === 0 ? {} : { randomisation }),
    ...(withCentres ? { centres, ...(recruit ? { accrual: centred } : {}) } : {}),
  };
}

function randomSchedule(random: Random, scale: number): ScanSchedule {
  const pick = choices(random);
  const between = scales(random);
  const intervals = [between(0.05, 0.6) * scale, between(0.1, 1) * scale].slice(0, pick(1, 1, 2));
  return {
    starts: [0, 4 * intervals[0]].slice(0, intervals.length),
    intervals,
    jitter: pick(0, 0.1, 0.4) * Math.min(...intervals),
    missed: pick(0, 0.1, 0.3),
  };
}

/** Scan schedules for each arm, the same or not, and deaths. */
export function randomScans(random: Random, scale: number, arms: number): Scans {
  const pick = choices(random);
  const one = randomSchedule(random, scale);
  const same = random() < 0.6;
  return {
    schedules: Array.from({ length: arms }, () => (same ? one : randomSchedule(random, scale))),
    deaths: pick<Scans['deaths']>(null, { kind: 'share', share: 0.3 }, { kind: 'hazard', hazard: 0.1 / scale }),
  };
}
