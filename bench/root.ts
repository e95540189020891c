/** Where the package is, seen from bench/ as well as from dist/bench/. */
import { fileURLToPath } from 'node:url';

const root = new URL(import.meta.url.endsWith('.ts') ? '..' : '../..', import.meta.url);

/** A file of the package, by its path from the root. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(path, `${root.href.replace(/\/$/, '')}/`));
}

/** The command line as a user runs it. */
export const COMMAND_LINE = packageFile('dist/src/bundle/main.js');
