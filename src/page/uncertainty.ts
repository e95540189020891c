/** How sure one is of a planning value, as a control: what is believed of it stands beside it in the scenario. */
import { inUnit, type TimeUnit } from '../scenario/duration.ts';
import type { ScenarioText } from './scenarioText.ts';

/** Taken as known; as the publication has it, or that shrunk; an interval of one's own; as the scenario had it. */
export type Certainty = 'known' | 'published' | 'shrunken' | 'own' | 'written';

/** A list to choose from, and two ends of an interval where one's own is chosen. */
export interface UncertaintyControl {
  readonly kind: 'uncertainty';
  /** Unique among the controls. */
  readonly id: string;
  readonly label: string;
  /** `months`, or nothing. */
  readonly unit: string;
  readonly value: Certainty;
  readonly options: readonly { readonly value: Certainty; readonly label: string }[];
  set(value: Certainty): void;
  /** One's own 95 % interval as it stands. */
  interval(): readonly [number, number];
  /** False, and nothing is changed, where these are no ends of an interval of positive values. */
  setInterval(low: number, high: number): boolean;
}

/** As lists offer it. */
export const CERTAINTY_LABELS: Readonly<Record<Certainty, string>> = {
  known: 'taken as known',
  published: 'as published',
  shrunken: 'as published, after shrinkage',
  own: '95 % interval of my own',
  written: 'as the scenario has it',
};

type Path = readonly (string | number)[];

/** A planning value that may be uncertain. */
export interface UncertainValue {
  readonly path: Path;
  /** `hazard ratio` */
  readonly words: string;
  readonly kind: 'hazard ratio' | 'median';
  /** Whose median it is. */
  readonly role: 'control' | 'experimental';
  /** Of times; the scenario's. */
  readonly timeUnit: TimeUnit;
  current(): number;
}

/** Where the publication has the value, if it has it with both limits; null elsewhere. */
function publishedAt(text: ScenarioText, { kind, role }: UncertainValue): Path | null {
  const arms: unknown = text.get(['reported', 'arms']);
  const arm = Array.isArray(arms) ? arms.findIndex((each) => each?.role === role) : -1;
  const path: Path = kind === 'median' ? ['reported', 'arms', arm, 'median'] : ['reported', 'hazardRatio'];
  const limits: unknown = text.get([...path, 'ci']);
  return Array.isArray(limits) && limits.every((limit) => limit !== null) ? path : null;
}

/** Whether a prior is an interval about its middle, or about an estimate, and nothing else. */
function isInterval(prior: unknown): prior is { ci: readonly (number | string)[] } {
  if (prior === null || typeof prior !== 'object' || !('ci' in prior)) return false;
  return Object.keys(prior).every((key) => ['estimate', 'ci', 'source', 'note'].includes(key));
}

function certaintyOf(prior: unknown): Certainty {
  if (prior === undefined) return 'known';
  if (prior === 'published' || prior === 'shrunken') return prior;
  return isInterval(prior) ? 'own' : 'written';
}

/** An interval to begin with reaches so many times the value either way: that of a log hazard ratio from 136 events. */
const REACH = 1.4;
/** The share by which an interval rises at least. */
const LEAST_WIDTH = 0.001;

const rounded = (x: number, digits: number) => Number(x.toPrecision(digits));

export function uncertaintyControl(text: ScenarioText, value: UncertainValue): UncertaintyControl {
  const { path, words, kind, timeUnit, current } = value;
  const written = text.prior(path);
  const before = certaintyOf(written);
  const published = publishedAt(text, value) !== null;
  const offered: Certainty[] = [
    'known',
    ...(published ? (['published'] as const) : []),
    ...(published && kind === 'hazard ratio' ? (['shrunken'] as const) : []),
    'own',
    ...(before === 'written' ? (['written'] as const) : []),
  ];
  const interval = (): readonly [number, number] => {
    const prior = text.prior(path);
    if (!isInterval(prior)) return [rounded(current() / REACH, 3), rounded(current() * REACH, 3)];
    const [low, high] = prior.ci.map((end) => (kind === 'median' ? inUnit(end, timeUnit) : Number(end)));
    return [rounded(low, 6), rounded(high, 6)];
  };
  const setInterval = (low: number, high: number): boolean => {
    if (!(low > 0 && high > low * (1 + LEAST_WIDTH) && Number.isFinite(high))) return false;
    // The middle on the scale of logarithms, on which these values are normal.
    text.believe(path, { estimate: rounded(Math.sqrt(low * high), 6), ci: [low, high] });
    return true;
  };
  return {
    kind: 'uncertainty',
    id: `${path.join('-')}-prior`,
    label: `How sure of the ${words}`,
    unit: kind === 'median' ? `${timeUnit}s` : '',
    value: before,
    options: offered.map((each) => ({ value: each, label: CERTAINTY_LABELS[each] })),
    set(next) {
      if (next === 'own') setInterval(...interval());
      else text.believe(path, next === 'known' ? undefined : next === 'written' ? written : next);
    },
    interval,
    setInterval,
  };
}
