/**
 * What a planning value means: the schema declares it once, beside the field, and whoever needs it reads it here. What a
 * block declares holds for all fields within it that do not declare otherwise.
 */
import * as z from 'zod';
import type { Path } from './problems.ts';

/** What a value measures. Medians, durations and intervals are times too. */
export type Quantity =
  | 'time'
  | 'median'
  | 'duration'
  | 'interval'
  | 'hazard ratio'
  | 'hazard'
  | 'rate'
  | 'share'
  | 'count'
  | 'number'
  | 'choice';

/** The parts of a plan, or of a publication, that values describe. */
export const PARTS = [
  'survival',
  'rates',
  'effect',
  'effect by lag',
  'course of the effect',
  'treatment start',
  'course after the first event',
  'endpoints',
  'population',
  'drift of care',
  'patients',
  'enrolment',
  'centres',
  'number of centres',
  'randomisation',
  'dropout',
  'scans',
  'analysis',
  'follow-up of each',
  'looks',
  'test',
  'hypotheses',
  'estimands',
  'target power',
  'publication',
  'variation',
] as const;

export type About = (typeof PARTS)[number];

/** Assumptions that are common to trials; each is varied as a whole, however many values of the file make it. */
export type CommonAssumption =
  | 'median survival'
  | 'hazard ratio'
  | 'dropout'
  | 'duration of enrolment'
  | 'drift of care';

export interface Meaning {
  /** The value in the words of its readers: `delay of the effect`. */
  readonly words: string;
  readonly is: Quantity;
  readonly about: About;
  /** Whether it is a decision of the planner, or part of the rule for bounds, and so no assumption. */
  readonly decided?: boolean;
  /** The common assumption that the value is part of, if any. */
  readonly common?: CommonAssumption;
  /** Of a block: words after those of the values within, which are about what the block is, and part of nothing else. */
  readonly of?: string;
  /** Whether zero and twice the value are more telling variations than a quarter less and a quarter more. */
  readonly noneOrTwice?: boolean;
}

/** The arm, level, region or the like that a field belongs to. */
export interface Owner {
  /** The list that it is an element of: `arms`, `levels`. */
  readonly list: string;
  /** As the scenario names it: `Standard`. */
  readonly name: string;
}

export interface FieldMeaning extends Meaning {
  /** The innermost named part that the field is within; null where it belongs to the whole. */
  readonly owner: Owner | null;
}

/**
 * The meanings that schemas declare: `time.describe('…').register(meanings, { words: 'onset of the effect' })`. What a
 * schema leaves out is taken from the schema it was made of, then from the block around it.
 */
export const meanings = z.registry<Partial<Meaning>>();

const TIMES: ReadonlySet<Quantity> = new Set(['time', 'median', 'duration', 'interval']);

export const isTime = ({ is }: Meaning): boolean => TIMES.has(is);

type Part = z.core.$ZodTypes;

/** The schemas that a step from `part` may lead to; none where there is no such step. */
function after(part: Part, step: string | number): readonly Part[] {
  const { def } = part._zod;
  switch (def.type) {
    case 'object': {
      const field = Object.hasOwn(def.shape, step) ? def.shape[step] : undefined;
      return field === undefined ? [] : [field as Part];
    }
    case 'array':
      return [def.element as Part];
    case 'tuple':
      return def.items.slice(Number(step)).slice(0, 1) as Part[];
    case 'record':
      return [def.valueType as Part];
    default:
      return [];
  }
}

/**
 * The schemas behind `part` where it is itself no value: the options of a union, the inside of an optional or a lazy
 * schema.
 */
function behind(part: Part): readonly Part[] {
  const { def } = part._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
      return [def.innerType as Part];
    case 'union':
      return def.options as Part[];
    case 'lazy':
      return [def.getter() as Part];
    default:
      return [];
  }
}

/**
 * What the values at `path` below `schema` mean, as the schemas on the way declare it; null where there is no such field
 * or none of its possible schemas declares words, quantity and subject.
 */
export function meaningAt(schema: z.ZodType, path: Path): Meaning | null {
  const search = (part: Part, at: number, about: Partial<Meaning>): Meaning | null => {
    const meaning = within(about, meanings.get(part));
    for (const option of behind(part)) {
      const found = search(option, at, meaning);
      if (found !== null) return found;
    }
    if (at === path.length) return isWhole(meaning) ? meaning : null;
    for (const next of after(part, path[at])) {
      const found = search(next, at + 1, meaning);
      if (found !== null) return found;
    }
    return null;
  };
  return search(schema as unknown as Part, 0, {});
}

/** What a part declares, below what the block around it does. */
function within(block: Partial<Meaning>, declared: Partial<Meaning> = {}): Partial<Meaning> {
  if (block.of === undefined) return { ...block, ...declared };
  const { words, about: _, common: __, ...rest } = declared;
  return { ...block, ...rest, ...(words === undefined ? {} : { words: `${words} ${block.of}` }) };
}

function isWhole(meaning: Partial<Meaning>): meaning is Meaning {
  return meaning.words !== undefined && meaning.is !== undefined && meaning.about !== undefined;
}
