/**
 * A results folder that is either written whole or not at all: files go to a folder beside it, are flushed to disk, and
 * are moved into place when all of them are there.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserProblem } from './exit.ts';
import { writeReason } from './writeProblem.ts';

export interface OutputFile {
  /** May name a folder within: `figures/power.svg`. */
  readonly name: string;
  /** Bytes for what is no text. */
  readonly text: string | Uint8Array;
}

export interface OutputFolder {
  /** The folder as the user typed it. */
  readonly folder: string;
  write(files: readonly OutputFile[]): Promise<void>;
  /** Leave nothing behind, after a failure or when nothing is to be written. */
  discard(): Promise<void>;
}

function explain(folder: string, problem: unknown): UserProblem {
  return new UserProblem(
    `--out ${folder}: results cannot be written there: ${writeReason(problem)}; nothing was written, choose another folder`,
  );
}

/**
 * Make `folder` and what is missing above it; returns the topmost folder made. One by one, as a recursive mkdir may try
 * for ever where the system refuses with ENOENT (/proc).
 */
async function makeFolders(folder: string): Promise<string | undefined> {
  if (existsSync(folder)) return undefined;
  const above = await makeFolders(dirname(folder));
  await mkdir(folder);
  return above ?? folder;
}

/** Prepare `folder` before any work starts. @throws UserProblem when it cannot be written */
export async function openOutput(folder: string): Promise<OutputFolder> {
  const target = resolve(folder);
  const stage = `${target}.partial-${process.pid}`;
  let madeParent: string | undefined;
  const discard = async (): Promise<void> => {
    await rm(stage, { recursive: true, force: true });
    // Folders made on the way go again, if nothing else has moved in.
    for (let at = dirname(target); madeParent && at.startsWith(madeParent); at = dirname(at)) {
      if (existsSync(at) && (await readdir(at)).length === 0) await rmdir(at);
    }
  };
  try {
    if (existsSync(target) && !(await stat(target)).isDirectory()) {
      throw Object.assign(new Error('not a folder'), { code: 'EEXIST' });
    }
    madeParent = await makeFolders(dirname(target));
    await mkdir(stage);
    if (existsSync(target)) {
      // A folder that exists must itself take files.
      const probe = join(target, `.partial-${process.pid}`);
      await (await open(probe, 'w')).close();
      await rm(probe);
    }
  } catch (problem) {
    await discard().catch(() => {});
    throw explain(folder, problem);
  }
  return {
    folder,
    discard,
    async write(files) {
      try {
        for (const { name, text } of files) {
          await mkdir(dirname(join(stage, name)), { recursive: true });
          const file = await open(join(stage, name), 'w');
          try {
            await file.writeFile(text);
            await file.sync();
          } finally {
            await file.close();
          }
        }
        if (existsSync(target)) {
          for (const name of new Set(files.map((file) => file.name))) {
            await mkdir(dirname(join(target, name)), { recursive: true });
            await rename(join(stage, name), join(target, name));
          }
          await rm(stage, { recursive: true });
        } else await rename(stage, target);
      } catch (problem) {
        await discard().catch(() => {});
        throw explain(folder, problem);
      }
    },
  };
}
