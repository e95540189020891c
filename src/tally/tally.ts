/**
 * What is kept of a block of replicates: a record of what collectors keep, small, plain, mergeable. Merging in block
 * order gives the same bytes every time. No collector is known here by name: registry.ts lists them.
 */
import type { Columns } from '../kernel/look/columns.ts';
import type { Asked } from './asked.ts';
import type { Collector } from './collector.ts';
import { type BoundsOf, decideBlock } from './decidedBlock.ts';
import { COLLECTORS } from './registry.ts';
import type { Kept } from './shape.ts';

/** A collector, whatever it keeps. */
export type AnyCollector = Collector<unknown>;

type Collectors = typeof COLLECTORS;
export type CollectorName = keyof Collectors;

/** What a collector keeps; null where it may be unwanted and was. */
type KeptBy<C extends AnyCollector> = C extends { readonly wanted: unknown }
  ? Kept<C['shape']> | null
  : Kept<C['shape']>;

/** By name of collector, what each keeps, beside the number of replicates. */
export type Tally = { replicates: number } & { [K in CollectorName]: KeptBy<Collectors[K]> };

/** In the order of the registry, which is that of a tally's fields. */
export function collectors(): [CollectorName, AnyCollector][] {
  return Object.entries(COLLECTORS) as [CollectorName, AnyCollector][];
}

/** Whether the tallies of a job hold what a collector keeps. */
export function isWanted(collector: AnyCollector, asked: Asked): boolean {
  return collector.wanted?.(asked) ?? true;
}

/** A tally of `replicates` with what `keep` gives for each collector. */
export function tallyWith(replicates: number, keep: (collector: AnyCollector, name: CollectorName) => unknown): Tally {
  const kept = collectors().map(([name, collector]) => [name, keep(collector, name)]);
  return { replicates, ...Object.fromEntries(kept) };
}

/** A tally of no replicates, into which those of the job's blocks can be merged. */
export function emptyTally(asked: Asked): Tally {
  return tallyWith(0, (collector) => (isWanted(collector, asked) ? collector.shape.empty(asked) : null));
}

/** Tally a block of replicates from the columns of its looks. */
export function tallyLooks(simulated: readonly Columns[], asked: Asked, bounds?: BoundsOf): Tally {
  const block = decideBlock(simulated, asked, bounds);
  return tallyWith(block.ended.rows, (collector) => {
    if (!isWanted(collector, asked)) return null;
    const kept = collector.shape.empty(asked);
    collector.add(kept, block);
    return kept;
  });
}

/** Add `from` into `into`. @throws RangeError where they are not tallies of the same things. */
export function mergeTally(into: Tally, from: Tally): void {
  into.replicates += from.replicates;
  const target: Record<string, unknown> = into;
  for (const [name, { shape }] of collectors()) {
    const [own, other] = [target[name], from[name]];
    if ((own === null) !== (other === null)) throw new RangeError(`only one of two merged tallies keeps ${name}`);
    if (own !== null) target[name] = shape.merge(own, other);
  }
}

/** What a tally keeps under `name`. @throws RangeError where its job did not want it. */
export function read<K extends CollectorName>(tally: Tally, name: K): NonNullable<Tally[K]> {
  const kept = tally[name];
  if (kept === null) throw new RangeError(`the tally keeps no ${name}: its job did not ask for it`);
  return kept as NonNullable<Tally[K]>;
}
