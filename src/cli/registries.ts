/** What the program is made of: its questions, what their answers look like, and where blocks of replicates run. */
import type { Question } from '../questions/question.ts';
import { QUESTIONS } from '../questions/registry.ts';
import type { Presenter } from '../report/presenter.ts';
import { EXECUTORS } from '../run/executors.ts';

export interface Registries {
  readonly questions: readonly Question[];
  /** Loaded when there is an answer to show. */
  presenters(): Promise<readonly Presenter[]>;
  readonly executors: typeof EXECUTORS;
}

export const REGISTRIES: Registries = {
  questions: QUESTIONS,
  async presenters() {
    return (await import('../report/presenters.ts')).PRESENTERS;
  },
  executors: EXECUTORS,
};
