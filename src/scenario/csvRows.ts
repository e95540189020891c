/** The rows of a CSV text. */
import { parseString } from 'fast-csv';
import { ScenarioProblems, shown } from './problems.ts';

export interface CsvRow {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The separator that the first line uses: a comma, or what spreadsheets of other countries write. */
function separatorOf(text: string): string {
  const header = text.split(/\r|\n/, 1)[0];
  return [',', ';', '\t'].reduce((best, mark) => (header.split(mark).length > header.split(best).length ? mark : best));
}

/** The rows that hold anything, header included; `file` names the text in messages. @throws ScenarioProblems */
export function csvRows(file: string, text: string): Promise<CsvRow[]> {
  return new Promise((resolve, reject) => {
    const rows: CsvRow[] = [];
    let line = 1;
    parseString(text, { headers: false, delimiter: separatorOf(text) })
      .on('error', (problem: Error) => {
        const reason = shown(problem.message.replace(/^Parse Error: /, ''));
        const where = `is not sound CSV after line ${line - 1} (${reason}); quote what holds quotes or separators`;
        reject(new ScenarioProblems([{ file, line: 0, text: where }]));
      })
      .on('data', (raw: string[]) => {
        const cells = raw.map((cell) => cell.trim());
        if (cells.some((cell) => cell !== '')) rows.push({ line, cells });
        // A quoted cell may hold line breaks.
        line += 1 + raw.reduce((sum, cell) => sum + cell.split(/\r\n|\r|\n/).length - 1, 0);
      })
      .on('end', () => resolve(rows));
  });
}
