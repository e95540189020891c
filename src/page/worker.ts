/// <reference lib="dom" />
/** A Web Worker of the explorer: one that answers questions, or one of those that simulate blocks for it. */
import { provideModule } from '../kernel/fast/wasmHanded.ts';
import { runBlock } from '../run/runBlock.ts';
import { answer } from './answering.ts';
import type { BlockAnswered, BlockAsked, Role, WorkerQuestion } from './messages.ts';
import { webExecutor } from './webExecutor.ts';

function simulateFor(port: MessagePort): void {
  port.onmessage = ({ data: { call, block } }: MessageEvent<BlockAsked>) => {
    let answered: BlockAnswered;
    try {
      answered = { call, tally: runBlock(block) };
    } catch (problem) {
      answered = { call, problem: problem instanceof Error ? problem.message : String(problem) };
    }
    port.postMessage(answered);
  };
}

function answerWith(ports: readonly MessagePort[]): void {
  const executor = webExecutor(ports);
  let stop = new AbortController();
  self.onmessage = ({ data }: MessageEvent<WorkerQuestion>) => {
    stop.abort();
    stop = new AbortController();
    answer(data, executor, stop.signal, (heard) => self.postMessage(heard));
  };
}

self.onmessage = ({ data }: MessageEvent<Role>) => {
  provideModule(data.wasm);
  if (data.role === 'simulate') simulateFor(data.port);
  else answerWith(data.ports);
};
