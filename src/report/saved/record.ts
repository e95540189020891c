/** The record of an answer as it is saved: every field of every answer, with its kind. */
import type { RunResult } from '../../questions/run.ts';
import type { Manifest } from '../../run/manifest.ts';
import type { Provenance } from '../../scenario/provenance.ts';
import type { Precision, Written } from '../../scenario/scenario.ts';
import type { Answer, Question, ResultDocument } from '../document.ts';
import type { NotFinite } from '../notFinite.ts';
import { check } from './check.ts';
import { FORMAT } from './format.ts';
import {
  agreeing,
  count,
  either,
  formed,
  type Kind,
  keyed,
  list,
  name,
  nonNegative,
  nullable,
  oneOf,
  optional,
  positiveCount,
  probability,
  record,
  sha256,
  text,
} from './kinds.ts';
import { monitor } from './monitor.ts';
import { power } from './power.ts';
import { replay } from './replay.ts';
import { curve, sensitivity, size, sizeAnswer, whatIf } from './size.ts';
import { sweep, timing } from './sweep.ts';

const run: Kind<RunResult> = agreeing(
  record<RunResult>({
    check,
    replay: nullable(replay),
    power: nullable(power),
    size: nullable(size),
    curve: nullable(curve),
    sensitivity: nullable(sensitivity),
    whatIf: optional(whatIf),
  }),
  (given, wrong) => {
    if (given.curve !== null && given.size === null) wrong(['curve'], 'must be null where size is');
  },
);

type ResultOf<Q extends Question> = Extract<Answer, { question: Q }>['result'];

/** What each question answers. */
export const RESULTS: { readonly [Q in Question]: Kind<ResultOf<Q>> } = {
  check,
  replay,
  power,
  size: sizeAnswer,
  monitor,
  sweep,
  timing,
  run,
};

const file = record<Written['main']>({ file: name, text: name });

const precision: Kind<Precision> = either(
  record<Extract<Precision, { replicates: number }>>({ replicates: positiveCount }),
  record<Extract<Precision, { standardError: number }>>({ standardError: probability }),
);

const manifest: Kind<Manifest> = record<Manifest>({
  trialwright: formed(/^\d+\.\d+\.\d+[\w.+-]*$/, 'a version such as "0.1.0"'),
  kernels: list(text),
  seed: text,
  scenarioHash: sha256,
  precision,
  replicates: count,
  blocks: count,
  interrupted: nullable(text),
  timings: record<Manifest['timings']>({
    startedAt: formed(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z$/, 'a time such as "2026-01-31T12:00:00.000Z"'),
    seconds: nonNegative,
    threads: positiveCount,
    node: formed(/^v\d+\.\d+\.\d+[\w.+-]*$/, 'a version of Node such as "v22.1.0"'),
    platform: text,
  }),
});

/** All but the result, whose kind depends on the question. */
export const ENVELOPE: Kind<Omit<ResultDocument, 'result'>> = record<Omit<ResultDocument, 'result'>>({
  format: oneOf(FORMAT),
  question: oneOf('check', 'replay', 'power', 'size', 'monitor', 'sweep', 'timing', 'run'),
  scenario: record<ResultDocument['scenario']>({
    file: name,
    title: name,
    citation: nullable(name),
    timeUnit: oneOf('day', 'week', 'month', 'year'),
    test: nullable(text),
  }),
  assumptions: list(
    record<Provenance>({
      path: name,
      value: name,
      source: oneOf('reported', 'derived', 'assumed'),
      note: nullable(name),
    }),
  ),
  manifest,
  files: list(name),
  written: record<Written>({ main: file, study: nullable(file) }),
  notFinite: keyed<NotFinite>(oneOf('nan', 'inf', '-inf')),
});
