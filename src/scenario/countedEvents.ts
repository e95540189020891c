/** The events that a rule counts: from names of an endpoint, an arm and a subgroup to their places. */
import type { CountedEvents } from '../trial/analysis.ts';
import type { Context } from './context.ts';
import { armNames, subgroupAt } from './hypotheses.ts';
import { positionOf } from './names.ts';
import { firstName } from './plannedEndpoints.ts';
import type { Path } from './problems.ts';
import type { AnalysisFile, EndpointFile, PopulationFile, TrialFile } from './schema.ts';

/** What the rules of a trial may name. */
export interface NamedParts {
  /** The first endpoint's name, null where it has none, and those beside it. */
  readonly first: string | null;
  readonly further: readonly Pick<EndpointFile, 'name' | 'event'>[];
  /** The control first. */
  readonly arms: readonly string[];
  readonly population: PopulationFile | undefined;
}

export function namedParts(spec: TrialFile): NamedParts {
  const { control, experimental } = armNames(spec);
  return {
    first: firstName(spec),
    further: spec.endpoints ?? [],
    arms: [control, ...experimental],
    population: spec.population,
  };
}

/** The place of the endpoint called `name` at `at`, 0 for the first. Null, with the reason reported, where there is none. */
export function endpointNamed(name: string, { first, further }: NamedParts, at: Path, context: Context): number | null {
  const names = [...(first === null ? [] : [first]), ...further.map((endpoint) => endpoint.name.trim())];
  const place = positionOf(name, names, 'an endpoint', at, context);
  return place < 0 ? null : place + (first === null ? 1 : 0);
}

/** Whether all events of the first endpoint are counted. */
export function isEverything({ endpoint, arm, subgroup }: CountedEvents): boolean {
  return endpoint === 0 && arm === null && subgroup === null;
}

/** The singular of what is counted of an endpoint. */
function eventWord(place: number, { first, further }: NamedParts): string {
  if (place === 0) return first === null ? 'event' : `event of ${first}`;
  const { name, event } = further[place - 1];
  return event === 'death' ? 'death' : event === 'response' ? `responder (${name.trim()})` : `event of ${name.trim()}`;
}

/** The events that the rule at `at` counts. Null, with every reason reported, where it names what is not there. */
export function countedEvents(
  { of, arm: armName, subgroup: among }: AnalysisFile,
  named: NamedParts | null,
  at: Path,
  context: Context,
): CountedEvents | null {
  if (named === null) {
    const key = of !== undefined ? 'of' : armName !== undefined ? 'arm' : 'subgroup';
    context.report([...at, key], 'is given, but a published study counts all events of its endpoint; remove it');
    return null;
  }
  const endpoint = of === undefined ? 0 : endpointNamed(of, named, [...at, 'of'], context);
  const arm = armName === undefined ? null : positionOf(armName, named.arms, 'an arm', [...at, 'arm'], context);
  const subgroup = among === undefined ? null : subgroupAt(among, named.population, [...at, 'subgroup'], context);
  if (endpoint === null || (arm !== null && arm < 0) || (among !== undefined && subgroup === null)) return null;
  const words = [
    eventWord(endpoint, named),
    ...(arm === null ? [] : [`in ${named.arms[arm]}`]),
    ...(subgroup === null ? [] : [`where ${subgroup.factor} is ${subgroup.level}`]),
  ];
  return { endpoint, arm, subgroup, words: words.join(' ') };
}
