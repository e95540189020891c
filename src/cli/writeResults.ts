/** Writes a results folder: the files made of a record, and the record with their list. */

import type { OutputFile } from '../report/outputs.ts';
import { type ResultRecord, recordText } from '../report/record.ts';
import { type OutputFolder, RESULTS } from './outputFolder.ts';

/** `kept` are files of the folder that stay beside those written. Returns the record as it is written. */
export async function writeResults(
  record: ResultRecord,
  files: readonly OutputFile[],
  output: OutputFolder,
  kept: readonly string[] = [],
): Promise<ResultRecord> {
  const listed = [...new Set([...kept, ...files.map(({ name }) => name)])];
  const written = { ...record, files: listed };
  await output.write([...files, { name: RESULTS, text: recordText(written) }], kept);
  return written;
}
