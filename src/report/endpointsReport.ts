/** The endpoints of a trial together, in words and tables. */
import type { EndpointSummary, EndpointsSummary, OccupancyOfArm } from '../questions/endpointsSummary.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import { percent, significant, units } from './numbers.ts';
import { cell, left, right, type Table } from './table.ts';
import { capital, clipped, listed } from './testWords.ts';

const nameOf = ({ name }: EndpointSummary) => name ?? 'the first event';

function observedText(endpoint: EndpointSummary, unit: string): string {
  switch (endpoint.kind) {
    case 'first':
      return `${nameOf(endpoint)} (progression or death, whichever is first)`;
    case 'death':
      return `${nameOf(endpoint)} (death)`;
    case 'progression':
      return `${nameOf(endpoint)} (progression; death without it ends the observation)`;
    case 'response':
      return `${nameOf(endpoint)} (yes or no, ${units(significant(endpoint.at as number, 3), unit)} after randomisation${endpoint.wanted ? '' : '; fewer is better'})`;
  }
}

/** What is observed of every patient. */
export function endpointsText({ endpoints }: EndpointsSummary, unit: TimeUnit): string {
  return `Endpoints: ${listed(endpoints.map((endpoint) => observedText(endpoint, unit)))}.`;
}

/** How the times of a patient go together; nothing where only the first event is planned. */
export function coursesProse({ occupancy }: EndpointsSummary): string[] {
  if (occupancy === null) return [];
  const together = occupancy.map(({ arm, correlation }) => `${significant(correlation, 3)} in ${arm}`);
  return [
    `Correlation of the times to the first event and to death, derived: ${listed(together)}. Hazard ratios of progression and of death before and after it do not make one of death from randomisation: that changes over time and follows from them.`,
  ];
}

/** Room for the name of an endpoint, and for all columns of arms together. */
const NAME = 26;
const ARMS = 50;

function endpointTable({ endpoints: all }: EndpointsSummary, unit: TimeUnit): Table {
  const [first] = all;
  const arms = first.arms.map(({ arm }) => arm);
  const room = Math.max(11, Math.min(NAME, Math.floor(ARMS / arms.length) - 2));
  const value = ({ median, rate }: EndpointSummary['arms'][number]) => {
    if (rate !== null) return cell(rate, percent(rate, 1));
    if (median === null || !Number.isFinite(median)) return cell(median, 'not reached');
    return cell(median, units(significant(median, 3), unit));
  };
  return {
    name: 'endpoints',
    title: 'Endpoints as assumed: median time, or share of responders',
    audience: 'both',
    columns: [left('endpoint', 'endpoint'), ...arms.map((arm, a) => right(`arm${a}`, clipped(arm, room)))],
    rows: all.map((endpoint) => [
      cell(endpoint.name, clipped(capital(nameOf(endpoint)), NAME)),
      ...endpoint.arms.map(value),
    ]),
    notes: [],
  };
}

/** About the quarters of the time shown. */
const QUARTERS = [0.25, 0.5, 0.75, 1];

function occupancyTable(times: readonly number[], occupancy: readonly OccupancyOfArm[], unit: TimeUnit): Table {
  const at = QUARTERS.map((quarter) => Math.round(quarter * (times.length - 1)));
  return {
    name: 'occupancy',
    title: 'Where patients are, as assumed',
    audience: 'both',
    columns: [
      left('arm', 'arm'),
      right('time', unit),
      right('withoutProgression', 'no progression'),
      right('progressed', 'progressed'),
      right('dead', 'dead'),
      right('hazardRatio', 'HR of death'),
    ],
    rows: occupancy.flatMap(({ arm, withoutProgression, progressed, hazardRatio }) =>
      at.map((i) => {
        const dead = 1 - withoutProgression[i] - progressed[i];
        const ratio = hazardRatio[i - 1] ?? null;
        return [
          cell(arm, clipped(arm, 21)),
          cell(times[i], significant(times[i], 3)),
          cell(withoutProgression[i], percent(withoutProgression[i], 1)),
          cell(progressed[i], percent(progressed[i], 1)),
          cell(dead, percent(dead, 1)),
          cell(ratio, ratio === null ? '' : significant(ratio, 3)),
        ];
      }),
    ),
    notes: [],
  };
}

export function endpointsTables(summary: EndpointsSummary, unit: TimeUnit): Table[] {
  const { times, occupancy } = summary;
  return [endpointTable(summary, unit), ...(occupancy === null ? [] : [occupancyTable(times, occupancy, unit)])];
}
