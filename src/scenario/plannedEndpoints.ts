/** The endpoints of a trial: from the file to what is observed of patients. */
import { expectationOf } from '../expectation/expectation.ts';
import {
  type Endpoint,
  type Endpoints,
  furtherEndpoints,
  timeToDeath,
  timeToEvent,
  timeToProgression,
  timeToProgressionOrDeath,
} from '../trial/endpoint.ts';
import type { Trial } from '../trial/trial.ts';
import { type Context, timeText, watched } from './context.ts';
import { inUnit } from './duration.ts';
import { distinct } from './names.ts';
import { type Path, shown } from './problems.ts';
import type { ArmFile, EndpointFile, TrialFile } from './schema.ts';

/** Whether anything is planned of what follows the first event. */
export function hasCourse({ arms, endpoints = [] }: TrialFile): boolean {
  return arms.some(({ course }) => course !== undefined) || endpoints.some(({ event }) => event !== 'response');
}

/** The name of the first endpoint; null where the file gives none. */
export function firstName({ endpoint }: TrialFile): string | null {
  return (typeof endpoint === 'object' ? endpoint.name : endpoint)?.trim() ?? null;
}

/** The endpoints of the trial at `at`, its arms at `positions` (the control first). Null when something is wrong. */
export function plannedEndpoints(
  spec: TrialFile,
  positions: readonly number[],
  at: Path,
  outer: Context,
): Endpoints | null {
  const { context, sound } = watched(outer);
  const name = firstName(spec);
  const benefit = typeof spec.endpoint === 'object' ? spec.endpoint.benefit : undefined;
  if (benefit === 'sooner' && hasCourse(spec)) {
    context.report(
      [...at, 'endpoint', 'benefit'],
      'is sooner, but the first event is progression or death, as something follows it; remove it, or what follows the event',
    );
  }
  const first = hasCourse(spec) ? timeToProgressionOrDeath(name) : timeToEvent(name, benefit);
  const { endpoints = [] } = spec;
  const list = [...at, 'endpoints'];
  distinct(endpoints, list, 'endpoint', context);
  const followUp =
    spec.followUpOfEach === undefined ? null : inUnit(spec.followUpOfEach, context.unit, context.plainUnit);
  const further = endpoints.map((endpoint, i) =>
    furtherEndpoint(endpoint, spec.arms, positions, followUp, [...list, i], at, context),
  );
  endpoints.forEach(({ name: own, event }, i) => {
    if (own.trim() === name)
      context.report(
        [...list, i, 'name'],
        `is "${shown(own)}", the first endpoint (trial.endpoint); list those beside it`,
      );
    const before = event === 'response' ? i : endpoints.findIndex((other) => other.event === event);
    if (before < i)
      context.report(
        [...list, i, 'event'],
        `is ${event}, as that of ${shown((endpoints.find((other) => other.event === event) as EndpointFile).name)}; give each once`,
      );
  });
  if (hasCourse(spec) && spec.scans?.deaths !== undefined)
    context.report(
      [...at, 'scans', 'deaths'],
      "is given beside what follows the first event, where an arm's course says which first events are deaths; remove it",
    );
  const isAsked = spec.scans !== undefined || endpoints.some(({ event }) => event !== 'response');
  spec.arms.forEach((arm, i) => {
    if (isAsked || arm.course === undefined) return;
    const rule = 'which no endpoint is about; list one in trial.endpoints, e.g. {name: OS, event: death}, or remove it';
    context.report([...at, 'arms', i, 'course'], `says what follows the first event, ${rule}`);
  });
  const named = new Set(endpoints.filter(({ event }) => event === 'response').map((each) => each.name.trim()));
  spec.arms.forEach(({ responses = {} }, arm) => {
    for (const of of Object.keys(responses))
      if (!named.has(of.trim()))
        context.report(
          [...at, 'arms', arm, 'responses', of],
          `is no response of trial.endpoints; ${named.size === 0 ? 'list it there, e.g. {name: objective response, event: response, at: 12 weeks}' : `must be ${[...named].join(' or ')}`}`,
        );
  });
  const whole = further.filter((endpoint) => endpoint !== null);
  return sound() && whole.length === further.length ? [first, ...whole] : null;
}

function furtherEndpoint(
  { name: written, event, at: assessed, wanted, correlation }: EndpointFile,
  arms: readonly ArmFile[],
  positions: readonly number[],
  followUp: number | null,
  path: Path,
  at: Path,
  context: Context,
): Endpoint | null {
  const name = written.trim();
  if (event !== 'response') {
    const of = { at: assessed, wanted, correlation };
    const extra = (['at', 'wanted', 'correlation'] as const).find((key) => of[key] !== undefined);
    if (extra !== undefined) {
      context.report([...path, extra], `is given for an endpoint of ${event}; it belongs to a response, so remove it`);
      return null;
    }
    return event === 'death' ? timeToDeath(name) : timeToProgression(name);
  }
  if (assessed === undefined) {
    context.report(
      [...path, 'at'],
      'is missing; a response is assessed at one time after randomisation, e.g. at: 12 weeks',
    );
    return null;
  }
  const rates = positions.map((position) => {
    const found = Object.entries(arms[position].responses ?? {}).find(([key]) => key.trim() === name);
    if (found !== undefined) return found[1];
    context.report(
      [...at, 'arms', position, 'responses'],
      `does not say how many have ${shown(name)}; give its share of responders, e.g. responses: {${shown(name)}: 0.4}`,
    );
    return Number.NaN;
  });
  if (rates.some(Number.isNaN)) return null;
  const time = inUnit(assessed, context.unit, context.plainUnit);
  if (followUp !== null && time > followUp) {
    const rule = `must be ≤ ${timeText(followUp, context)}, how long each patient is followed (trial.followUpOfEach)`;
    context.report([...path, 'at'], `is ${timeText(time, context)}; ${rule}`);
    return null;
  }
  return { kind: 'response', name, at: time, wanted: wanted ?? true, rates, correlation: correlation ?? 0 };
}

/** Reports a response that nobody has been assessed for by the time expected of the final analysis. */
export function checkAssessments(trial: Trial, at: Path, context: Context): void {
  if (!trial.endpoints.some(({ kind }) => kind === 'response')) return;
  const { analysisTime } = expectationOf(trial);
  furtherEndpoints(trial).forEach((endpoint, i) => {
    if (endpoint.kind !== 'response' || !(endpoint.at >= analysisTime)) return;
    const rule = `must be < ${timeText(analysisTime, context)}, when the final analysis is expected: nobody would have been assessed`;
    context.report([...at, 'endpoints', i, 'at'], `is ${timeText(endpoint.at, context)}; ${rule}`);
  });
}
