/** Progress on stderr, only where somebody watches. */
import { grouped } from '../elementary/grouped.ts';
import type { Progress } from '../questions/asking.ts';

export interface ProgressDisplay extends Progress {
  /** The stage that was last begun. */
  stage(): string;
  stop(): void;
}

/** `visible` false keeps count of the stage without showing anything. */
export async function progressDisplay(visible: boolean): Promise<ProgressDisplay> {
  let current = '';
  if (!visible) {
    return {
      begin(stage) {
        current = stage;
      },
      advance() {},
      stage: () => current,
      stop() {},
    };
  }
  const { SingleBar } = (await import('cli-progress')).default;
  let bar: InstanceType<typeof SingleBar> | null = null;
  let done = 0;
  let total = 0;
  let started = 0;
  return {
    begin(stage, replicates) {
      bar?.stop();
      current = stage;
      done = 0;
      total = replicates;
      started = performance.now();
      const format =
        replicates > 0
          ? '{stage} [{bar}] {percentage} % · {rate} trials/s · {eta_formatted} left'
          : '{stage} · {done} trials · {rate} trials/s';
      bar = new SingleBar({
        format,
        barsize: 20,
        hideCursor: true,
        clearOnComplete: true,
        stream: process.stderr,
        etaBuffer: 50,
        gracefulExit: false,
      });
      bar.start(Math.max(1, replicates), 0, { stage, rate: '–', done: 0 });
    },
    advance(replicates) {
      done += replicates;
      const seconds = (performance.now() - started) / 1000;
      const rate = seconds > 0 ? grouped(Math.round(done / seconds)) : '–';
      bar?.update(Math.min(done, Math.max(1, total)), { rate, done: grouped(done) });
    },
    expect(replicates) {
      total = replicates;
      bar?.setTotal(Math.max(1, replicates));
    },
    stage: () => current,
    stop() {
      bar?.stop();
      bar = null;
    },
  };
}
