/** Columns of a file of patients: what each is called, what it holds and what it means. */
import type { KnownPatient } from '../questions/patientsOfReplicates.ts';
import { drivingEndpoint, type Endpoint, furtherEndpoints } from '../trial/endpoint.ts';
import { columnsOfResponse, columnsOfTime, nameInColumns } from '../trial/endpointColumns.ts';
import type { Trial } from '../trial/trial.ts';

export type FileValue = number | string | null;

export interface FileField {
  readonly name: string;
  readonly kind: 'text' | 'number' | '0 or 1';
  readonly meaning: string;
  readonly unit: string;
}

/** A column with what it holds of a patient. */
export interface PatientColumn extends FileField {
  of(patient: KnownPatient): FileValue;
}

export const flag = (value: boolean | null): FileValue => (value === null ? null : value ? 1 : 0);

function stateOf({ states, event, lost, completed }: KnownPatient): string {
  if (states === null && event) return 'event';
  if (states?.died != null) return 'dead';
  if (states?.lost != null || (states === null && lost)) return 'lost to follow-up';
  if (completed) return 'follow-up complete';
  return states?.progressionSeen != null ? 'alive after progression' : 'in follow-up';
}

const KNOWN = 'as known at the analysis';

/** The columns of one of several endpoints; `place` among those beside the driving one, −1 for that one. */
function columnsOfEndpoint(endpoint: Endpoint, place: number, scanned: boolean, unit: string): PatientColumn[] {
  const name = nameInColumns(endpoint);
  const known = (patient: KnownPatient) => (place < 0 ? { ...patient, ended: patient.event } : patient.further[place]);
  if (endpoint.kind === 'response') {
    const columns = columnsOfResponse(name);
    const responded = endpoint.wanted ? 'has responded' : 'has the event';
    return [
      {
        name: columns.assessed,
        kind: '0 or 1',
        meaning: `1 if ${name} has been assessed, ${endpoint.at} ${unit}s after randomisation, by the analysis; it counts only then`,
        unit: '',
        of: (patient) => flag(known(patient).ended),
      },
      {
        name: columns.event,
        kind: '0 or 1',
        meaning: `1 if the patient ${responded}; a patient lost before the assessment has not; empty before it`,
        unit: '',
        of: (patient) => (known(patient).ended ? flag(known(patient).event) : null),
      },
    ];
  }
  const columns = columnsOfTime(name);
  const time: PatientColumn = {
    name: columns.time,
    kind: 'number',
    meaning: `time from randomisation to the event of ${name}, or the last time known to be free of it, ${KNOWN}`,
    unit,
    of: (patient) => known(patient).time,
  };
  const event: PatientColumn = {
    name: columns.event,
    kind: '0 or 1',
    meaning: `1 if \`${columns.time}\` is that of the event`,
    unit: '',
    of: (patient) => flag(known(patient).event),
  };
  if (!scanned || place >= 0) return [time, event];
  return [
    time,
    event,
    {
      name: `true ${columns.time}`,
      kind: 'number',
      meaning: `what \`${columns.time}\` would be if progression were known when it happens`,
      unit,
      of: ({ trueTime }) => trueTime,
    },
    {
      name: `true ${columns.event}`,
      kind: '0 or 1',
      meaning: `1 if \`true ${columns.time}\` is that of the event`,
      unit: '',
      of: ({ trueEvent }) => flag(trueEvent),
    },
  ];
}

/** When a patient entered the states of the course; `switching`: whether any patient may switch. */
function columnsOfStates(scanned: boolean, switching: boolean, unit: string): PatientColumn[] {
  const at = (name: string, meaning: string, of: (states: NonNullable<KnownPatient['states']>) => number | null) => ({
    name,
    kind: 'number' as const,
    meaning: `time from randomisation to ${meaning}; empty if not by the analysis`,
    unit,
    of: ({ states }: KnownPatient) => states && of(states),
  });
  return [
    at('progressedAt', `progression${scanned ? ', as it happens' : ''}`, ({ progressed }) => progressed),
    ...(scanned
      ? [at('progressionSeenAt', 'the scan that shows progression', ({ progressionSeen }) => progressionSeen)]
      : []),
    at('diedAt', 'death', ({ died }) => died),
    at('droppedOutAt', 'dropout, before or after progression', ({ lost }) => lost),
    ...(switching
      ? [at('switchedAt', 'the start of another treatment after progression', ({ switched }) => switched)]
      : []),
  ];
}

/** What is observed of a patient of a trial with several endpoints. */
export function observedColumns(trial: Trial, unit: string): PatientColumn[] {
  const scanned = trial.scans !== undefined;
  const hasCourse = trial.arms.some(({ course }) => course !== undefined);
  const switching = trial.arms.some(({ course }) => course?.switching != null);
  return [
    ...columnsOfEndpoint(drivingEndpoint(trial), -1, scanned, unit),
    ...furtherEndpoints(trial).flatMap((endpoint, e) => columnsOfEndpoint(endpoint, e, scanned, unit)),
    {
      name: 'state',
      kind: 'text',
      meaning: hasCourse
        ? `dead, lost to follow-up, follow-up complete (where it is fixed), alive after progression, or in follow-up, ${KNOWN}`
        : `event, lost to follow-up before it, follow-up complete (where it is fixed), or in follow-up, ${KNOWN}`,
      unit: '',
      of: stateOf,
    },
    ...(hasCourse ? columnsOfStates(scanned, switching, unit) : []),
  ];
}
