/** Mistakes in endpoints, and in what follows the first event: what the user reads, in full (without the file name). */
import { expect, it } from 'vitest';
import { draft, problems } from './draft.ts';

const CONTROL = '      survival: { model: exponential, median: 9 }\n';
const EXPERIMENTAL = '      survival: { model: relative, hazardRatio: 0.7 }\n';
const OS = '[{name: OS, event: death}]';

/** The sound scenario with endpoints, and blocks more in its arms. */
const trial = (endpoints: string, control = '', experimental = '', analysis = '{ events: 200 }') =>
  draft(
    ['trial:\n', `trial:\n  endpoint: PFS\n  endpoints: ${endpoints}\n`],
    [CONTROL, `${CONTROL}${control === '' ? '' : `      ${control}\n`}`],
    [EXPERIMENTAL, `${EXPERIMENTAL}${experimental === '' ? '' : `      ${experimental}\n`}`],
    ['analysis: { events: 200 }', `analysis: ${analysis}`],
  );

const course = (block: string, experimental = '') => trial(OS, `course: ${block}`, experimental);

const CASES: [what: string, text: string, message: string][] = [
  [
    'a course that nobody gives',
    trial(OS),
    '14: trial.arms[Old].course is missing; endpoints beyond the first event need the deaths among first events and what follows progression, e.g. course: {deaths: 0.1, overallSurvival: {median: 24}}',
  ],
  [
    'a median of death before that of progression',
    course('{deaths: 0.1, overallSurvival: {median: 8}}'),
    '17: trial.arms[Old].course.overallSurvival.median is 8 months; must be > 9 months, the median time to the first event, as death is at or after it',
  ],
  [
    'more deaths than the medians allow',
    course('{deaths: 0.8, overallSurvival: {median: 24}}'),
    '17: trial.arms[Old].course.overallSurvival.median is 24 months, but more than half would have died without progression by then; must be < 12.7353 months, or deaths < 0.593465',
  ],
  [
    'both ways of dying',
    course('{deaths: 0.1, overallSurvival: {median: 24}, afterProgression: {model: exponential, median: 12}}'),
    '17: trial.arms[Old].course gives afterProgression and overallSurvival; must give one: the other follows from it',
  ],
  [
    'nothing after progression',
    course('{deaths: 0.1}'),
    '17: trial.arms[Old].course.afterProgression is missing; give the time from progression to death, e.g. {model: exponential, median: 14}, or overallSurvival: {median: 24}',
  ],
  [
    'no deaths',
    course('{overallSurvival: {median: 24}}'),
    '17: trial.arms[Old].course.deaths is missing; give the share of first events that are deaths, e.g. 0.1',
  ],
  [
    'a control relative to itself',
    course('{deaths: 0.1, afterProgression: {model: relative, hazardRatio: 0.8}}'),
    '17: trial.arms[Old].course.afterProgression.model is relative; the control arm must have a law of its own, e.g. {model: exponential, median: 14}',
  ],
  [
    'a copula and a law',
    course('{kendallTau: 0.5, afterProgression: {model: exponential, median: 12}}'),
    '17: trial.arms[Old].course.kendallTau is 0.5, but goes with overallSurvival alone: deaths among first events and what follows progression are then implied',
  ],
  [
    'a copula with deaths',
    course('{kendallTau: 0.5, deaths: 0.1, overallSurvival: {median: 24}}'),
    '17: trial.arms[Old].course.kendallTau is 0.5, but goes with overallSurvival alone: deaths among first events and what follows progression are then implied',
  ],
  [
    'a copula of early death',
    course('{kendallTau: 0.5, overallSurvival: {median: 8}}'),
    '17: trial.arms[Old].course.overallSurvival.median is 8 months; must be > 9 months, the median time to the first event, as death is at or after it',
  ],
  [
    'a copula and switching',
    course('{kendallTau: 0.5, overallSurvival: {median: 24}, switching: {share: 0.5, hazardRatio: 0.7}}'),
    '17: trial.arms[Old].course.switching is given with kendallTau; give afterProgression in its place, as switching changes the hazard after progression',
  ],
  [
    'a relative law on a copula',
    course(
      '{kendallTau: 0.5, overallSurvival: {median: 24}}',
      'course: {afterProgression: {model: relative, hazardRatio: 0.8}}',
    ),
    '21: trial.arms[New].course.afterProgression.model is relative; the control has none, as a copula joins its times, e.g. {model: exponential, median: 14}',
  ],
  [
    'shares that do not begin at 0',
    course('{deaths: [{from: 3, share: 0.1}], overallSurvival: {median: 24}}'),
    '17: trial.arms[Old].course.deaths[0].from is 3; must be 0 in the first of the list: it says what holds from the start',
  ],
  [
    'an endpoint twice',
    trial(
      '[{name: OS, event: death}, {name: Death, event: death}]',
      'course: {deaths: 0.1, overallSurvival: {median: 24}}',
    ),
    '12: trial.endpoints[Death].event is death, as that of OS; give each once',
  ],
  [
    'a name twice',
    trial('[{name: PFS, event: death}]', 'course: {deaths: 0.1, overallSurvival: {median: 24}}'),
    '12: trial.endpoints[PFS].name is "PFS", the first endpoint (trial.endpoint); list those beside it',
  ],
  [
    'a response without a time',
    trial('[{name: ORR, event: response}]', 'responses: {ORR: 0.4}', 'responses: {ORR: 0.5}'),
    '12: trial.endpoints[ORR].at is missing; a response is assessed at one time after randomisation, e.g. at: 12 weeks',
  ],
  [
    'a response without a rate',
    trial('[{name: ORR, event: response, at: 3}]', 'responses: {ORR: 0.4}'),
    '18: trial.arms[New].responses does not say how many have ORR; give its share of responders, e.g. responses: {ORR: 0.4}',
  ],
  [
    'a rate of nothing',
    trial('[{name: ORR, event: response, at: 3}]', 'responses: {ORR: 0.4, CR: 0.1}', 'responses: {ORR: 0.5}'),
    '17: trial.arms[Old].responses.CR is no response of trial.endpoints; must be ORR',
  ],
  [
    'a time of death',
    trial('[{name: OS, event: death, at: 3}]', 'course: {deaths: 0.1, overallSurvival: {median: 24}}'),
    '12: trial.endpoints[OS].at is given for an endpoint of death; it belongs to a response, so remove it',
  ],
  [
    'a look at an unknown endpoint',
    trial(OS, 'course: {deaths: 0.1, overallSurvival: {median: 24}}', '', '{ events: 100, of: OSS }'),
    '25: trial.analysis.of is "OSS"; must be an endpoint: PFS or OS (did you mean OS?)',
  ],
  [
    'a look at an unknown arm',
    trial(OS, 'course: {deaths: 0.1, overallSurvival: {median: 24}}', '', '{ events: 100, arm: Newer }'),
    '25: trial.analysis.arm is "Newer"; must be an arm: Old or New',
  ],
  [
    'a look at a subgroup without factors',
    trial(
      OS,
      'course: {deaths: 0.1, overallSurvival: {median: 24}}',
      '',
      '{ events: 100, subgroup: {factor: stage, level: B} }',
    ),
    '25: trial.analysis.subgroup.factor is "stage", but trial.population gives no factor; give it there',
  ],
  [
    'an endpoint of no count',
    trial(OS, 'course: {deaths: 0.1, overallSurvival: {median: 24}}', '', '{ calendarTime: 40, of: OS }'),
    '25: trial.analysis.of is given without events; it says which events are counted, e.g. {events: 150, of: …}',
  ],
  [
    'more deaths than patients',
    trial(OS, 'course: {deaths: 0.1, overallSurvival: {median: 24}}', '', '{ events: 400, of: OS }'),
    '25: trial.analysis.events is 400; must be ≤ 300, the number of patients: each has one event at most',
  ],
  [
    'a response that nobody is assessed for',
    trial('[{name: ORR, event: response, at: 60}]', 'responses: {ORR: 0.4}', 'responses: {ORR: 0.5}'),
    '12: trial.endpoints[ORR].at is 60 months; must be < 31.7312 months, when the final analysis is expected: nobody would have been assessed',
  ],
  [
    'a margin of several endpoints',
    draft(
      ['trial:\n', 'trial:\n  endpoint: PFS\n  endpoints: [{name: ORR, event: response, at: 3}]\n'],
      [CONTROL, `${CONTROL}      responses: {ORR: 0.4}\n`],
      [EXPERIMENTAL, `${EXPERIMENTAL}      responses: {ORR: 0.5}\n`],
      ['test: { alpha: 0.05, sides: 2 }', 'test: { alpha: 0.025, sides: 1, margin: 1.2 }'],
    ),
    '27: trial.test.margin is 1.2, but the trial has several endpoints, and a margin is of one; remove it, or the endpoints beside the first',
  ],
  [
    'a course that nothing asks about',
    trial(
      '[{name: ORR, event: response, at: 3}]',
      'course: {deaths: 0.1, overallSurvival: {median: 24}}\n      responses: {ORR: 0.4}',
      'responses: {ORR: 0.5}',
    ),
    '17: trial.arms[Old].course says what follows the first event, which no endpoint is about; list one in trial.endpoints, e.g. {name: OS, event: death}, or remove it',
  ],
];

it.each(CASES)('%s', async (_what, text, message) => {
  expect(await problems(text)).toBe(`x.yaml:${message}`);
});
