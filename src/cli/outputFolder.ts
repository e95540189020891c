/**
 * A results folder that is either written whole or not at all: files go to a folder beside it, are flushed to disk, and
 * are moved into place when all of them are there.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserProblem } from '../questions/userProblem.ts';
import type { OutputFile } from '../report/outputs.ts';
import { clearAbandoned, openStage, type Stage, tryStage, writeSynced } from './stage.ts';
import { writeReason } from './writeProblem.ts';

/** What lists the files of a result, and the page that `report` makes of it. */
export const RESULTS = 'results.json';
const REPORT = 'report.html';
/** Made and removed to see whether a folder takes files. */
const PROBE = '.trialwright';
/** Names that a result gives to its files: in the folder or one below it, none hidden. */
const OWN_NAME = /^(?:[\p{L}\p{N}_][^/\\]*\/)?[\p{L}\p{N}_][^/\\]*$/u;

export interface OutputFolder {
  /** The folder as the user typed it. */
  readonly folder: string;
  /** Of the files of an earlier result in the folder, those in `kept` stay. */
  write(files: readonly OutputFile[], kept?: readonly string[]): Promise<void>;
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

/** Files of an earlier result in the folder that its results.json lists, and its report; never others. */
async function earlierFiles(target: string): Promise<string[]> {
  const text = await readFile(join(target, RESULTS), 'utf8').catch(() => '{}');
  let listed: unknown = null;
  try {
    const document = JSON.parse(text);
    if (typeof document?.format === 'string' && document.format.startsWith('trialwright result'))
      listed = document.files;
  } catch {
    // A file of another kind lists nothing.
  }
  const names = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string' && OWN_NAME.test(name)) : [];
  const page = await readFile(join(target, REPORT), 'utf8').catch(() => '');
  return page.slice(0, 4000).includes('<meta name="generator" content="trialwright') ? [...names, REPORT] : names;
}

/** Move staged files into a folder that exists, in place of those of an earlier result. */
async function replaceFiles(
  stage: string,
  target: string,
  names: readonly string[],
  kept: readonly string[],
): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(target, name)), { recursive: true });
    const found = await stat(join(target, name)).catch(() => null);
    if (found?.isDirectory()) throw Object.assign(new Error('a folder is in the way'), { code: 'EISDIR' });
  }
  if (names.includes(RESULTS)) {
    const stale = (await earlierFiles(target)).filter((name) => !names.includes(name) && !kept.includes(name));
    for (const name of stale) await rm(join(target, name), { force: true });
    // A folder of figures that is empty now.
    for (const within of new Set(stale.map((name) => dirname(name)).filter((name) => name !== '.')))
      await rmdir(join(target, within)).catch(() => {});
  }
  // The list of files last: until it is replaced, the earlier one says what is in the folder.
  for (const name of [...names.filter((each) => each !== RESULTS), ...names.filter((each) => each === RESULTS)])
    await rename(join(stage, name), join(target, name));
}

/** Prepare `folder` before any work starts. @throws UserProblem when it cannot be written */
export async function openOutput(folder: string): Promise<OutputFolder> {
  const target = resolve(folder);
  let madeParent: string | undefined;
  const discard = async (): Promise<void> => {
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
    await clearAbandoned(target);
    await tryStage(target);
    if (existsSync(target)) {
      // It must itself take files.
      await clearAbandoned(join(target, PROBE));
      await tryStage(join(target, PROBE));
    }
  } catch (problem) {
    await discard().catch(() => {});
    throw explain(folder, problem);
  }
  return {
    folder,
    discard,
    async write(files, kept = []) {
      let stage: Stage | null = null;
      try {
        stage = await openStage(target);
        for (const { name, text } of files) await writeSynced(join(stage.files, name), text);
        if (existsSync(target))
          await replaceFiles(stage.files, target, [...new Set(files.map(({ name }) => name))], kept);
        else await rename(stage.files, target);
        await stage.remove();
      } catch (problem) {
        await stage?.remove().catch(() => {});
        await discard().catch(() => {});
        throw explain(folder, problem);
      }
    },
  };
}

/** One file, whole or not at all; what is no file (a device) is written to as it is. @throws the error of the file system */
export async function writeWhole(file: string, text: string): Promise<void> {
  const target = resolve(file);
  const found = await stat(target).catch(() => null);
  if (found !== null && !found.isFile()) return writeFile(target, text);
  await clearAbandoned(target);
  const stage = await openStage(target);
  try {
    await writeSynced(join(stage.files, basename(target)), text);
    await rename(join(stage.files, basename(target)), target);
  } finally {
    await stage.remove();
  }
}
