/** The record of one answered question, and the sections a reader gets of it. */
import type { CheckResult } from '../questions/check.ts';
import type { CurveResult } from '../questions/curve.ts';
import type { MonitorResult } from '../questions/monitorResult.ts';
import type { PowerResult } from '../questions/power.ts';
import type { ReplayResult } from '../questions/replay.ts';
import type { RunResult } from '../questions/run.ts';
import type { SizeResult } from '../questions/size.ts';
import type { SweepResult } from '../questions/sweep.ts';
import type { TimingResult } from '../questions/timing.ts';
import type { WhatIf } from '../questions/whatIf.ts';
import type { Manifest } from '../run/manifest.ts';
import type { Provenance } from '../scenario/provenance.ts';
import type { Scenario, TimeUnit, Written } from '../scenario/scenario.ts';
import { testName } from '../trial/testName.ts';
import { checkSections } from './checkReport.ts';
import { curveSection } from './curveReport.ts';
import { monitorSection } from './monitorReport.ts';
import { type NotFinite, notFiniteIn } from './notFinite.ts';
import { powerSections } from './powerReport.ts';
import { replaySection } from './replayReport.ts';
import { runAnswer } from './runAnswer.ts';
import { FORMAT } from './saved/format.ts';
import { sensitivitySection } from './sensitivityReport.ts';
import { sizeSection } from './sizeReport.ts';
import { sweepSection } from './sweepReport.ts';
import { cell, left, type Section } from './table.ts';
import { enrolmentCurveText, powerCurveText } from './terminalCurve.ts';
import { timingSection } from './timingReport.ts';

/** Name of the table of planning values. */
export const ASSUMPTIONS = 'assumptions';

/** A size with the variations that the scenario asks for; absent where it asks for none. */
export interface SizeAnswer extends SizeResult {
  whatIf?: WhatIf[];
}

export type Answer =
  | { readonly question: 'check'; readonly result: CheckResult }
  | { readonly question: 'replay'; readonly result: ReplayResult }
  | { readonly question: 'power'; readonly result: PowerResult }
  | { readonly question: 'size'; readonly result: SizeAnswer }
  | { readonly question: 'monitor'; readonly result: MonitorResult }
  | { readonly question: 'sweep'; readonly result: SweepResult }
  | { readonly question: 'timing'; readonly result: TimingResult }
  | { readonly question: 'run'; readonly result: RunResult };

export type Question = Answer['question'];

/** What `--json` prints and results.json holds. Field names are stable within a format; NaN and Infinity are null. */
export interface ResultDocument {
  readonly format: typeof FORMAT;
  readonly question: Question;
  readonly scenario: {
    readonly file: string;
    readonly title: string;
    readonly citation: string | null;
    readonly timeUnit: TimeUnit;
    /** The test that decides the planned trial; null where there is none. */
    readonly test: string | null;
  };
  readonly assumptions: readonly Provenance[];
  readonly result: Answer['result'];
  readonly manifest: Manifest;
  /** Files that were written with it, in its folder; none where it was only printed. */
  readonly files: readonly string[];
  /** The scenario as it was written, to resolve it again. */
  readonly written: Written;
  /** Where the result has a null in JSON for a number that is not finite: JSON pointers into `result`. */
  readonly notFinite: Readonly<Record<string, NotFinite>>;
}

/** What a record says of its scenario beside the scenario itself. */
export function scenarioNamed({ file, title, citation, timeUnit, trial }: Scenario): ResultDocument['scenario'] {
  const test = trial === null ? null : testName(trial.design.test, timeUnit);
  return { file, title, citation, timeUnit, test };
}

export function resultDocument(
  scenario: Scenario,
  answer: Answer,
  manifest: Manifest,
  files: readonly string[] = [],
): ResultDocument {
  return {
    format: FORMAT,
    question: answer.question,
    scenario: scenarioNamed(scenario),
    assumptions: scenario.provenance.map(({ path, value, source, note }) => ({ path, value, source, note })),
    result: answer.result,
    manifest,
    files,
    written: scenario.written,
    notFinite: notFiniteIn(answer.result),
  };
}

function assumptionsSection(provenance: readonly Provenance[]): Section[] {
  if (provenance.length === 0) return [];
  return [
    {
      title: 'Where the planning values come from',
      prose: [],
      items: provenance.map(
        ({ path, value, source, note }) => `${path} = ${value} (${source}${note === null ? '' : `: ${note}`})`,
      ),
      tables: [
        {
          name: ASSUMPTIONS,
          title: 'Where the planning values come from',
          audience: 'files',
          columns: ['path', 'value', 'source', 'note'].map((key) => left(key, key)),
          rows: provenance.map(({ path, value, source, note }) =>
            [path, value, source, note].map((text) => cell(text)),
          ),
          notes: [],
        },
      ],
    },
  ];
}

function withPowerCurve(section: Section, curve: CurveResult, targets: readonly number[]): Section {
  const points = curve.points.map(({ patients, power }) => ({ patients, power: power.estimate }));
  const text = powerCurveText(points, targets);
  if (text === null) return section;
  const title = `Power against N${targets.length > 0 ? '; dotted: the targets' : ''}`;
  return { ...section, drawings: [{ title, text }] };
}

/** Beside the table of what is expected over calendar time. */
function withEnrolment(sections: readonly Section[], { trial }: CheckResult, unit: TimeUnit): readonly Section[] {
  const text = trial === null ? null : enrolmentCurveText(trial, unit);
  if (text === null) return sections;
  const drawing = { title: 'Events expected over calendar time; dotted: patients enrolled', text };
  return sections.map((section) =>
    section.tables.some(({ name }) => name === 'expected-events') ? { ...section, drawings: [drawing] } : section,
  );
}

/** After the operating characteristics. */
function withExpectedCurve(
  sections: readonly Section[],
  { expected }: PowerResult,
  unit: TimeUnit,
): readonly Section[] {
  const text = enrolmentCurveText({ expected }, unit);
  if (text === null) return sections;
  const drawing = { title: 'Events expected over calendar time; dotted: patients enrolled', text };
  return sections.map((section, i) => (i === 0 ? { ...section, drawings: [drawing] } : section));
}

/** Power as the search for the first target found it. */
function withModelledPower(section: Section, { targets }: SizeResult): Section {
  const found = targets.flatMap(({ simulated }) => (simulated.kind === 'size' ? [simulated] : []));
  if (found.length === 0) return section;
  const wanted = found.map(({ targetPower }) => targetPower);
  const text = powerCurveText(found[0].modelled, wanted);
  if (text === null) return section;
  return { ...section, drawings: [{ title: 'Power against N, as the search found it; dotted: the targets', text }] };
}

/** Sections of an answer, in reading order. */
export function answerSections(scenario: Scenario, answer: Answer): Section[] {
  const { timeUnit: unit, reported, trial } = scenario;
  const design = trial?.design ?? null;
  switch (answer.question) {
    case 'check':
      return [
        ...withEnrolment(checkSections(answer.result, design, unit), answer.result, unit),
        ...assumptionsSection(scenario.provenance),
      ];
    case 'replay':
      return reported ? [replaySection(answer.result, reported, unit)] : [];
    case 'power':
      return design
        ? [
            ...withExpectedCurve(powerSections(answer.result, design, unit), answer.result, unit),
            ...assumptionsSection(scenario.provenance),
          ]
        : [];
    case 'size':
      return design
        ? [withModelledPower(sizeSection(answer.result, design, unit, answer.result.whatIf), answer.result)]
        : [];
    case 'monitor':
      return [monitorSection(answer.result)];
    case 'sweep':
      return [sweepSection(answer.result, unit)];
    case 'timing':
      return [timingSection(answer.result, unit)];
    case 'run': {
      const { check, replay, power, size, curve, sensitivity } = answer.result;
      const first = runAnswer(answer.result, design, unit);
      return [
        ...(first ? [first] : []),
        ...withEnrolment(checkSections(check, design, unit, false), check, unit),
        ...(replay && reported ? [replaySection(replay, reported, unit)] : []),
        ...(power && design ? powerSections(power, design, unit) : []),
        ...(size && design ? [sizeSection(size, design, unit)] : []),
        ...(curve ? [withPowerCurve(curveSection(curve, unit, power, size), curve, trial?.targetPower ?? [])] : []),
        ...(sensitivity && sensitivity.rows.length > 0 ? [sensitivitySection(sensitivity)] : []),
        ...assumptionsSection(scenario.provenance),
      ];
    }
  }
}

/** Those of them that hold the answer: of a run its first, which draws on all others. */
export function briefSections(question: Question, sections: readonly Section[]): readonly Section[] {
  return question === 'run' ? sections.slice(0, 1) : sections;
}
