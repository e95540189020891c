/** Reads a file that a command is given, and says in one line what is wrong where it cannot. */
import { readFile, stat } from 'node:fs/promises';

/** Why a file cannot be read; reads on from its name. */
export class UnreadableText extends Error {}

/** The remedy for each kind of problem. */
export interface Remedies {
  readonly missing: string;
  readonly folder: string;
  /** The remedy for a file that is not text. */
  readonly format: string;
}

const MOST_BYTES = 200e6;

function reasonOf(problem: unknown, { missing, folder }: Remedies): string {
  const code = (problem as NodeJS.ErrnoException).code ?? 'unknown error';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `does not exist; ${missing}`;
    case 'EACCES':
    case 'EPERM':
      return 'may not be read; check its permissions';
    case 'EISDIR':
      return `is a folder; ${folder}`;
    case 'ENAMETOOLONG':
      return 'has a name that is too long; check the path';
    default:
      return `cannot be read (${code}); check the path`;
  }
}

/** UTF-8 text of a file or a pipe, a byte order mark taken off. @throws UnreadableText */
export async function readTextFile(file: string, remedies: Remedies): Promise<string> {
  let bytes: Uint8Array;
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new UnreadableText(`is a folder; ${remedies.folder}`);
    // A device may never end, so it is refused.
    if (!found.isFile() && !found.isFIFO()) throw new UnreadableText(`is not a regular file; ${remedies.missing}`);
    if (found.size > MOST_BYTES) {
      const size = (found.size / 1e6).toFixed(0);
      throw new UnreadableText(`holds ${size} MB; the limit is ${MOST_BYTES / 1e6} MB: is this the right file?`);
    }
    bytes = await readFile(file);
  } catch (problem) {
    throw problem instanceof UnreadableText ? problem : new UnreadableText(reasonOf(problem, remedies));
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableText(`is not UTF-8 text; ${remedies.format}`);
  }
  if (text.includes('\0')) throw new UnreadableText(`is a binary file; ${remedies.format}`);
  return text;
}
