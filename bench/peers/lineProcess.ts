/** A program that answers each line on its standard input with one on its standard output. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface LineProcess {
  readonly ask: (line: string) => Promise<string>;
  /** The next line it writes unasked. */
  readonly next: () => Promise<string>;
  readonly close: () => void;
}

export function lineProcess(command: string, words: readonly string[]): LineProcess {
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = '';
  let failure: Error | null = null;
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  child.on('error', (error) => {
    failure = error;
  });
  // A write to a program that has ended is reported by the read that follows.
  child.stdin.on('error', () => {});

  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} ended: ${failure?.message ?? (complaint.trim() || 'without a word')}`);
    return value;
  };
  return {
    next,
    ask(line) {
      child.stdin.write(`${line}\n`);
      return next();
    },
    close: () => child.stdin.end(),
  };
}
