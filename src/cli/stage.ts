/**
 * The folder beside a target in which its files wait until all of them are there. It holds a mark of the program's own,
 * so that a later run can clear away what a killed one left, and nothing else.
 */
import { mkdir, open, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

const MARK = '.trialwright';
/** Age from which on a stage of another machine, whose processes nobody here can see, is abandoned; a write takes seconds. */
const ABANDONED_AFTER = 24 * 3600 * 1000;

export interface Stage {
  /** Where the files wait. */
  readonly files: string;
  /** Remove it with all that is in it. */
  remove(): Promise<void>;
}

const pathOf = (target: string): string => `${target}.partial-${process.pid}`;

/** Whether a stage can be made, without leaving it. @throws the error of the file system */
export async function tryStage(target: string): Promise<void> {
  await mkdir(pathOf(target));
  await rmdir(pathOf(target));
}

/** @throws the error of the file system */
export async function openStage(target: string): Promise<Stage> {
  const path = pathOf(target);
  const files = join(path, 'files');
  await mkdir(path);
  await writeFile(join(path, MARK), hostname());
  await mkdir(files);
  return { files, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Text or bytes into a file, on disk when it returns. */
export async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whether another process of this number runs here. */
function runs(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function removeAbandoned(path: string): Promise<void> {
  const mark = join(path, MARK);
  const host = await readFile(mark, 'utf8').catch(() => null);
  // Without the mark it was killed before it held anything, or it is somebody else's: only an empty one goes.
  if (host === null) return rmdir(path);
  if (host !== hostname() && Date.now() - (await stat(mark)).mtimeMs < ABANDONED_AFTER) return;
  await rm(path, { recursive: true });
}

/** Clear away what killed runs for the same target left. What cannot be removed stays. */
export async function clearAbandoned(target: string): Promise<void> {
  const prefix = `${basename(target)}.partial-`;
  for (const name of await readdir(dirname(target)).catch(() => [])) {
    const pid = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (/^[1-9]\d*$/.test(pid) && !runs(Number(pid)))
      await removeAbandoned(join(dirname(target), name)).catch(() => {});
  }
}
