/** Events of each endpoint at the looks of the simulated trials. */
import type { EndpointCounts } from '../questions/endpointCounts.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { decimalsFor, fixed } from './numbers.ts';
import { cell, fileOnly, left, right, type Section } from './table.ts';
import { clipped } from './testWords.ts';

/** Room for the name of an endpoint. */
const NAME = 25;

/** Nothing for a trial with one endpoint. */
export function endpointCountsSection(counts: EndpointCounts | null, trial: UnsizedTrial, unit: string): Section[] {
  if (counts === null) return [];
  const responses = counts.some(({ endpoints }) => endpoints.some(({ assessed }) => assessed !== null));
  // Two arms have room, unless responders and those assessed take it.
  const ofArm =
    trial.arms.length === 2 && !responses
      ? (['control', 'exp.'] as const).map((role, a) => right(`arm${a}`, role))
      : trial.arms.map((_, a) => fileOnly(`arm${a}`));
  const rows = counts.flatMap(({ look, final, time, endpoints }) =>
    time.replicates === 0
      ? []
      : endpoints.map(({ name, events, byArm, assessed, expected }, e) => [
          cell(look, e > 0 ? '' : final ? 'final' : String(look)),
          cell(time.mean, e > 0 ? '' : fixed(time.mean, 1)),
          cell(name, clipped(name ?? 'first event', NAME)),
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
            responses ? right('assessed', 'assessed') : fileOnly('assessed'),
            ...ofArm,
          ],
          rows,
          notes: responses ? ['Of a response, events are responders among the patients assessed by then.'] : [],
        },
      ],
    },
  ];
}
