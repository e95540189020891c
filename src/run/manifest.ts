/** What made a result, enough to make it again to the same bytes. */
import { readFileSync } from 'node:fs';

export interface Manifest {
  readonly trialwright: string;
  /** Implementations of the kernel that ran; they agree to the last bit of every draw. */
  readonly kernels: readonly string[];
  readonly seed: string;
  readonly scenarioHash: string;
  readonly precision: { readonly replicates: number } | { readonly standardError: number };
  /** Replicates and blocks simulated for the whole answer. */
  readonly replicates: number;
  readonly blocks: number;
  /** Null when the work was finished, else the stage it was interrupted in. */
  readonly interrupted: string | null;
  /** The only part that differs between two runs of the same question. */
  readonly timings: {
    readonly startedAt: string;
    readonly seconds: number;
    readonly threads: number;
    readonly node: string;
    readonly platform: string;
  };
}

let version: string | undefined;

/** The program's version, from its package file. */
export function programVersion(): string {
  if (version === undefined) {
    const depth = import.meta.url.endsWith('.ts') ? '../../package.json' : '../../../package.json';
    version = (JSON.parse(readFileSync(new URL(depth, import.meta.url), 'utf8')) as { version: string }).version;
  }
  return version;
}
