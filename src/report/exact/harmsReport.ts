/** Adverse events in words and tables. */
import type { HarmFound, HarmsFound } from '../../questions/exact/harmsFound.ts';
import type { Harm, Harms } from '../../scenario/plannedHarms.ts';
import { count, fixed, percent, significant, units } from '../numbers.ts';
import { cell, fileOnly, left, right, type Section, type Table } from '../table.ts';
import { capital, clipped } from '../testWords.ts';

/** Room for the name of an event in a table. */
const NAME = 21;

/** `nausea (Combination)`: the event, and the arm where one is named. */
export const harmName = ({ name, arm }: Pick<Harm, 'name' | 'arm'>): string =>
  arm === null ? name : `${name} (${arm})`;

const interval = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${fixed(100 * low, 2)}–${fixed(100 * high, 2)} %`;

/** What was seen, and what will be. */
function describedText(harm: HarmFound): string[] {
  const { observed, planned, rate } = harm;
  const name = capital(harmName(harm));
  const seen =
    observed === null
      ? []
      : [
          `${name}: ${observed.events} of ${observed.patients} patients, 95 % CI ${interval(observed.exact)} (Clopper–Pearson)${observed.events === 0 ? `; with 95 % confidence, one-sided, at most ${percent(observed.oneSidedUpper, 2)}` : ''}.`,
        ];
  if (planned === null) return seen;
  const of = units(count(planned.patients), 'patient');
  const expected =
    rate === null || planned.chanceOfAny === null || planned.halfWidth === null
      ? ''
      : ` at a rate of ${percent(rate)} at least one event is seen with a chance of ${percent(planned.chanceOfAny, 2)}, and the 95 % interval has a half width of ${fixed(100 * planned.halfWidth, 1)} points on average;`;
  return [
    ...seen,
    `${name}, with ${of}:${expected} if none has it, the rate is at most ${percent(planned.upperIfNone, 2)} (95 %, one-sided; rule of three ${percent(planned.ruleOfThree, 2)}).`,
  ];
}

function observedTable(events: readonly HarmFound[]): Table | null {
  const rows = events.flatMap((harm) => (harm.observed === null ? [] : [{ harm, observed: harm.observed }]));
  if (rows.length === 0) return null;
  return {
    name: 'harms-observed',
    title: 'Observed, with 95 % intervals',
    audience: 'both',
    columns: [
      left('event', 'event'),
      right('events', 'events'),
      right('patients', 'patients'),
      right('rate', 'rate'),
      right('exactLow', 'exact from'),
      right('exactHigh', 'to'),
      fileOnly('wilsonLow'),
      fileOnly('wilsonHigh'),
      right('oneSidedUpper', 'at most'),
    ],
    rows: rows.map(({ harm, observed: { events: seen, patients, exact, wilson, oneSidedUpper } }) => [
      cell(harmName(harm), clipped(harmName(harm), NAME)),
      cell(seen, count(seen)),
      cell(patients, count(patients)),
      cell(seen / patients, percent(seen / patients)),
      ...[exact.low, exact.high, wilson.low, wilson.high, oneSidedUpper].map((limit) => cell(limit, percent(limit, 2))),
    ]),
    notes: ['From, to: Clopper–Pearson, two-sided 95 %; at most: the one-sided 95 % limit.'],
  };
}

/** Answer to check. */
export function describedSections({ events }: HarmsFound): Section[] {
  const table = observedTable(events);
  return [
    {
      title: 'Adverse events',
      answer: events.flatMap(describedText),
      prose: [],
      tables: table === null ? [] : [table],
    },
  ];
}

/** `3 of 10, 6 of 18–20`: where the count that stops rises, or everywhere where looks are few. */
export function boundText(bound: readonly { readonly patients: number; readonly events: number }[]): string {
  const rising = bound.length <= 6 ? bound : bound.filter(({ events }, k) => k === 0 || events > bound[k - 1].events);
  return rising
    .map(({ patients, events }, k) => {
      const next = rising[k + 1];
      const until = bound.length <= 6 ? patients : (next?.patients ?? bound[bound.length - 1].patients + 1) - 1;
      return `${events} of ${patients === until ? patients : `${patients}–${until}`}`;
    })
    .join(', ');
}

/** What the rule is called and says. */
export function ruleText({ threshold }: NonNullable<HarmFound['stopping']>, { stopping }: Harm): string {
  return stopping?.rule.kind === 'bayesian'
    ? `the posterior probability that the rate is above ${percent(stopping.tolerated, 0)} reaches ${percent(threshold, 1)}`
    : `its one-sided p-value at the tolerated rate is ${significant(threshold, 3)} or below (Pocock type)`;
}

function stoppingText(found: HarmFound, harm: Harm): string[] {
  const { stopping } = found;
  const { stopping: plan } = harm;
  if (stopping === null || plan === null) return [];
  const name = capital(harmName(found));
  if (stopping.bound.length === 0)
    return [`${name}: no bound stops with a chance as small as this; allow a greater chance, or make more looks.`];
  const { atTolerated, courses } = stopping;
  const higher = courses.find(({ rate }) => rate >= plan.tolerated + 0.199) ?? courses[courses.length - 1];
  return [
    `${name}: the trial stops as soon as ${boundText(stopping.bound)} patients have had it.`,
    `At the tolerated rate of ${percent(plan.tolerated, 0)} it stops with a chance of ${percent(atTolerated.stop, 2)}; at ${percent(higher.rate, 0)} with ${percent(higher.stop, 1)}, after ${fixed(higher.patients, 1)} patients on average.`,
  ];
}

function coursesTable(found: HarmFound, number: number): Table {
  return {
    name: number === 1 ? 'stopping-characteristics' : `stopping-characteristics-${number}`,
    title: `Chance to stop by true rate: ${harmName(found)}`,
    audience: 'both',
    columns: [
      right('rate', 'true rate'),
      right('stop', 'stops'),
      right('patients', 'expected patients'),
      right('events', 'expected events'),
    ],
    rows: (found.stopping?.courses ?? []).map(({ rate, stop, patients, events }) => [
      cell(rate, percent(rate, 0)),
      cell(stop, percent(stop, 2)),
      cell(patients, fixed(patients, 1)),
      cell(events, fixed(events, 1)),
    ]),
    notes: [],
  };
}

/** The plan of an event that an answer is about. */
export function planOf({ name, arm }: HarmFound, { events }: Harms): Harm | null {
  return events.find((harm) => harm.name === name && harm.arm === arm) ?? null;
}

/** Answer to power. */
export function stoppingSections({ events }: HarmsFound, plan: Harms): Section[] {
  const pairs = events.flatMap((found) => {
    const harm = planOf(found, plan);
    return harm === null ? [] : [{ found, harm }];
  });
  return [
    {
      title: 'Stopping for adverse events',
      answer: pairs.flatMap(({ found, harm }) => stoppingText(found, harm)),
      prose: pairs.flatMap(({ found, harm }) =>
        found.stopping === null
          ? []
          : [`${capital(harmName(found))}: the trial stops once ${ruleText(found.stopping, harm)}.`],
      ),
      tables: pairs.map(({ found }, i) => coursesTable(found, i + 1)),
    },
  ];
}

function neededText(harm: HarmFound): string[] {
  const { needed, rate } = harm;
  if (needed === null || rate === null) return [];
  const chances = needed.toSeeAny
    .map(({ chance, patients }) => `${count(patients)} (${percent(chance, 0)})`)
    .join(', ');
  const { halfWidth } = needed;
  const width =
    halfWidth === null
      ? ''
      : halfWidth.patients === null
        ? ` More than ${count(halfWidth.most)} patients would be needed for a 95 % interval of ± ${fixed(100 * halfWidth.wanted, 1)} points.`
        : ` ${count(halfWidth.patients)} patients give a 95 % interval of ± ${fixed(100 * halfWidth.wanted, 1)} points on average.`;
  return [
    `${harmName(harm)}, rate ${percent(rate)}: patients to see at least one event, by the chance: ${chances}.${width}`,
  ];
}

/** Answer to size. */
export function neededSections({ events }: HarmsFound): Section[] {
  return [
    { title: 'Patients needed to see adverse events', answer: events.flatMap(neededText), prose: [], tables: [] },
  ];
}
