/** The sample-size search on D2's family: 90 % power, N to ± 1 %, on one thread. */
import { chooseKernel } from '../src/kernel/choose.ts';
import { planKernel } from '../src/kernel/plan/kernelPlan.ts';
import { normalQuantile } from '../src/maths/normal.ts';
import type { Asking } from '../src/questions/asking.ts';
import { askSize } from '../src/questions/size.ts';
import type { Executor } from '../src/run/executor.ts';
import { inlineExecutor } from '../src/run/inline.ts';
import { seriesOf } from '../src/trial/series.ts';
import type { BenchCase } from './benchCase.ts';
import { deviates } from './check.ts';
import { D2_POWER, designs, trialOf } from './designs.ts';

const TARGET = 0.9;
const INTERVAL = 0.01;

/** N at the target from D2's known power at 500 and the law power = Φ(b √N − 1.96). */
export function expectedSize(): { patients: number; standardError: number } {
  const { power, standardError } = D2_POWER;
  const z = normalQuantile(0.975);
  const size = (p: number) => 500 * ((normalQuantile(TARGET) + z) / (normalQuantile(p) + z)) ** 2;
  return {
    patients: size(power),
    standardError: Math.abs(size(power + standardError) - size(power - standardError)) / 2,
  };
}

/** On the calling thread, telling nobody. */
export function quietAsking(seed: string, executor: Executor): Asking {
  return {
    seed,
    precision: { standardError: 0.00255 },
    executor,
    progress: { begin() {}, advance() {} },
    account: { replicates: 0, blocks: 0, kernels: new Set() },
  };
}

export const searchFamily = () => seriesOf(trialOf(designs.d2), 500);

export function searchCase(seed: string): BenchCase {
  const family = searchFamily();
  const executor = inlineExecutor();
  const kernel = chooseKernel(planKernel(trialOf(designs.d2))).name;
  let searches = 0;
  let searched = 0;
  let confirmed = 0;
  let sum = 0;
  let variance = 0;
  return {
    name: 'search',
    what: 'size: N for 90 % power to ± 1 %, and a confirmation to ± 0.5 %',
    trials: null,
    patients: null,
    kernel,
    alone: false,
    async call() {
      const asking = quietAsking(`${seed} ${searches}`, executor);
      const { simulated } = (await askSize(asking, family, [TARGET], INTERVAL)).targets[0];
      if (simulated.kind !== 'size') throw new Error(`size search: ${simulated.reason}`);
      searches++;
      searched += simulated.searchReplicates;
      confirmed += simulated.characteristics.replicates;
      sum += simulated.patientsUnrounded;
      variance += simulated.standardError ** 2;
    },
    check() {
      const expected = expectedSize();
      const mean = sum / searches;
      const error = Math.sqrt(variance) / searches;
      const failed = deviates(mean - expected.patients, Math.hypot(error, expected.standardError));
      const used = `${Math.round(searched / searches).toLocaleString('en-GB')} replicates a search`;
      const more = `+ ${Math.round(confirmed / searches).toLocaleString('en-GB')} to confirm`;
      const found = `N ${mean.toFixed(1)} ± ${error.toFixed(1)}`;
      return {
        text: `${used} ${more}; ${found}, known ${expected.patients.toFixed(0)} ${failed ? 'FAIL' : 'ok'}`,
        failed,
      };
    },
  };
}
