/** All there is to measure, and the part of it that was asked for. */
import type { Group } from './benchCase.ts';
import { cohortCases } from './cohortCases.ts';
import { commandCases } from './commandCases.ts';
import { controlGain } from './controlGain.ts';
import { ENDPOINT_RATIOS, endpointCases } from './endpointCases.ts';
import { kernelCases, sizeCases } from './kernelCases.ts';
import { pageCases } from './pageCases.ts';
import { REAL_RATIOS, realCases } from './realCases.ts';
import { searchCase } from './searchCase.ts';
import { stageCases } from './stageCases.ts';
import { startCases } from './startCases.ts';
import { testCases } from './testCases.ts';
import { threadCases } from './threadCases.ts';

interface Settings {
  readonly seed: string;
  readonly quick: boolean;
}

/** Names for several cases: what a case is to be compared with comes along. */
const ALIASES: Record<string, readonly string[]> = { d3: ['d2', 'd3', 'd3-all'] };

const GROUPS: readonly ((settings: Settings) => Group)[] = [
  ({ seed, quick }) => ({
    name: 'designs',
    title: 'The kernel on one thread',
    rounds: quick ? 2 : 10,
    milliseconds: quick ? 50 : 150,
    calls: 3,
    cases: kernelCases(seed),
    ratios: [
      { of: 'd3', over: 'd2', what: 'three looks over one (D3 over D2)', bar: 1.6 },
      { of: 'd3-all', over: 'd2', what: 'three looks over one, never stopping' },
      { of: 'reference', over: 'd2', what: 'reference kernel over fast kernel on D2, time' },
    ],
  }),
  ({ seed, quick }) => ({
    name: 'tests',
    title: 'Tests beside the log-rank, on the same trials',
    rounds: quick ? 2 : 8,
    milliseconds: quick ? 40 : 100,
    calls: 3,
    cases: testCases(seed),
    ratios: [
      { of: 'test-fh', over: 'test-none', what: 'FH(0, 1) over the log-rank alone', bar: 2 },
      { of: 'test-rmst', over: 'test-none', what: 'RMST over the log-rank alone', bar: 2 },
      { of: 'test-milestone', over: 'test-none', what: 'milestone survival over the log-rank alone', bar: 2 },
      { of: 'test-medians', over: 'test-none', what: 'difference of medians over the log-rank alone', bar: 2 },
      { of: 'test-cox', over: 'test-none', what: 'Cox Wald over the log-rank alone', bar: 2 },
      { of: 'test-combo3', over: 'test-none', what: 'MaxCombo of three over the log-rank alone', bar: 2.5 },
      { of: 'test-fh-combo', over: 'test-none', what: 'FH(0, 1) and MaxCombo over the log-rank alone', bar: 3 },
    ],
  }),
  ({ seed, quick }) => ({
    name: 'real',
    title: 'Real trials beside the plain one',
    rounds: quick ? 2 : 8,
    milliseconds: quick ? 40 : 100,
    calls: 3,
    cases: [...realCases(seed), ...endpointCases(seed)],
    ratios: [...REAL_RATIOS, ...ENDPOINT_RATIOS],
  }),
  ({ seed, quick }) => ({
    name: 'cohort',
    title: 'Patients who differ: what each part of a trial costs',
    rounds: quick ? 2 : 8,
    milliseconds: quick ? 40 : 100,
    calls: 3,
    cases: cohortCases(seed),
  }),
  ({ seed, quick }) => ({
    name: 'stages',
    title: 'Recruitment, allocation and scans alone',
    rounds: quick ? 2 : 8,
    milliseconds: quick ? 40 : 100,
    calls: 3,
    cases: stageCases(seed),
  }),
  ({ seed, quick }) => ({
    name: 'sizes',
    title: 'D2 from small to large (0.7 n events)',
    rounds: quick ? 2 : 10,
    milliseconds: quick ? 50 : 100,
    calls: 3,
    cases: sizeCases(seed),
    ratios: [{ of: 'n50000', over: 'n500', what: 'n = 50,000 over n = 500, ns a patient' }],
  }),
  ({ seed, quick }) => ({
    name: 'threads',
    title: 'D2 through the executor, blocks on worker threads',
    rounds: quick ? 2 : 5,
    milliseconds: 1,
    calls: quick ? 2 : 3,
    cases: threadCases(seed, quick),
    ratios: [{ of: 'threads1', over: 'threads2', what: 'two threads over one, trials a second' }],
  }),
  ({ quick }) => ({
    name: 'start',
    title: 'From the shell',
    rounds: quick ? 1 : 4,
    milliseconds: 1,
    calls: quick ? 2 : 3,
    cases: startCases(),
  }),
  ({ seed, quick }) => ({
    name: 'search',
    title: 'Sample size by simulation, one thread',
    rounds: 1,
    milliseconds: 1,
    calls: quick ? 2 : 8,
    cases: [searchCase(seed)],
    findings: async () => [await controlGain(seed)],
  }),
  ({ quick }) => ({
    name: 'commands',
    title: 'Whole commands on the shipped scenarios, wall time',
    onlyByName: true,
    rounds: 1,
    milliseconds: 1,
    calls: 1,
    warmsUp: false,
    cases: commandCases(quick),
  }),
  ({ quick }) => ({
    name: 'page',
    title: 'The explorer in headless Chromium, until power is known to ± 0.5 %',
    onlyByName: true,
    rounds: 1,
    milliseconds: 1,
    calls: quick ? 1 : 3,
    warmsUp: false,
    cases: pageCases(),
  }),
];

/** Groups with the cases named (for no names all of those that need not be named). @throws RangeError for a name there is not. */
export function chooseGroups(names: readonly string[] | null, settings: Settings): Group[] {
  const all = GROUPS.map((create) => create(settings));
  if (names === null) return all.filter(({ onlyByName }) => !onlyByName);
  const known = all.flatMap(({ name, cases }) => [name, ...cases.map((one) => one.name)]);
  const wanted = new Set(names.flatMap((name) => ALIASES[name] ?? [name]));
  const unknown = [...wanted].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const there = [...new Set([...known, ...Object.keys(ALIASES)])].join(' ');
    throw new RangeError(`no benchmark named ${unknown.join(', ')}; there are: ${there}`);
  }
  return all
    .map((group) => ({ ...group, cases: group.cases.filter((one) => wanted.has(group.name) || wanted.has(one.name)) }))
    .filter(({ cases }) => cases.length > 0);
}
