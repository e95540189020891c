/** What `monitor` was told of the looks so far: options and files to observations, or one line on what is wrong. */

import { shown } from '../scenario/problems.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Trial } from '../trial/trial.ts';
import { looksOfTrial } from './assignLooks.ts';
import type { Observations, Seen } from './monitorResult.ts';
import { readPatients } from './patientsFile.ts';
import { UserProblem } from './userProblem.ts';

export interface ObservationOptions {
  readonly events?: string;
  readonly z?: string;
  readonly hazardRatio?: string;
  readonly patients?: string;
  readonly looks?: string;
  readonly final?: boolean;
  readonly priorHr?: string;
  readonly priorSd?: string;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

interface Rule {
  readonly holds: (x: number) => boolean;
  readonly text: string;
}

const COUNT: Rule = { holds: (x) => Number.isInteger(x) && x >= 1, text: 'must be a whole number ≥ 1, e.g. 176' };
/** Beyond this z, probabilities have no digits left; no trial comes near it. */
const MOST_Z = 100;
const Z: Rule = {
  holds: (x) => Math.abs(x) <= MOST_Z,
  text: `must be a number from −${MOST_Z} to ${MOST_Z} (z of the log-rank test, above 0 for benefit), e.g. 2.1`,
};
const RATIO: Rule = {
  holds: (x) => x >= 0.001 && x <= 1000,
  text: 'must be > 0, from 0.001 to 1000 (experimental ÷ control), e.g. 0.77',
};
const DEVIATION: Rule = {
  holds: (x) => x > 0 && x <= 1000,
  text: 'must be > 0 (the standard deviation of the log hazard ratio), e.g. 0.2',
};

function number(option: string, text: string, rule: Rule, where = ''): number {
  const plain = text.trim().replace('−', '-');
  const value = NUMBER.test(plain) ? Number(plain) : Number.NaN;
  if (!(Number.isFinite(value) && rule.holds(value)))
    throw new UserProblem(`${option}: ${where}${plain === '' ? 'is missing' : `is ${shown(text)}`}; ${rule.text}`);
  return value;
}

function numbers(option: string, text: string | undefined, rule: Rule): number[] {
  if (text === undefined) return [];
  const parts = text.split(',');
  return parts.map((part, i) => number(option, part, rule, parts.length === 1 ? '' : `entry ${i + 1} `));
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** The looks given by numbers, each with its events. */
function seenByNumbers({ events, z, hazardRatio, patients }: ObservationOptions): Seen[] {
  if (z !== undefined && hazardRatio !== undefined)
    throw new UserProblem(
      '--z and --hazard-ratio: both are given; give one of them, the other follows by z = −ln(HR) √(events p₀p₁)',
    );
  const option = z === undefined ? '--hazard-ratio' : '--z';
  const counts = numbers('--events', events, COUNT);
  const values = z === undefined ? numbers(option, hazardRatio, RATIO) : numbers(option, z, Z);
  const told = z ?? hazardRatio;
  const current = patients === undefined ? '' : ' (the current look comes from --patients)';
  if (told === undefined && events !== undefined)
    throw new UserProblem(
      `--events ${events}: is given without --z or --hazard-ratio; give one value a look${current}`,
    );
  if (told !== undefined && events === undefined)
    throw new UserProblem(`${option} ${told}: is given without --events; give the events at each look${current}`);
  if (counts.length !== values.length)
    throw new UserProblem(
      `--events ${events} and ${option} ${told}: have ${count(counts.length, 'value')} and ${values.length}; must have one a look each, the earliest first${current}`,
    );
  return counts.map((n, i) =>
    z === undefined
      ? { kind: 'hazardRatio', events: n, hazardRatio: values[i] }
      : { kind: 'z', events: n, z: values[i] },
  );
}

const eventsOf = (seen: Seen): number =>
  seen.kind === 'patients' ? seen.patients.filter(({ event }) => event).length : seen.events;

function checkEvents(seen: readonly Seen[], options: ObservationOptions): void {
  const counts = seen.map(eventsOf);
  for (const [i, events] of counts.entries()) {
    const where = seen[i].kind === 'patients' ? `${options.patients}:` : `--events ${options.events}:`;
    if (i > 0 && events <= counts[i - 1]) {
      const rule = 'event counts must ascend from look to look';
      const remedy = seen[i].kind === 'patients' ? '--events is for the looks before this one' : 'check their order';
      throw new UserProblem(`${where} ${count(events, 'event')} after ${counts[i - 1]}; ${rule}: ${remedy}`);
    }
  }
}

const UNPLANNED = 'unplanned';

/** Which planned looks took place, counted from 1; null for one that was not planned. */
function looksOf(events: readonly number[], trial: Trial, { looks, final }: ObservationOptions): (number | null)[] {
  const took = events.length;
  const planned = (trial.interims?.length ?? 0) + 1;
  if (looks === undefined) {
    if (took > planned) return looksOfTrial(trial, events, final === true);
    const first = Array.from({ length: took }, (_, i) => i + 1);
    return final === true ? [...first.slice(0, -1), planned] : first;
  }
  const rule: Rule = {
    holds: (x) => Number.isInteger(x) && x >= 1 && x <= planned,
    text: `must be a planned look, 1 to ${planned} (${planned} is the final analysis), or ${UNPLANNED}`,
  };
  const parts = looks.split(',');
  const listed = parts.map((part, i) =>
    part.trim().toLowerCase() === UNPLANNED
      ? null
      : number('--looks', part, rule, parts.length === 1 ? '' : `entry ${i + 1} `),
  );
  if (listed.length !== took)
    throw new UserProblem(
      `--looks ${looks}: names ${count(listed.length, 'look')}, while data of ${took} are given; must name as many`,
    );
  const numbered = listed.filter((look) => look !== null);
  const back = numbered.findIndex((look, i) => i > 0 && look <= numbered[i - 1]);
  if (back > 0)
    throw new UserProblem(`--looks ${looks}: ${numbered[back]} comes after ${numbered[back - 1]}; looks must ascend`);
  const end = listed[took - 1];
  if (numbered.includes(planned) && end !== planned)
    throw new UserProblem(
      `--looks ${looks}: goes on after ${planned}, the final analysis; nothing comes after it: end with ${planned}`,
    );
  if (final === true && end !== planned)
    throw new UserProblem(
      `--looks ${looks}: ends with ${end ?? UNPLANNED}, while --final says this is the final analysis, look ${planned}; end with ${planned}, or leave --final out`,
    );
  return listed;
}

/** Reports an unplanned look after the one that re-estimates, whose weights do not allow for one. */
function checkReestimation(looks: readonly (number | null)[], { sequential }: Trial): void {
  const reestimating = sequential?.reestimation;
  if (!reestimating) return;
  const at = looks.indexOf(reestimating.look + 1);
  if (at >= 0 && looks.includes(null, at))
    throw new UserProblem(
      `--looks ${looks.map((look) => look ?? UNPLANNED).join(',')}: a look that was not planned comes after look ${reestimating.look + 1}, which re-estimates the events; from there on the final analysis alone has a test: leave it out`,
    );
}

function priorOf({ priorHr, priorSd }: ObservationOptions): Observations['prior'] {
  if (priorHr === undefined && priorSd === undefined) return null;
  if (priorHr === undefined || priorSd === undefined) {
    const [given, lacking] = priorHr === undefined ? ['--prior-sd', '--prior-hr'] : ['--prior-hr', '--prior-sd'];
    throw new UserProblem(
      `${given}: is given without ${lacking}; a prior needs both, e.g. --prior-hr 0.8 --prior-sd 0.2`,
    );
  }
  return {
    hazardRatio: number('--prior-hr', priorHr, RATIO),
    standardDeviation: number('--prior-sd', priorSd, DEVIATION),
  };
}

/** @throws UserProblem, ScenarioProblems */
export async function readObservations(
  scenario: Scenario,
  trial: Trial,
  options: ObservationOptions,
): Promise<Observations> {
  const prior = priorOf(options);
  const seen = seenByNumbers(options);
  if (options.patients !== undefined) {
    const arms = { control: trial.arms[0].name, experimental: trial.arms[1].name };
    seen.push({ kind: 'patients', patients: await readPatients(options.patients, arms) });
  }
  if (seen.length === 0)
    throw new UserProblem(
      'monitor: what was seen is missing; give --events with --z or --hazard-ratio, one value a look so far, or the current look by --patients',
    );
  checkEvents(seen, options);
  const looks = looksOf(seen.map(eventsOf), trial, options);
  checkReestimation(looks, trial);
  return { seen, looks, prior, published: scenario.reported?.hazardRatio ?? null };
}
