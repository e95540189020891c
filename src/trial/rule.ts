/** Rules made of simple ones: how they are walked. Analysis rules in time and their cuts in ticks are both of this shape. */

/** A simple rule, or the later or the earlier of several rules. */
export type RuleOf<Simple> = Simple | Composite<Simple>;

interface Composite<Simple> {
  readonly kind: 'laterOf' | 'earlierOf';
  readonly rules: readonly RuleOf<Simple>[];
}

type Kinded = { readonly kind: string };

function isComposite<Simple extends Kinded>(rule: RuleOf<Simple>): rule is Composite<Simple> {
  return rule.kind === 'laterOf' || rule.kind === 'earlierOf';
}

/** What a rule comes to, from what its simple parts do: `laterOf` and `earlierOf` join the values of their parts. */
export function foldRule<Simple extends Kinded, Value>(
  rule: RuleOf<Simple>,
  simple: (part: Simple) => Value,
  join: Record<'laterOf' | 'earlierOf', (values: readonly Value[]) => Value>,
): Value {
  if (!isComposite(rule)) return simple(rule);
  return join[rule.kind](rule.rules.map((part) => foldRule(part, simple, join)));
}

/** The same rule with `change` applied to its simple parts. */
export function mapRule<Simple extends Kinded, Changed>(
  rule: RuleOf<Simple>,
  change: (part: Simple) => RuleOf<Changed>,
): RuleOf<Changed> {
  if (!isComposite(rule)) return change(rule);
  return { kind: rule.kind, rules: rule.rules.map((part) => mapRule(part, change)) };
}

/** The simple parts of a rule, in the order written. */
export function simpleParts<Simple extends Kinded>(rule: RuleOf<Simple>): Simple[] {
  const parts: Simple[] = [];
  foldRule<Simple, void>(rule, (part) => void parts.push(part), { laterOf: () => {}, earlierOf: () => {} });
  return parts;
}

/** The later of times is the largest, the earlier of times the smallest. */
export const LATER_OR_EARLIER = {
  laterOf: (times: readonly number[]) => Math.max(...times),
  earlierOf: (times: readonly number[]) => Math.min(...times),
};
