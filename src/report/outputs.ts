/** The files that are made of a record and of nothing else, so that a command and `report` write the same bytes. */
import type { Figure } from './figures/figure.ts';
import { OUTPUT_NAMES, type Output } from './outputNames.ts';
import type { EmbeddedExplorer } from './page/htmlReport.ts';
import type { Statements } from './page/statementPart.ts';
import { type Presenter, presenterOf } from './presenter.ts';
import { type ResultRecord, scenarioRead } from './record.ts';
import type { Section } from './table.ts';

/** A file of a results folder. */
export interface OutputFile {
  /** May name a folder within: `figures/power.svg`. */
  readonly name: string;
  /** Bytes for an output that is not text. */
  readonly text: string | Uint8Array;
}

/** What an output is made of. */
interface Presented {
  readonly record: ResultRecord;
  readonly presenter: Presenter;
  readonly sections: readonly Section[];
  /** Drawn, and worded, when the first output asks. */
  figures(): Promise<readonly Figure[]>;
  statements(): Promise<Statements>;
  explorer(record: ResultRecord): Promise<EmbeddedExplorer | null>;
}

const MAKERS: { readonly [O in Output]: (presented: Presented) => Promise<OutputFile[]> } = {
  async text({ record, sections }: Presented): Promise<OutputFile[]> {
    const { documentText } = await import('./text.ts');
    return [{ name: 'summary.txt', text: documentText(record.scenario, sections, record.manifest) }];
  },
  async tables({ sections }: Presented): Promise<OutputFile[]> {
    const { csvText } = await import('./csv.ts');
    const tables = sections.flatMap((section) => section.tables).filter(({ audience }) => audience !== 'readers');
    // A table that two sections show (bounds, of check and of power) is one file.
    const named = new Map(tables.map((table) => [table.name, table]));
    const files: OutputFile[] = [];
    for (const table of named.values()) files.push({ name: `${table.name}.csv`, text: await csvText(table) });
    return files;
  },
  async figures({ figures }: Presented): Promise<OutputFile[]> {
    return (await figures()).map(({ name, svg }) => ({ name: `figures/${name}.svg`, text: `${svg}\n` }));
  },
  async page({ record, presenter, sections, explorer, ...made }: Presented): Promise<OutputFile[]> {
    const { htmlReport } = await import('./page/htmlReport.ts');
    const [statements, figures] = [await made.statements(), await made.figures()];
    const text = htmlReport({ record, presenter, sections, statements, figures, explorer: await explorer(record) });
    return [{ name: 'report.html', text }];
  },
  async markdown({ record, sections, statements, figures }: Presented): Promise<OutputFile[]> {
    const { markdownOf } = await import('./markdown.ts');
    const { british } = await statements();
    return [{ name: 'summary.md', text: markdownOf(british, sections, await figures(), record.scenario.title) }];
  },
  async word({ record, sections, statements }: Presented): Promise<OutputFile[]> {
    const { wordOf } = await import('./wordDocument.ts');
    const { british } = await statements();
    const made = new Date(record.manifest.timings.startedAt);
    return [{ name: 'report.docx', text: await wordOf(british, sections, record.scenario.title, made) }];
  },
};

/** The outputs of every results folder; the others come with `report`, unless the presenter has them made at once. */
const USUAL: readonly Output[] = ['text', 'tables', 'figures'];

export function usualOutputs({ reportsAtOnce }: Presenter): readonly Output[] {
  return reportsAtOnce ? OUTPUT_NAMES : USUAL;
}

/** Sections of the answer of a record, in reading order. */
export function answerSections(record: ResultRecord, presenters: readonly Presenter[]): Section[] {
  return presenterOf(record.question, presenters).sections(record.result, scenarioRead(record), presenters);
}

/** Figures of the answer of a record, in reading order. */
export async function answerFigures(record: ResultRecord, presenters: readonly Presenter[]): Promise<Figure[]> {
  return (await presenterOf(record.question, presenters).figures?.(record.result, scenarioRead(record))) ?? [];
}

/** What `make` makes, made when it is first asked for. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** The files of some outputs. `explorer` gives the page its explorer. */
export async function outputFiles(
  record: ResultRecord,
  presenters: readonly Presenter[],
  outputs: readonly Output[],
  explorer: Presented['explorer'] = async () => null,
): Promise<OutputFile[]> {
  const presenter = presenterOf(record.question, presenters);
  const sections = answerSections(record, presenters);
  const figures = once(() => answerFigures(record, presenters));
  const statements = once(async () => {
    const { statementsOf } = await import('./page/reportPage.ts');
    return statementsOf(presenter, scenarioRead(record), record);
  });
  const files: OutputFile[] = [];
  for (const output of OUTPUT_NAMES)
    if (outputs.includes(output))
      files.push(...(await MAKERS[output]({ record, presenter, sections, figures, statements, explorer })));
  return files;
}
