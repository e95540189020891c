/** The counts of events in a scenario as it is written. */
import type { Path } from './problems.ts';

/** A count of events in the file, and where it stands. */
export interface EventCount {
  readonly path: Path;
  readonly events: number;
}

const COUNTS = ['events', 'maxEvents'];

/** Counts of events that the analyses of `trial` wait for, and the most that a re-estimation may ask for. */
export function eventCounts(trial: unknown): EventCount[] {
  const found: EventCount[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, part] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      const given: unknown = part !== null && typeof part === 'object' && 'value' in part ? part.value : part;
      if (!COUNTS.includes(key)) walk(part, at);
      else if (typeof given === 'number') found.push({ path: at, events: given });
    }
  };
  const { analysis, sequential } = (trial ?? {}) as { analysis?: unknown; sequential?: { [part: string]: unknown } };
  walk(analysis, ['trial', 'analysis']);
  walk(sequential?.looks, ['trial', 'sequential', 'looks']);
  walk(sequential?.reestimation, ['trial', 'sequential', 'reestimation']);
  return found;
}

/** The events of `to` patients that correspond to `events` of `from`, rounded up as a search for a size rounds. */
export function movedCount(events: number, from: number, to: number): number {
  return Math.ceil((events * to) / from - 1e-9);
}
