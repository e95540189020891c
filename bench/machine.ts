/** What a timing belongs to: without it a number cannot be compared with another. */
import { availableParallelism, cpus, loadavg, release } from 'node:os';
import { programVersion } from '../src/run/manifest.ts';

export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
  readonly trialwright: string;
  readonly seed: string;
  /** Processes that wanted a core during the last minute, before the run; near 0 on a quiet machine. */
  readonly load: number;
}

export function describeMachine(seed: string): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    system: `${process.platform} ${process.arch} ${release()}`,
    node: process.version,
    trialwright: programVersion(),
    seed,
    load: Math.round(loadavg()[0] * 100) / 100,
  };
}

export function machineText(machine: Machine): string {
  const { cpu, cores, system, node, trialwright, seed, load, date } = machine;
  return [
    `trialwright ${trialwright}, Node ${node.slice(1)}, seed "${seed}", ${date}`,
    `${cpu}, ${cores} core${cores === 1 ? '' : 's'}, ${system}, load ${load} at the start`,
  ].join('\n');
}
