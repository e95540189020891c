/** A CSV file as rows by column. @throws where a row has another length */
import { parseString } from 'fast-csv';

export function rowsOf(csv: string): Promise<Record<string, string>[]> {
  return new Promise((resolve, reject) => {
    const rows: Record<string, string>[] = [];
    parseString(csv, { headers: true, strictColumnHandling: true })
      .on('error', reject)
      .on('data-invalid', (row: unknown) => reject(new Error(`a row of another length: ${JSON.stringify(row)}`)))
      .on('data', (row: Record<string, string>) => rows.push(row))
      .on('end', () => resolve(rows));
  });
}
