/** Every question, in the order of the commands. A new one is a file beside this and a line here. */
import { assuranceQuestion } from './assuranceQuestion.ts';
import { checkQuestion } from './checkQuestion.ts';
import { evidenceQuestion } from './evidenceQuestion.ts';
import { monitorQuestion } from './monitorQuestion.ts';
import { powerQuestion } from './powerQuestion.ts';
import type { Question } from './question.ts';
import { reconstructQuestion } from './reconstructQuestion.ts';
import { replayQuestion } from './replayQuestion.ts';
import { runQuestion } from './runQuestion.ts';
import { sizeQuestion } from './sizeQuestion.ts';
import { sweepQuestion } from './sweepQuestion.ts';
import { timingQuestion } from './timingQuestion.ts';

export const QUESTIONS: readonly Question[] = [
  checkQuestion,
  replayQuestion,
  evidenceQuestion,
  powerQuestion,
  sizeQuestion,
  assuranceQuestion,
  runQuestion,
  sweepQuestion,
  timingQuestion,
  monitorQuestion,
  reconstructQuestion,
];
