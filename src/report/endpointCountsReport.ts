/** Events of each endpoint at the looks of the simulated trials. */
import type { EndpointCounts } from '../questions/endpointCounts.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { decimalsFor, fixed } from './numbers.ts';
import { cell, fileOnly, left, right, type Section } from './table.ts';

/** Nothing for a trial with one endpoint. */
export function endpointCountsSection(counts: EndpointCounts | null, trial: UnsizedTrial, unit: string): Section[] {
  if (counts === null) return [];
  const rows = counts.flatMap(({ look, final, time, endpoints }) =>
    time.replicates === 0
      ? []
      : endpoints.map(({ name, events, byArm, assessed, expected }) => [
          cell(look, final ? 'final' : `look ${look}`),
          cell(time.mean, fixed(time.mean, 1)),
          cell(name, name ?? 'first event'),
          cell(events.mean, fixed(events.mean, Math.max(1, decimalsFor(events.standardError, 2)))),
          cell(events.standardError),
          cell(expected, expected === null ? '–' : fixed(expected, 1)),
          cell(assessed?.mean ?? null, assessed === null ? '–' : fixed(assessed.mean, 1)),
          ...trial.arms.map((_, a) =>
            cell(byArm[a]?.mean ?? null, byArm[a] === undefined ? '' : fixed(byArm[a].mean, 1)),
          ),
        ]),
  );
  return [
    {
      title: 'Endpoints at the looks',
      answer: [],
      prose: [],
      tables: [
        {
          name: 'endpoint-counts',
          title: 'Events of each endpoint, mean over the trials in which the look took place',
          audience: 'both',
          columns: [
            left('look', 'look'),
            right('time', unit),
            left('endpoint', 'endpoint'),
            right('events', 'events'),
            fileOnly('standardError'),
            right('expected', 'expected'),
            right('assessed', 'assessed'),
            ...trial.arms.map(({ name }, a) => right(`arm${a}`, name)),
          ],
          rows,
          notes: ['Of a response, events are responders among the patients assessed by then.'],
        },
      ],
    },
  ];
}
