/** The endpoints of a trial with several, and what is assumed to follow the first event. */
import type { EndpointSummary, EndpointsSummary, OccupancyOfArm } from '../../questions/endpointsSummary.ts';
import type { PlanningValue } from '../../scenario/provenance.ts';
import type { Arm } from '../../trial/arm.ts';
import { percent, significant, units } from '../numbers.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import { derivedFrom, type Given, sourceOf, traceOf } from './given.ts';
import type { Subject } from './subject.ts';
import { computed, timeText } from './tracedEstimates.ts';

/** The endpoints of a trial that has more than one; null for others. */
export function severalEndpoints({ summary: { endpoints } }: Subject): EndpointsSummary | null {
  return endpoints !== null && endpoints.endpoints.length > 1 ? endpoints : null;
}

export const endpointName = ({ name }: Pick<EndpointSummary, 'name'>): Draft =>
  name === null ? say`the first event` : say`${name}`;

function definition(endpoint: EndpointSummary, { unit }: Subject): Draft {
  const name = endpointName(endpoint);
  switch (endpoint.kind) {
    case 'first':
      return say`${name} (from randomisation to progression or death, whichever is first)`;
    case 'death':
      return say`${name} (from randomisation to death)`;
    case 'progression':
      return say`${name} (from randomisation to progression; death without it ends the observation)`;
    case 'response': {
      const when = timeText(endpoint.at as number, unit, `trial.endpoints, ${endpoint.name}: at`);
      return say`${name} (yes or no, assessed ${when} after randomisation; patients lost before have not responded)`;
    }
  }
}

/** `The endpoints are A (…) and B (…).` */
export function endpointsDraft(subject: Subject, { endpoints }: EndpointsSummary): Draft {
  return say`The endpoints are ${enumerated(endpoints.map((endpoint) => definition(endpoint, subject)))}.`;
}

/** What the scenario says of the source of a value of an arm at these keys below it. */
function givenOf({ scenario }: Subject, arm: string, ...keys: readonly string[]): Given {
  const fits = ({ steps, meaning: { owner } }: PlanningValue) =>
    steps[0] === 'trial' &&
    owner?.list === 'arms' &&
    owner.name === arm &&
    keys.every((key, i) => steps[3 + i] === key);
  return scenario.provenance.find(fits) ?? null;
}

function deathsDraft(subject: Subject, states: readonly OccupancyOfArm[]): Draft {
  const arms = states.map(({ arm, deathsAmongFirst }) => ({
    arm,
    deathsAmongFirst,
    where: givenOf(subject, arm, 'course', 'deaths'),
  }));
  const text = ({ arm, deathsAmongFirst, where }: (typeof arms)[number]) =>
    traced(
      percent(deathsAmongFirst, 0),
      traceOf(where, `share of first events of ${arm} that are deaths, by the hazards`),
    );
  const [first] = arms;
  if (arms.every(({ deathsAmongFirst: share }) => Math.abs(share - first.deathsAmongFirst) < 5e-4))
    return say`Of first events ${text(first)} are deaths${sourceOf(first.where)}.`;
  return say`Of first events ${enumerated(arms.map((each) => say`${text(each)} with ${each.arm}${sourceOf(each.where)}`))} are deaths.`;
}

/** A time as the file has it, with the scenario's unit where it has none of its own. */
const timeGiven = (value: PlanningValue['value'], unit: string): string =>
  Number.isNaN(Number(value)) ? String(value) : units(String(value), unit);

function afterDraft(subject: Subject, states: readonly OccupancyOfArm[]): Draft {
  const { unsized, unit } = subject;
  const copula = states.every((_, a) => unsized.arms[a].course?.after.kind === 'gumbel');
  if (copula) {
    const where = givenOf(subject, states[0].arm, 'course', 'kendallTau');
    const after = unsized.arms[0].course?.after;
    const tau = after?.kind === 'gumbel' ? 1 - 1 / after.theta : Number.NaN;
    return say`Times to progression and to death are exponential and joined by a Gumbel copula (Gumbel 1960) with a Kendall’s τ of ${traced(significant(tau, 3), traceOf(where, 'trial.arms.course.kendallTau'))}${sourceOf(where)}.`;
  }
  // What has improved since the publication is in the laws, and so not as given.
  const drifted = (subject.summary.drift?.sincePublication ?? 1) !== 1;
  const medians = states.flatMap(({ arm, medianAfterProgression: half }) => {
    if (half === null) return [];
    const own = givenOf(subject, arm, 'course', 'afterProgression');
    const survival = givenOf(subject, arm, 'course', 'overallSurvival');
    const where = own ?? survival;
    const source =
      own?.meaning.is === 'median'
        ? drifted
          ? derivedFrom(say`a median of ${timeGiven(own.value, unit)} and the drift of care`, own)
          : sourceOf(own)
        : own?.meaning.is === 'hazard ratio'
          ? derivedFrom(say`a hazard ratio of ${String(own.value)}`, own)
          : survival === null
            ? NOTHING
            : derivedFrom(say`a median of ${timeGiven(survival.value, unit)} from randomisation to death`, survival);
    return [
      say`${timeText(half, unit, traceOf(where, `time from progression to death, ${arm}: median of its law`))} with ${arm}${source}`,
    ];
  });
  if (medians.length === 0) return NOTHING;
  const switching = unsized.arms.some(({ course }) => (course?.switching ?? null) !== null)
    ? say`, in those who do not switch,`
    : NOTHING;
  return say`The median time from progression to death${switching} is ${enumerated(medians)}.`;
}

function switchingOf(subject: Subject, { name, course }: Arm): Draft {
  const switching = course?.switching ?? null;
  if (switching === null) return NOTHING;
  const { unit } = subject;
  const [share, delay, ratio] = (['share', 'delay', 'hazardRatio'] as const).map((key) =>
    givenOf(subject, name, 'course', 'switching', key),
  );
  const trace = `trial.arms[${name}].course.switching`;
  const after =
    switching.delay === 0 ? say` at once` : say` ${timeText(switching.delay, unit, traceOf(delay, trace))} later`;
  return say`Of patients of ${name} who progress, ${traced(percent(switching.share, 0), traceOf(share, trace))}${sourceOf(share)} start another treatment${after}, which multiplies their hazard of death by ${traced(significant(switching.hazardRatio), traceOf(ratio, trace))}${sourceOf(ratio)}.`;
}

/** `the median of overall survival is 24.6 months with A and 30.3 months with B`, of times beside the first. */
export function mediansDraft(subject: Subject, { endpoints }: EndpointsSummary): Draft {
  const { unit } = subject;
  const medians = endpoints.slice(1).flatMap((endpoint) => {
    if (endpoint.kind === 'response') return [];
    const arms = endpoint.arms.map(({ arm, median }) => {
      const half =
        median !== null && Number.isFinite(median)
          ? say`${timeText(median, unit, `${endpoint.name}, ${arm}: median by the course of the disease`)}`
          : say`not reached`;
      return say`${half} with ${arm}`;
    });
    return [say`the median of ${endpointName(endpoint)} is ${enumerated(arms)}`];
  });
  return enumerated(medians);
}

/** Medians of the times beside the first, which follow from the course. */
function derivedDraft(subject: Subject, summary: EndpointsSummary): Draft {
  const { occupancy, times } = summary;
  const medians = mediansDraft(subject, summary);
  if (medians.length === 0) return NOTHING;
  const together = (occupancy ?? []).map(
    ({ arm, correlation }) =>
      say`${computed(significant(correlation, 2), `correlation of the times to the first event and to death, ${arm}`)} with ${arm}`,
  );
  const correlated =
    together.length === 0
      ? NOTHING
      : say`, and times to the first event and to death correlate by ${enumerated(together)}`;
  return say`From this it follows that ${medians}${correlated}.${ratiosDraft(subject, occupancy ?? [], times)}`;
}

/** How the hazard ratio of death changes: it is told early and late. */
function ratiosDraft({ unit }: Subject, occupancy: readonly OccupancyOfArm[], times: readonly number[]): Draft {
  const told = occupancy.slice(1).flatMap(({ arm, hazardRatio }) => {
    const known = hazardRatio.flatMap((ratio, i) =>
      ratio === null ? [] : [{ ratio, time: (times[i] + times[i + 1]) / 2 }],
    );
    const early = known[Math.floor(known.length / 4)];
    const late = known.at(-1);
    if (early === undefined || late === undefined || Math.abs(early.ratio - late.ratio) < 0.01) return [];
    const at = ({ ratio, time }: typeof early) =>
      say`${computed(significant(ratio, 2), `hazard of death of ${arm} over that of the control`)} at ${unit} ${computed(significant(time, 2), 'time on study')}`;
    return [say` The hazard ratio of death of ${arm} is not constant: ${at(early)} and ${at(late)}.`];
  });
  return joined(told, '');
}

function responsesDraft(subject: Subject, { endpoints }: EndpointsSummary): Draft {
  return joined(
    endpoints.flatMap((endpoint) => {
      if (endpoint.kind !== 'response') return [];
      const rates = [...endpoint.arms.slice(1), endpoint.arms[0]].map(({ arm, rate }) => {
        const where = givenOf(subject, arm, 'responses', endpoint.name as string);
        return say`${traced(percent(rate ?? Number.NaN, 0), traceOf(where, `share of ${endpoint.name}, ${arm}`))} with ${arm}${sourceOf(where)}`;
      });
      return [say`The share with ${endpointName(endpoint)} is assumed to be ${enumerated(rates)}.`];
    }),
    ' ',
  );
}

/** What is assumed beside the time to the first event; nothing where that is all that is planned. */
export function courseAssumed(subject: Subject): Draft {
  const { summary, unsized } = subject;
  const { endpoints } = summary;
  if (endpoints === null) return NOTHING;
  const states = endpoints.occupancy ?? [];
  return joined(
    [
      ...(states.length === 0
        ? []
        : [
            deathsDraft(subject, states),
            afterDraft(subject, states),
            ...unsized.arms.map((arm) => switchingOf(subject, arm)),
          ]),
      derivedDraft(subject, endpoints),
      responsesDraft(subject, endpoints),
    ],
    ' ',
  );
}
