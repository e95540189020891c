/** Reads a text file with care, and says what is wrong where it cannot. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nearest } from './nearest.ts';
import { shown } from './problems.ts';

/** Why a file cannot be read at all; reads on from its name. */
export class UnreadableFile extends Error {}

const MEGABYTE = 1_000_000;

/** What a file may be, by what it is read for: kinds of it, and what to do about an empty one. */
const WANTED = {
  scenario: {
    kind: 'a YAML or JSON file',
    ending: /\.(ya?ml|json)$/,
    start: 'copy one of the shipped scenarios, such as guo-2022.yaml, to start',
  },
  table: { kind: 'a CSV file', ending: /\.(csv|txt|tsv)$/, start: 'must have a row of two numbers for each point' },
};

/** Read a text file. @throws UnreadableFile when it is missing, a folder, too large, binary or empty. */
export async function readText(file: string, wanted: keyof typeof WANTED = 'scenario'): Promise<string> {
  const { kind, ending, start } = WANTED[wanted];
  let bytes: Uint8Array;
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new UnreadableFile(`is a folder; name a file in it${await example(file)}`);
    if (!found.isFile()) throw new UnreadableFile('is not a regular file; save the scenario as a file and name that');
    if (found.size > MEGABYTE) {
      const size = (found.size / MEGABYTE).toFixed(1);
      throw new UnreadableFile(
        `holds ${size} MB; the limit is 1 MB, and a scenario needs a few kB: is this the right file?`,
      );
    }
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new UnreadableFile(`does not exist${await suggestion(file, ending)}`);
    if (code === 'EACCES' || code === 'EPERM') throw new UnreadableFile('may not be read; check its permissions');
    throw new UnreadableFile(`cannot be read (${code ?? 'unknown error'}); check the path`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableFile(`is not UTF-8 text; save it as UTF-8, or name ${kind}`);
  }
  if (text.includes('\0')) throw new UnreadableFile(`is a binary file; name ${kind}, saved as UTF-8`);
  if (text.trim() === '') throw new UnreadableFile(`is empty; ${start}`);
  return text;
}

async function example(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const first = names.filter((name) => /\.ya?ml$/.test(name)).sort()[0];
  return first === undefined ? '' : `, such as ${shown(join(folder, first))}`;
}

async function suggestion(file: string, ending: RegExp): Promise<string> {
  const folder = dirname(file);
  const names = (await readdir(folder).catch(() => null))?.filter((name) => ending.test(name));
  if (names === undefined) return '; neither does its folder: check the path';
  const wanted = basename(file);
  const near = names.find((name) => name.replace(/\.\w+$/, '') === wanted) ?? nearest(wanted, names);
  return near === null || near === undefined ? '; check the path' : `; did you mean ${shown(join(folder, near))}?`;
}
