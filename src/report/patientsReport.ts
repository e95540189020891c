/** Patients of replicates as tables for files, with the meaning of every column. */
import { exp } from '../elementary/exp.ts';
import type { PatientsResult } from '../questions/patientsOfReplicates.ts';
import { centreNames } from '../trial/centres.ts';
import { endpointOf, furtherEndpoints } from '../trial/endpoint.ts';
import { nameInColumns } from '../trial/endpointColumns.ts';
import { treatmentNames } from '../trial/treatmentNames.ts';
import type { Trial } from '../trial/trial.ts';
import { type FileField, type FileValue, flag, observedColumns } from './patientColumns.ts';
import { cell, left, right, type Table } from './table.ts';

interface Sheet {
  readonly name: string;
  readonly title: string;
  readonly fields: readonly FileField[];
  readonly rows: readonly (readonly FileValue[])[];
}

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
  const number = (name: string, meaning: string, of = ''): FileField => ({ name, kind: 'number', meaning, unit: of });
  const text = (name: string, meaning: string): FileField => ({ name, kind: 'text', meaning, unit: '' });
  const bit = (name: string, meaning: string): FileField => ({ name, kind: '0 or 1', meaning, unit: '' });
  const firstEvent: FileField[] = [
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
  const observed = furtherEndpoints(trial).length > 0 ? observedColumns(trial, unit) : null;
  const fields: FileField[] = [
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
    ...(observed ?? firstEvent),
  ];
  const rows = result.replicates.flatMap(({ replicate, looks }) =>
    looks.flatMap(({ look, patients }) =>
      patients.map((patient): FileValue[] => {
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
          ...(observed
            ? observed.map((column) => column.of(patient))
            : [
                patient.time,
                flag(patient.event),
                outcome,
                ...(scans ? [patient.trueTime, flag(patient.trueEvent)] : []),
              ]),
        ];
      }),
    ),
  );
  return { name: 'patients', title: 'Patients', fields, rows };
}

function looksSheet(result: PatientsResult, trial: Trial, unit: string): Sheet {
  const several = furtherEndpoints(trial).length > 0;
  const number = (name: string, meaning: string, of = ''): FileField => ({ name, kind: 'number', meaning, unit: of });
  const text = (name: string, meaning: string): FileField => ({ name, kind: 'text', meaning, unit: '' });
  const fields: FileField[] = [
    number('replicate', 'simulated trial, from 0'),
    number('look', 'analysis, from 1'),
    number('analysisTime', 'calendar time of the analysis', unit),
    number('patients', 'patients enrolled by then'),
    ...(several ? [] : [number('events', 'events known by then')]),
    text('hypothesis', 'comparison'),
    ...(several ? [text('endpoint', 'what is compared')] : []),
    text('test', 'test'),
    number('z', 'test statistic, above 0 in favour of experimental'),
    number('estimate', 'what the test estimates (log of a ratio, or a difference)'),
    ...(several
      ? [
          number('hazardRatio', 'Cox’s hazard ratio of the comparison in its strata; empty for a response'),
          number('patientsControl', 'patients compared of the control arm; of a response those assessed'),
          number('patientsExperimental', 'the same of the experimental arm'),
          number('eventsControl', 'events, or responders, among patientsControl'),
          number('eventsExperimental', 'events, or responders, among patientsExperimental'),
        ]
      : []),
  ];
  const finite = (x: number): FileValue => (Number.isFinite(x) ? x : null);
  const rows = result.replicates.flatMap(({ replicate, looks }) =>
    looks.flatMap(({ look, time, statistics, patients, counts }) =>
      result.tests.map(({ statistic, hypothesis, name, compared, ratio }, t): FileValue[] => {
        const { z, estimate } = statistics[statistic];
        return [
          replicate,
          look + 1,
          time,
          patients.length,
          ...(several ? [] : [patients.filter(({ event }) => event).length]),
          hypothesis,
          ...(several ? [nameInColumns(endpointOf(trial, compared))] : []),
          name,
          finite(z),
          finite(estimate),
          ...(several
            ? [
                ratio === null ? null : finite(exp(statistics[ratio].estimate)),
                ...counts[t].patients,
                ...counts[t].events,
              ]
            : []),
        ];
      }),
    ),
  );
  return { name: 'analyses', title: 'Analyses', fields, rows };
}

/** patients.csv, analyses.csv and data-dictionary.csv, which says what each column of the others means. */
export function patientsTables(result: PatientsResult, trial: Trial, unit: string): Table[] {
  const sheets = [patientsSheet(result, trial, unit), looksSheet(result, trial, unit)];
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
