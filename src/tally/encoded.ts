/**
 * Tallies as text, so that they can travel as files:
 *
 *   { "format": "trialwright tally", "version": 1, "replicates": 4096,
 *     "kept": { "rejections": { "version": 1, "kept": { "benefit": 3172, "harm": 0 } }, … }, "checksum": "9ae0daaf3c25b1f0" }
 *
 * A tally that is read again merges to the same bytes as the one written. It is read for its job, which says what it
 * must hold. The checksum covers all that stands before it, without white space.
 */
import type { Asked } from './asked.ts';
import { checksum } from './checksum.ts';
import { fieldsOf, type Json, Place, shown, TallyProblem, wholeOf } from './shape.ts';
import { type CollectorName, collectors, isWanted, type Tally, tallyWith } from './tally.ts';

const FORMAT = 'trialwright tally';
const VERSION = 1;

function partsOf(tally: Tally): Record<string, Json> {
  const kept = collectors().flatMap(([name, { version, shape }]): [string, Json][] =>
    tally[name] === null ? [] : [[name, { version, kept: shape.encode(tally[name]) }]],
  );
  return { format: FORMAT, version: VERSION, replicates: tally.replicates, kept: Object.fromEntries(kept) };
}

export function encodeTally(tally: Tally): string {
  const parts = partsOf(tally);
  return JSON.stringify({ ...parts, checksum: checksum(JSON.stringify(parts)) });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : String(problem);
    throw new TallyProblem(`tally is not JSON (${why}); give the text that encodeTally wrote, whole and unaltered`);
  }
}

function checkVersion(value: unknown, known: number, at: Place): void {
  if (value === known) return;
  throw new TallyProblem(
    `${at.path} is ${shown(value)}; this program reads version ${known}; use the program that wrote it, or make the tally again`,
  );
}

/** @throws TallyProblem where it is not a tally of a job that asks this. */
export function decodeTally(text: string, asked: Asked): Tally {
  const root = new Place('tally', asked, 0);
  const given = fieldsOf(parsed(text), ['format', 'version', 'replicates', 'kept', 'checksum'], root);
  if (given.format !== FORMAT) root.at('format').refuse(given.format, `must be ${JSON.stringify(FORMAT)}`);
  checkVersion(given.version, VERSION, root.at('version'));
  const replicates = wholeOf(given.replicates, Number.MAX_SAFE_INTEGER, root.at('replicates'));
  const here = new Place('tally.kept', asked, replicates);
  const wanted = collectors().filter(([, collector]) => isWanted(collector, asked));
  const parts = fieldsOf(
    given.kept,
    wanted.map(([name]) => name),
    here,
  );
  const keptOf = (name: CollectorName, { version, shape }: (typeof wanted)[number][1]): unknown => {
    const at = here.at(name);
    const part = fieldsOf(parts[name], ['version', 'kept'], at);
    checkVersion(part.version, version, at.at('version'));
    return shape.decode(part.kept, at.at('kept'));
  };
  const tally = tallyWith(replicates, (collector, name) =>
    isWanted(collector, asked) ? keptOf(name, collector) : null,
  );
  const sum = checksum(JSON.stringify(partsOf(tally)));
  if (given.checksum !== sum)
    root
      .at('checksum')
      .refuse(given.checksum, `must be "${sum}" by what stands before it: a number has changed on the way`);
  return tally;
}
