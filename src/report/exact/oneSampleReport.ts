/** A single-arm trial of the time to an event in words and tables. */
import type { OneSampleFound, OneSampleLook, OneSampleSimulated } from '../../questions/exact/oneSampleFound.ts';
import type { AskedExactly } from '../../scenario/exactParts.ts';
import type { SingleArmTime } from '../../scenario/plannedSingleArm.ts';
import { count, fixed, percent, proportionText, significant, units } from '../numbers.ts';
import { cell, left, right, type Section, type Table } from '../table.ts';
import { TITLES } from './stagesReport.ts';

/** `a median of 9 months against 6 in history`. */
export function mediansText({ medians }: OneSampleFound, { unit }: SingleArmTime): string {
  const text = (time: number | null) => (time === null ? 'not reached' : significant(time, 3));
  return `a median of ${units(text(medians.planned), unit)} against ${text(medians.historical)} in history`;
}

function neededText({ needed }: OneSampleFound, { targetPower, look }: SingleArmTime): string[] {
  if (needed === null) return [];
  const target = percent(targetPower, 0);
  if (needed.patients === null)
    return [
      `No number of patients up to 100,000 gives a power of ${target}: follow patients longer, or let the look spend less.`,
    ];
  const without =
    look === null || needed.withoutLook === null ? '' : `; without the look ${count(needed.withoutLook)} would do`;
  return [`${units(count(needed.patients), 'patient')} give a power of ${target}${without} (Wu 2015, exact variance).`];
}

function powerText({ formula, simulated, patients }: OneSampleFound, { look }: SingleArmTime): string[] {
  if (formula === null || patients === null) return [];
  const stops = look?.futility !== null && look !== null;
  const ignored = (text: string) => (stops ? ` with the futility stop acted on, ${text} with it ignored` : '');
  if (simulated === null) {
    const { asPlanned, underNull } = formula;
    return [
      `With ${units(count(patients), 'patient')}, power by large samples is ${percent(asPlanned.power)}${ignored(percent(asPlanned.powerIgnoring))}; the type I error is ${percent(underNull.power, 2)}${ignored(percent(underNull.powerIgnoring, 2))}.`,
    ];
  }
  const { asPlanned, underNull } = simulated;
  return [
    `With ${units(count(patients), 'patient')}, simulated power is ${proportionText(asPlanned.power)}${ignored(proportionText(asPlanned.powerIgnoring))}; by large samples ${percent(formula.asPlanned.power)}${stops ? ` and ${percent(formula.asPlanned.powerIgnoring)}` : ''}.`,
    `Simulated type I error: ${proportionText(underNull.power)}${ignored(proportionText(underNull.powerIgnoring))}.`,
  ];
}

/** The test, and what the trial is planned to see. */
export function oneSampleAnswer(found: OneSampleFound, plan: SingleArmTime): string[] {
  return [
    `${plan.name}, ${plan.endpoint}: ${mediansText(found, plan)}, one-sample log-rank test, one-sided alpha ${significant(plan.alpha)}.`,
    ...neededText(found, plan),
    ...powerText(found, plan),
  ];
}

function looksTable(
  { looks, formula, simulated, patients }: OneSampleFound,
  { unit }: SingleArmTime,
  asked: AskedExactly,
): Table {
  const chance = (law: 'underNull' | 'asPlanned', which: 'claimAt' | 'futilityAt', k: number) =>
    simulated?.[law][which][k].estimate ?? formula?.[law][which][k] ?? null;
  const bound = (z: number | null) => cell(z, fixed(z, 3));
  const chances = (k: number) =>
    (['underNull', 'asPlanned'] as const).flatMap((law) =>
      (['claimAt', 'futilityAt'] as const).map((which) => cell(chance(law, which, k), percent(chance(law, which, k)))),
    );
  return {
    name: `single-arm-looks-${asked}`,
    title: `Looks with ${units(count(patients ?? 0), 'patient')}`,
    audience: 'both',
    columns: [
      left('look', 'look'),
      right('time', unit),
      right('fraction', 'information'),
      right('efficacy', 'claims at z ≥'),
      right('futility', 'futile at z ≤'),
      right('eventsUnderNull', 'events, history'),
      right('eventsAsPlanned', 'events, planned'),
      right('expectedAsPlanned', 'E, planned'),
      right('claimUnderNull', 'claims, history'),
      right('futileUnderNull', 'futile, history'),
      right('claimAsPlanned', 'claims, planned'),
      right('futileAsPlanned', 'futile, planned'),
    ],
    rows: looks.map((look: OneSampleLook, k) => [
      cell(k === looks.length - 1 ? 'final analysis' : 'interim look'),
      cell(look.time, fixed(look.time, 1)),
      cell(look.fraction, fixed(look.fraction, 3)),
      bound(look.efficacy),
      bound(look.futility),
      cell(look.eventsUnderNull, fixed(look.eventsUnderNull, 1)),
      cell(look.eventsAsPlanned, fixed(look.eventsAsPlanned, 1)),
      cell(look.expectedAsPlanned, fixed(look.expectedAsPlanned, 1)),
      ...chances(k),
    ]),
    notes: [
      `E counts the events that the historical law expects of the follow-up; z = (E − O) / √E, and large where patients do better. Chances are ${simulated === null ? 'those of large samples, with the exact variance of E − O' : 'simulated'}.`,
    ],
  };
}

function endText(law: string, { patients, events, time }: OneSampleSimulated, unit: string): string {
  return `Under the ${law} law the trial ends after ${units(fixed(time, 1), unit)} on average, with ${fixed(patients, 1)} patients and ${fixed(events, 1)} events.`;
}

export function oneSampleSections(found: OneSampleFound, plan: SingleArmTime, asked: AskedExactly): Section[] {
  const { simulated, looks } = found;
  const prose =
    simulated === null
      ? []
      : [endText('historical', simulated.underNull, plan.unit), endText('planned', simulated.asPlanned, plan.unit)];
  const [test, ...rest] = oneSampleAnswer(found, plan);
  return [
    {
      title: TITLES[asked] + plan.name,
      answer: asked === 'check' ? [test, ...rest] : rest,
      ...(asked === 'size'
        ? {}
        : { provisos: ['The historical law is taken as known; its own uncertainty is in no error above.'] }),
      prose,
      tables: looks.length === 0 ? [] : [looksTable(found, plan, asked)],
    },
  ];
}
