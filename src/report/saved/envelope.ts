/** The record of an answer as it is saved, all but its result, whose kind its presenter has. */
import type { Manifest } from '../../run/manifest.ts';
import type { CsvRow } from '../../scenario/csvRows.ts';
import type { Provenance } from '../../scenario/provenance.ts';
import type { PlannedPrior, Precision, ShelvedFile, Written } from '../../scenario/scenario.ts';
import type { TableSource } from '../../scenario/tables.ts';
import type { NotFinite } from '../notFinite.ts';
import type { Resolved, ResultRecord } from '../record.ts';
import { FORMAT } from './format.ts';
import {
  block,
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

const file = record<Written['main']>({ file: name, text: name });
const shelved: Kind<readonly ShelvedFile[]> = list(record<ShelvedFile>({ named: name, file: name, text: name }));
const table = record<TableSource>({
  named: name,
  file: name,
  rows: list(record<CsvRow>({ line: count, cells: list(name) })),
});

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

const step: Kind<string | number> = either<string, number>(name, count);

/**
 * The trials and the study have no kind here: their hash, which is in the manifest, shows that they are those of the
 * run. `textsHash` does so for what planning values mean.
 */
const resolved: Kind<Resolved> = record<Resolved>({
  reported: nullable(block<NonNullable<Resolved['reported']>>()),
  evidence: optional(block<NonNullable<Resolved['evidence']>>()),
  trial: nullable(block<NonNullable<Resolved['trial']>>()),
  exact: optional(block<NonNullable<Resolved['exact']>>()),
  priors: optional<readonly PlannedPrior[]>(list(block<PlannedPrior>())),
  whatIf: list(record<Resolved['whatIf'][number]>({ name, trial: nullable(block<NonNullable<Resolved['trial']>>()) })),
  stated: list(
    record<Resolved['stated'][number]>({
      steps: list(step),
      meaning: block<Resolved['stated'][number]['meaning']>(),
    }),
  ),
  textsHash: sha256,
  notFinite: keyed<NotFinite>(oneOf('nan', 'inf', '-inf')),
});

/** All of a record but its result. `questions` are those that have a presenter. */
export function envelope(questions: readonly string[]): Kind<Omit<ResultRecord, 'result'>> {
  return record<Omit<ResultRecord, 'result'>>({
    format: oneOf(FORMAT),
    question: oneOf(...questions),
    scenario: record<ResultRecord['scenario']>({
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
    resolved,
    written: record<Written>({
      main: file,
      study: nullable(file),
      shelf: optional(shelved),
      tables: optional<readonly TableSource[]>(list(table)),
    }),
    notFinite: keyed<NotFinite>(oneOf('nan', 'inf', '-inf')),
  });
}
