/** The statistic of a test: from the file to its kind and parameters. */
import type { Definition, Statistic } from '../statistics/definition.ts';
import { definitionOf, kindsThat, STATISTICS, sameStatistic } from '../statistics/registry.ts';
import { type Context, exactlyOne } from './context.ts';
import { inUnit } from './duration.ts';
import { list } from './fields.ts';
import type { Path } from './problems.ts';
import { COMBINABLE_KINDS, type ParametersFile, type StatisticBlock, type StatisticFile } from './statisticSchema.ts';

const KINDS = [...STATISTICS.keys()];

/** The statistic at `at`. Null when something is wrong; every reason found is reported. */
export function plannedStatistic(spec: StatisticFile, at: Path, context: Context): Statistic | null {
  if (typeof spec === 'string')
    return { kind: spec, parameters: standards(definitionOf({ kind: spec, parameters: {} })) };
  const kind = exactlyOne(spec, KINDS, at, context);
  if (kind === null) return null;
  return statisticOf(kind, spec[kind], [...at, kind], context);
}

/**
 * The statistic against a margin: that given at `at`, or otherwise `usual` where it tests a hazard ratio. Null, with the
 * reason reported, for a margin that it cannot have.
 */
export function againstMargin(
  { margin: _, ...plain }: Statistic,
  given: number | undefined,
  usual: number | undefined,
  at: Path,
  context: Context,
): Statistic | null {
  const able = definitionOf(plain).ofHazardRatio === true;
  if (!able && given !== undefined && given !== 1) {
    const rule = `which ${plain.kind} does not test; remove it, or let the statistic be`;
    context.report(at, `is a hazard ratio, ${rule} ${list(kindsThat(({ ofHazardRatio }) => ofHazardRatio === true))}`);
    return null;
  }
  const margin = able ? (given ?? usual) : undefined;
  return margin === undefined || margin === 1 ? plain : { ...plain, margin };
}

/** The statistic of this kind with what stands under its name at `at`. */
export function statisticOf(
  kind: string,
  content: StatisticBlock[string],
  at: Path,
  context: Context,
): Statistic | null {
  const definition = definitionOf({ kind, parameters: {} });
  if (definition.combines) return combined(kind, content as readonly StatisticFile[], at, context);
  const parameters = parametersOf(definition, content as ParametersFile, at, context);
  return parameters && { kind, parameters };
}

function standards({ parameters, oneOf = [] }: Definition): Record<string, number | string> {
  return Object.fromEntries(
    parameters.flatMap(({ name, standard }) =>
      standard === undefined || oneOf.includes(name) ? [] : [[name, standard]],
    ),
  );
}

function parametersOf(
  definition: Definition,
  given: ParametersFile,
  at: Path,
  context: Context,
): Statistic['parameters'] | null {
  const { oneOf } = definition;
  if (oneOf && exactlyOne(given, oneOf, at, context) === null) return null;
  const defaults = standards(definition);
  const { unit, plainUnit } = context;
  return Object.fromEntries(
    definition.parameters.flatMap(({ name, is }) => {
      const value = given[name] ?? defaults[name];
      if (value === undefined) return [];
      return [[name, is === 'time' ? inUnit(value, unit, plainUnit) : value]];
    }),
  );
}

function combined(kind: string, specs: readonly StatisticFile[], at: Path, context: Context): Statistic | null {
  const found = specs.map((spec, i) => plannedStatistic(spec, [...at, i], context));
  const of = found.filter((statistic) => statistic !== null);
  if (of.length < found.length) return null;
  let sound = true;
  const refuse = (i: number, text: string) => {
    sound = false;
    context.report([...at, i], text);
  };
  of.forEach((statistic, i) => {
    const earlier = of.findIndex((other) => sameStatistic(other, statistic));
    if (!COMBINABLE_KINDS.includes(statistic.kind)) {
      refuse(i, `is ${statistic.kind}; ${kind} combines weighted log-rank tests only: ${list(COMBINABLE_KINDS)}`);
    } else if (earlier < i) refuse(i, `is the statistic at ${earlier} once more; name each once`);
  });
  return sound ? { kind, parameters: {}, of } : null;
}
