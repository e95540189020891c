/** A single-arm trial of a response in words and tables. */
import type { StagedDesign, StagesFound } from '../../questions/exact/stagesFound.ts';
import type { AskedExactly } from '../../scenario/exactParts.ts';
import type { SingleArmResponse } from '../../scenario/plannedSingleArm.ts';
import { count, fixed, percent, significant, units } from '../numbers.ts';
import { cell, left, right, type Section, type Table } from '../table.ts';

const NAMES = {
  optimal: "Simon's optimal two-stage design",
  minimax: "Simon's minimax two-stage design",
  'single stage': 'one stage (exact binomial)',
  given: 'the two-stage design as given',
} as const;

/** How sections begin; the name of the arm follows. */
export const TITLES: Readonly<Record<AskedExactly, string>> = {
  check: 'The single-arm trial: ',
  power: 'Power of the single-arm trial: ',
  size: 'Size of the single-arm trial: ',
};

export const designName = ({ design }: SingleArmResponse): string => NAMES[design.kind];

/** `3/17, 10/37`, or of one stage `10/36`. */
export function stagesText({ first, patients, atMost }: StagedDesign): string {
  const last = `${atMost}/${patients}`;
  return first === null ? last : `${first.atMost}/${first.patients}, ${last}`;
}

/** How the trial is conducted, in a sentence or two. */
export function conductText({ first, patients, atMost }: StagedDesign, { endpoint }: SingleArmResponse): string {
  const enough = `the treatment is promising with ${units(count(atMost + 1), 'patient')} or more with ${endpoint}`;
  if (first === null) return `Of ${count(patients)} patients, ${enough}.`;
  return `The trial stops after ${count(first.patients)} patients if ${first.atMost === 0 ? 'none of them has' : `at most ${count(first.atMost)} have`} ${endpoint}; otherwise ${count(patients - first.patients)} more are treated, and of all ${count(patients)} ${enough}.`;
}

/** What the targets ask, where no design meets them. */
function unreachable({ most }: StagesFound, { alpha, targetPower, nullRate, rate }: SingleArmResponse): string {
  return `No design of up to ${count(most)} patients tells a rate of ${percent(rate, 0)} from ${percent(nullRate, 0)} with one-sided alpha ${significant(alpha)} and a power of ${percent(targetPower, 0)}: plan rates that are further apart, or accept more error.`;
}

function errorsText(
  { underNull, asPlanned, design }: StagesFound,
  { nullRate, rate, alpha, targetPower }: SingleArmResponse,
): string[] {
  if (underNull === null || asPlanned === null || design === null) return [];
  const stop =
    design.first === null
      ? ''
      : ` With a true rate of ${percent(nullRate, 0)} it stops after the first stage with a chance of ${percent(underNull.stop)} and treats ${fixed(underNull.patients, 1)} patients on average.`;
  const missed = [
    ...(underNull.claim > alpha + 1e-12 ? [`exceeds the alpha of ${significant(alpha)}`] : []),
    ...(asPlanned.claim < targetPower - 1e-12 ? [`misses the target power of ${percent(targetPower, 0)}`] : []),
  ];
  return [
    `Exactly, power is ${percent(asPlanned.claim, 2)} at a rate of ${percent(rate, 0)}, and the type I error ${percent(underNull.claim, 2)} at ${percent(nullRate, 0)}.${stop}`,
    ...(missed.length === 0 ? [] : [`The design as given ${missed.join(' and ')}.`]),
  ];
}

function choicesTable({ choices, singleStage }: StagesFound): Table {
  const single = [
    { name: 'one stage, least', found: singleStage.smallest },
    { name: 'one stage, safe', found: singleStage.stable },
  ].flatMap(({ name, found }) => (found === null ? [] : [{ name, found }]));
  return {
    name: 'single-arm-designs',
    title: 'Designs that meet the targets',
    audience: 'both',
    columns: [
      left('design', 'design'),
      left('stages', 'r1/n1, r/n'),
      right('patients', 'N'),
      right('expectedUnderNull', 'E(N)'),
      right('stopUnderNull', 'stops'),
      right('typeOneError', 'error'),
      right('power', 'power'),
      right('weight', 'best at'),
    ],
    rows: [
      ...choices.map((choice) => [
        cell(choice.name),
        cell(stagesText(choice)),
        cell(choice.patients, count(choice.patients)),
        cell(choice.expectedUnderNull, fixed(choice.expectedUnderNull, 2)),
        cell(choice.stopUnderNull, percent(choice.stopUnderNull)),
        cell(choice.typeOneError, percent(choice.typeOneError, 2)),
        cell(choice.power, percent(choice.power, 2)),
        cell(`${choice.weightFrom}–${choice.weightTo}`, `${fixed(choice.weightFrom, 2)}–${fixed(choice.weightTo, 2)}`),
      ]),
      ...single.map(({ name, found }) => [
        cell(name),
        cell(`${found.r}/${found.n}`),
        cell(found.n, count(found.n)),
        cell(found.n, count(found.n)),
        cell(0, percent(0)),
        cell(found.typeOneError, percent(found.typeOneError, 2)),
        cell(found.power, percent(found.power, 2)),
        cell(null),
      ]),
    ],
    notes: [
      'Expected N and the chance to stop early are those at the rate that is not worth pursuing. A design is best for weight q where it has the smallest q N + (1 − q) expected N. Exact power saws as N grows: from the last row on it stays above the target.',
    ],
  };
}

function courseTable({ course }: StagesFound): Table {
  const tens = course.filter(({ rate }) => Math.abs(20 * rate - Math.round(20 * rate)) < 1e-9);
  return {
    name: 'single-arm-characteristics',
    title: 'Operating characteristics by true rate',
    audience: 'both',
    columns: [
      right('rate', 'true rate'),
      right('claim', 'promising'),
      right('stop', 'stops early'),
      right('patients', 'expected N'),
    ],
    rows: tens.map(({ rate, claim, stop, patients }) => [
      cell(rate, percent(rate, 0)),
      cell(claim, percent(claim)),
      cell(stop, percent(stop)),
      cell(patients, fixed(patients, 1)),
    ]),
    notes: [],
  };
}

/** The design, and what it does at both rates. */
export function stagesAnswer(found: StagesFound, plan: SingleArmResponse): string[] {
  if (found.design === null) return [unreachable(found, plan)];
  return [
    `${plan.name}, ${designName(plan)}, ${stagesText(found.design)}: ${conductText(found.design, plan)}`,
    ...errorsText(found, plan),
  ];
}

/** The designs to choose from, in a sentence. */
function choicesText({ choices, singleStage }: StagesFound): string[] {
  const listed = choices.map(
    (choice) =>
      `${choice.name} ${stagesText(choice)} (at most ${count(choice.patients)} patients, ${fixed(choice.expectedUnderNull, 1)} expected where the rate is not worth pursuing)`,
  );
  const { smallest } = singleStage;
  const single = smallest === null ? [] : [`one stage ${smallest.r}/${smallest.n}`];
  return [`Designs that meet the targets: ${[...listed, ...single].join('; ')}.`];
}

export function stagesSections(found: StagesFound, plan: SingleArmResponse, asked: AskedExactly): Section[] {
  const { name } = plan;
  if (found.design === null)
    return [{ title: TITLES[asked] + name, answer: [unreachable(found, plan)], prose: [], tables: [] }];
  const of = (answer: readonly string[], tables: readonly Table[]) => [
    { title: TITLES[asked] + name, answer, prose: [], tables },
  ];
  switch (asked) {
    case 'check':
      return of(stagesAnswer(found, plan), []);
    case 'power':
      return of(errorsText(found, plan), [courseTable(found)]);
    case 'size':
      return of(choicesText(found), [choicesTable(found)]);
  }
}
