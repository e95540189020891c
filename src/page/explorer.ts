/// <reference lib="dom" />
/** The explorer's workers, and the one question they are answering. */
import type { Role, WorkerAnswer, WorkerQuestion } from './messages.ts';

/** What a page brings along: both as text that a page can hold. */
export interface Means {
  /** The worker's bundled script. */
  readonly workerSource: string;
  /** The WebAssembly module. */
  readonly wasmBase64: string;
}

/** Beyond this many workers a page is no quicker for its reader. */
const MOST_WORKERS = 8;

export interface Explorer {
  /** Ends what is being answered and asks anew. */
  ask(text: string, replicates: number): void;
  close(): void;
}

/** Answers come to `hear`, those of a question that has been replaced left out. */
export function startExplorer(means: Means, hear: (answer: WorkerAnswer) => void): Explorer {
  const wasm = Uint8Array.from(atob(means.wasmBase64), (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([means.workerSource], { type: 'text/javascript' }));
  const workers: Worker[] = [];
  let question = 0;
  const start = (): Worker => {
    const worker = new Worker(url);
    worker.onerror = ({ message }) => hear({ question, problem: `The simulation stopped: ${message}` });
    workers.push(worker);
    return worker;
  };
  const give = (worker: Worker, role: Role, ports: MessagePort[]) => worker.postMessage(role, ports);

  const count = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency ?? 1));
  const ports = Array.from({ length: count }, () => {
    const { port1, port2 } = new MessageChannel();
    give(start(), { role: 'simulate', wasm, port: port2 }, [port2]);
    return port1;
  });
  const answering = start();
  give(answering, { role: 'answer', wasm, ports }, ports);
  answering.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
    if (data.question === question) hear(data);
  };
  return {
    ask(text, replicates) {
      const asked: WorkerQuestion = { question: ++question, text, replicates };
      answering.postMessage(asked);
    },
    close() {
      for (const worker of workers) worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
