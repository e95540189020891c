/** Answers to `assurance` of few replicates, for the reports of them. */
import type { AssuranceResult } from '../../src/questions/assurance.ts';
import { assuranceQuestion } from '../../src/questions/assuranceQuestion.ts';
import { resolveScenario, type Scenario } from '../../src/scenario/scenario.ts';
import { parseSource, type Sources } from '../../src/scenario/source.ts';
import { asking } from '../questions/asked.ts';

export interface AnsweredAssurance {
  readonly scenario: Scenario;
  readonly result: AssuranceResult;
}

interface Options {
  readonly replicates?: number;
  readonly target?: number[];
  readonly sizes?: number[];
}

export async function assuranceOf(text: string | Sources, options: Options = {}): Promise<AnsweredAssurance> {
  const sources = typeof text === 'string' ? { main: parseSource('case.yaml', text), study: null } : text;
  const scenario = resolveScenario(sources);
  const { plan, precision } = (await assuranceQuestion.plan?.({
    scenario,
    sources,
    options: { replicates: 640, ...options },
    questions: [],
  })) ?? { plan: null, precision: null };
  if (plan === null || precision == null) throw new Error('assurance plans what it asks');
  const found: AssuranceResult[] = [];
  await assuranceQuestion.ask(asking(scenario.seed, precision), plan, (result) => {
    found[0] = result;
  });
  return { scenario, result: found[0] };
}

const PUBLISHED = `reported:
  endpoint: progression-free survival
  arms:
    - { name: C, role: control, patients: 51, median: 9 }
    - { name: E, role: experimental, patients: 20, median: 6 }
  hazardRatio: { value: 1.206, ci: [0.599, 2.428] }
`;

interface Written {
  readonly prior?: string;
  readonly median?: string;
  readonly sides?: 1 | 2;
  readonly more?: string;
}

/** A trial planned for a hazard ratio of 0.7; `more` stands at its end. */
export function written({ prior = 'published', median = '9', sides = 1, more = '' }: Written = {}): string {
  return `title: The chance of success
timeUnit: month
seed: chance
${PUBLISHED}trial:
  arms:
    - { name: C, role: control, survival: { model: exponential, median: ${median} } }
    - { name: E, role: experimental, survival: { model: relative, hazardRatio: { value: 0.7, source: assumed, prior: ${prior} } } }
  patients: 348
  accrual: { duration: 20 }
  analysis: { events: 261 }
  test: { alpha: ${sides === 1 ? 0.025 : 0.05}, sides: ${sides} }
${more}`;
}

export const LOOKS = `  sequential:
    looks: [{ informationFraction: 0.6 }]
    efficacy: { spending: obrienFleming }
    futility: { spending: obrienFleming }
`;

export const MEDIAN = '{ value: 9, source: assumed, prior: { estimate: 9, sd: 0.3 } }';

/** Two experimental arms; one has an uncertain effect. */
export const TWO_EXPERIMENTAL = `title: Two experimental arms
timeUnit: month
seed: two arms
trial:
  arms:
    - { name: C, role: control, survival: { model: exponential, median: 9 } }
    - { name: E, role: experimental, survival: { model: relative, hazardRatio: { value: 0.7, source: assumed, prior: { estimate: 0.75, sd: 0.2 } } } }
    - { name: L, role: experimental, survival: { model: relative, hazardRatio: 0.8 } }
  patients: 450
  accrual: { duration: 20 }
  analysis: { calendarTime: 36 }
  comparisons:
    hypotheses: [{ name: early, arm: E }, { name: late, arm: L }]
    procedure: holm
  test: { alpha: 0.025, sides: 1 }
`;
