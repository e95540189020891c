/**
 * The statistic of a test as it stands in the file: a name, or a block of one name with its parameters. All names,
 * parameters, limits and examples are those of the registry: a statistic added there can be written here.
 */
import * as z from 'zod';
import type { Definition, Parameter } from '../statistics/definition.ts';
import { COMBINABLE, MOST_COMBINED } from '../statistics/maxCombo.ts';
import { STATISTICS } from '../statistics/registry.ts';
import { number, oneOf, record } from './fields.ts';
import { meanings } from './meaning.ts';
import { time } from './planningValues.ts';
import { planned } from './provenance.ts';

const DEFINITIONS = [...STATISTICS.values()];
const KINDS = DEFINITIONS.map(({ kind }) => kind);

const FEWEST_COMBINED = 2;

/** Values of the parameters, provenance taken off. */
export type ParametersFile = Readonly<Record<string, number | string | undefined>>;

/** A block of one name, provenance taken off. */
export type StatisticBlock = Readonly<Record<string, ParametersFile | readonly StatisticFile[] | undefined>>;

export type StatisticFile = string | StatisticBlock;

/** Whether its name says all, so that nothing must be given beside it. */
function standsAlone({ combines, oneOf: choices, parameters }: Definition): boolean {
  return combines !== true && choices === undefined && parameters.every(({ standard }) => standard !== undefined);
}

/** Names of the statistics that may be combined. */
export const COMBINABLE_KINDS: readonly string[] = [...COMBINABLE.keys()];

/** A list of statistics to combine, for messages. */
function exampleList(): string {
  return `[${DEFINITIONS.filter(({ kind }) => COMBINABLE.has(kind))
    .slice(0, FEWEST_COMBINED)
    .map(exampleOf)
    .join(', ')}]`;
}

/** How to write a statistic, for messages: `log-rank`, `{rmst: {until: 24}}`. */
function exampleOf(definition: Definition): string {
  const { kind, combines, oneOf: choices = [], parameters } = definition;
  if (combines) return `{${kind}: ${exampleList()}}`;
  if (standsAlone(definition)) return kind;
  const needed = parameters.filter(
    ({ name, standard }) => name === choices[0] || (standard === undefined && !choices.includes(name)),
  );
  return `{${kind}: {${needed.map(({ name, example }) => `${name}: ${example}`).join(', ')}}}`;
}

/** The statistic by its name alone. */
const word = z
  .enum(KINDS, `must be ${KINDS.slice(0, -1).join(', ')} or ${KINDS.at(-1)}`)
  .refine((kind) => standsAlone(STATISTICS.get(kind) as Definition), {
    error: ({ input }) => `must say more than its name, e.g. ${exampleOf(STATISTICS.get(String(input)) as Definition)}`,
  })
  .meta({ enum: DEFINITIONS.filter(standsAlone).map(({ kind }) => kind) });

function parameterField({ name, is, words = [], describe, example, ...limits }: Parameter) {
  if (is === 'time') return time.describe(describe).register(meanings, { words: name });
  if (is === 'word') return planned(oneOf(words)).describe(describe).register(meanings, { words: name, is: 'choice' });
  const { above, from, below, to } = limits;
  const bounds = {
    ...(above === undefined ? {} : { above }),
    ...(from === undefined ? {} : { from }),
    ...(below === undefined ? {} : { below }),
    ...(to === undefined ? {} : { to }),
  };
  return planned(number({ ...bounds, hint: `(${describe}), e.g. ${example}` }))
    .describe(describe)
    .register(meanings, { words: name, is: 'number' });
}

function parametersField({ parameters, oneOf: choices = [] }: Definition): z.ZodType {
  return record(
    Object.fromEntries(
      parameters.map((parameter) => {
        const field = parameterField(parameter);
        const needed = parameter.standard === undefined && !choices.includes(parameter.name);
        return [parameter.name, needed ? field : field.optional()];
      }),
    ),
  );
}

function combinedField(): z.ZodType {
  const rule = `must be a list of ${FEWEST_COMBINED} to ${MOST_COMBINED} statistics, e.g. ${exampleList()}`;
  const one: z.ZodType = z.lazy(() => statistic);
  return z.array(one, rule).min(FEWEST_COMBINED, rule).max(MOST_COMBINED, rule);
}

/** For every statistic, the key under which its parameters stand. */
export const statisticKeys: Record<string, z.ZodType> = Object.fromEntries(
  DEFINITIONS.map((definition) => {
    const field = definition.combines ? combinedField() : parametersField(definition);
    const named = field.meta({ id: `${definition.kind}Statistic`, description: definition.describe });
    return [definition.kind, named.optional()];
  }),
);

export const statistic: z.ZodType = z.union([word, record(statisticKeys).meta({ id: 'statisticBlock' })]).meta({
  id: 'statistic',
  description: 'A test statistic: its name, or its name with its parameters',
});

/** The statistic by its name, or a block of a statistic's own key with these keys beside it. */
export function statisticOr<S extends z.ZodRawShape>(keys: S) {
  return z.union([word, record({ ...keys, ...statisticKeys })]);
}
