/** history.json: the ratios `npm run bench:peers -- --record` found, release by release. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Machine } from './machine.ts';
import type { Race } from './peers/race.ts';
import { packageFile } from './root.ts';

export interface HistoryEntry {
  readonly date: string;
  readonly trialwright: string;
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly peers: Readonly<Record<string, string>>;
  /** Processes waiting for a core, in the minute before the run and in the last one of it. */
  readonly load: readonly [number, number];
  /** Widest interquartile range of a ratio as a share of its median: what a difference must exceed. */
  readonly noise: number;
  /** What a reader should know about the run; written by hand. */
  readonly note?: string;
  /** trialwright's own time, for the record: it belongs to this machine. */
  readonly microsecondsPerTrial: Readonly<Record<string, number>>;
  /** Median over rounds of a peer's time over trialwright's, by design and peer. */
  readonly ratios: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const round = (value: number, digits: number) => Number(value.toPrecision(digits));

export function historyEntry(
  machine: Machine,
  loadAfter: number,
  versions: Readonly<Record<string, string>>,
  races: readonly Race[],
): HistoryEntry {
  const spreads = races.flatMap(({ entrants }) => entrants.map(({ ratio }) => (ratio.p75 - ratio.p25) / ratio.median));
  return {
    date: machine.date,
    trialwright: machine.trialwright,
    cpu: machine.cpu,
    cores: machine.cores,
    node: machine.node,
    peers: versions,
    load: [machine.load, round(loadAfter, 3)],
    noise: round(Math.max(...spreads), 2),
    microsecondsPerTrial: Object.fromEntries(
      races.map(({ design, entrants }) => [design, round(entrants[0].microsecondsPerTrial.median, 3)]),
    ),
    ratios: Object.fromEntries(
      races.map(({ design, entrants }) => [
        design,
        Object.fromEntries(entrants.slice(1).map(({ peer, ratio }) => [peer, round(ratio.median, 3)])),
      ]),
    ),
  };
}

/** Adds an entry at the end; returns the file. */
export function recordEntry(entry: HistoryEntry): string {
  const file = packageFile('bench/history.json');
  const entries = JSON.parse(readFileSync(file, 'utf8')) as HistoryEntry[];
  writeFileSync(file, `${JSON.stringify([...entries, entry], null, 2)}\n`);
  return file;
}
