/** Patients of replicates as tables for files, with the meaning of every column. */
import type { PatientsResult } from '../questions/patientsOfReplicates.ts';
import { centreNames } from '../trial/centres.ts';
import { treatmentNames } from '../trial/treatmentNames.ts';
import type { Trial } from '../trial/trial.ts';
import { cell, left, right, type Table } from './table.ts';

type Value = number | string | null;

interface Field {
  readonly name: string;
  readonly kind: 'text' | 'number' | '0 or 1';
  readonly meaning: string;
  readonly unit: string;
}

interface Sheet {
  readonly name: string;
  readonly title: string;
  readonly fields: readonly Field[];
  readonly rows: readonly (readonly Value[])[];
}

const flag = (value: boolean | null): Value => (value === null ? null : value ? 1 : 0);

function table({ name, title, fields, rows }: Sheet): Table {
  return {
    name,
    title,
    audience: 'files',
    columns: fields.map((field) =>
      field.kind === 'text' ? left(field.name, field.name) : right(field.name, field.name),
    ),
    rows: rows.map((row) => row.map((value) => cell(value))),
    notes: [],
  };
}

function patientsSheet(result: PatientsResult, trial: Trial, unit: string): Sheet {
  const { population, centres, scans } = trial;
  const factors = population?.factors ?? [];
  const covariates = population?.covariates ?? [];
  const arms = trial.arms;
  const has = { centres: centres !== undefined, starts: arms.some(({ start }) => start !== undefined) };
  const { secondTreatment } = treatmentNames(trial);
  const names = centres ? centreNames(centres) : [];
  const deaths = (scans?.deaths ?? null) !== null;
  const number = (name: string, meaning: string, of = ''): Field => ({ name, kind: 'number', meaning, unit: of });
  const text = (name: string, meaning: string): Field => ({ name, kind: 'text', meaning, unit: '' });
  const bit = (name: string, meaning: string): Field => ({ name, kind: '0 or 1', meaning, unit: '' });
  const fields: Field[] = [
    number('replicate', 'simulated trial, from 0'),
    number('look', 'analysis, from 1 in the order planned; the last is the final one'),
    number('patient', 'patient within the trial, from 1'),
    text('arm', 'arm as randomised'),
    bit('experimental', '1 in an experimental arm'),
    ...(has.centres ? [text('centre', 'centre'), text('region', 'region of the centre')] : []),
    ...factors.map(({ name }) => text(name, 'level of the factor')),
    ...covariates.map(({ name }) => number(name, 'covariate')),
    number('entryTime', 'calendar time of randomisation since the first possible entry', unit),
    ...(has.starts
      ? [
          number(
            'startTime',
            `time from randomisation at which ${secondTreatment} starts or would start; empty in arms without`,
            unit,
          ),
          bit('started', `${secondTreatment} has been started by exit or analysis`),
        ]
      : []),
    number('time', 'time from randomisation to the event, or the last time known to be free of it', unit),
    bit('event', '1 if `time` is that of the event'),
    text(
      'outcome',
      `${deaths ? 'progression, death' : 'event'}, lost to follow-up, follow-up complete (where it is fixed), or in follow-up`,
    ),
    ...(scans
      ? [
          number('trueTime', 'the same time, were progression known when it happens', unit),
          bit('trueEvent', '1 if `trueTime` is that of the event'),
        ]
      : []),
  ];
  const rows = result.replicates.flatMap(({ replicate, looks }) =>
    looks.flatMap(({ look, patients }) =>
      patients.map((patient): Value[] => {
        const place = patient.centre === null ? null : names[patient.centre];
        const outcome = !patient.event
          ? patient.lost
            ? 'lost to follow-up'
            : patient.completed
              ? 'follow-up complete'
              : 'in follow-up'
          : patient.death === null
            ? 'event'
            : patient.death
              ? 'death'
              : 'progression';
        return [
          replicate,
          look + 1,
          patient.patient + 1,
          arms[patient.arm].name,
          flag(patient.arm > 0),
          ...(place ? [place.centre, place.region] : []),
          ...factors.map((_, f) => result.cells[patient.cell][f]),
          ...covariates.map(({ mean }, k) => mean + patient.traits[k]),
          patient.entry,
          ...(has.starts ? [patient.start, patient.start === null ? null : flag(patient.started)] : []),
          patient.time,
          flag(patient.event),
          outcome,
          ...(scans ? [patient.trueTime, flag(patient.trueEvent)] : []),
        ];
      }),
    ),
  );
  return { name: 'patients', title: 'Patients', fields, rows };
}

function looksSheet(result: PatientsResult, unit: string): Sheet {
  const fields: Field[] = [
    { name: 'replicate', kind: 'number', meaning: 'simulated trial, from 0', unit: '' },
    { name: 'look', kind: 'number', meaning: 'analysis, from 1', unit: '' },
    { name: 'analysisTime', kind: 'number', meaning: 'calendar time of the analysis', unit },
    { name: 'patients', kind: 'number', meaning: 'patients enrolled by then', unit: '' },
    { name: 'events', kind: 'number', meaning: 'events known by then', unit: '' },
    { name: 'hypothesis', kind: 'text', meaning: 'comparison', unit: '' },
    { name: 'test', kind: 'text', meaning: 'test', unit: '' },
    { name: 'z', kind: 'number', meaning: 'test statistic, above 0 in favour of experimental', unit: '' },
    {
      name: 'estimate',
      kind: 'number',
      meaning: 'what the test estimates (log of a ratio, or a difference)',
      unit: '',
    },
  ];
  const rows = result.replicates.flatMap(({ replicate, looks }) =>
    looks.flatMap(({ look, time, statistics, patients }) =>
      statistics.map(({ z, estimate }, s): Value[] => [
        replicate,
        look + 1,
        time,
        patients.length,
        patients.filter(({ event }) => event).length,
        result.tests[s].hypothesis,
        result.tests[s].test,
        Number.isFinite(z) ? z : null,
        Number.isFinite(estimate) ? estimate : null,
      ]),
    ),
  );
  return { name: 'analyses', title: 'Analyses', fields, rows };
}

/** patients.csv, analyses.csv and data-dictionary.csv, which says what each column of the others means. */
export function patientsTables(result: PatientsResult, trial: Trial, unit: string): Table[] {
  const sheets = [patientsSheet(result, trial, unit), looksSheet(result, unit)];
  const dictionary: Sheet = {
    name: 'data-dictionary',
    title: 'Data dictionary',
    fields: ['file', 'column', 'values', 'unit', 'meaning'].map((name) => ({
      name,
      kind: 'text',
      meaning: '',
      unit: '',
    })),
    rows: sheets.flatMap(({ name: file, fields }) =>
      fields.map(({ name, kind, unit: of, meaning }) => [`${file}.csv`, name, kind, of, meaning]),
    ),
  };
  return [...sheets, dictionary].map(table);
}
