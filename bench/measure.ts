/** Times a group's cases with tinybench, one round of all of them after another. */
import { Bench, type Fn, type FnReturnedObject } from 'tinybench';
import type { BenchCase, Group } from './benchCase.ts';
import type { Check } from './check.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { stopwatch } from './stopwatch.ts';

/** One line of results; times are of a call, in milliseconds. */
export interface Line {
  readonly group: string;
  readonly name: string;
  readonly what: string;
  readonly kernel: string;
  readonly calls: number;
  readonly milliseconds: Spread;
  readonly nanosecondsPerPatient: number | null;
  readonly microsecondsPerTrial: number | null;
  readonly trialsPerSecond: number | null;
  /** Milliseconds that a call should not exceed; null for no bar. */
  readonly bar: number | null;
  readonly check: Check;
}

/** Warm-up belongs to the first round only. */
function createBench(group: Group, round: number): Bench {
  const first = round === 0 && (group.warmsUp ?? true);
  return new Bench({
    time: group.milliseconds,
    iterations: group.calls,
    warmup: first,
    warmupTime: group.milliseconds / 2,
    warmupIterations: first ? Math.min(2, group.calls) : 0,
    retainSamples: true,
    throws: true,
  });
}

/** The call, by our own stopwatch where it works alone, by its own account or tinybench's clock elsewhere. */
function timed({ call, alone }: BenchCase): Fn {
  if (!alone)
    return async (): Promise<FnReturnedObject | undefined> => {
      const milliseconds = await call();
      return typeof milliseconds === 'number' ? { overriddenDuration: milliseconds } : undefined;
    };
  return (): FnReturnedObject => {
    const seconds = stopwatch();
    call();
    return { overriddenDuration: seconds() * 1e3 };
  };
}

export async function measure(group: Group, onRound: (round: number) => void): Promise<Line[]> {
  const samples = new Map<string, number[]>(group.cases.map(({ name }) => [name, []]));
  for (let round = 0; round < group.rounds; round++) {
    onRound(round);
    const bench = createBench(group, round);
    for (const one of group.cases) bench.add(one.name, timed(one));
    for (const task of await bench.run()) {
      if (task.result.state !== 'completed') throw new Error(`${task.name}: ${task.result.state}`);
      samples.get(task.name)?.push(...(task.result.latency.samples ?? []));
    }
  }
  return group.cases.map(({ name, what, kernel, trials, patients, bar, check }) => {
    const times = samples.get(name) ?? [];
    const milliseconds = spreadOf(times);
    const perTrial = trials === null ? null : milliseconds.median / trials;
    return {
      group: group.name,
      name,
      what,
      kernel,
      calls: times.length,
      milliseconds,
      nanosecondsPerPatient: perTrial === null || patients === null ? null : (perTrial * 1e6) / patients,
      microsecondsPerTrial: perTrial === null ? null : perTrial * 1e3,
      trialsPerSecond: perTrial === null ? null : 1e3 / perTrial,
      bar: bar ?? null,
      check: check(),
    };
  });
}
