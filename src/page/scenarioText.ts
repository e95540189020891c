/** A scenario as the YAML text that the command line reads: what the explorer changes, asks and lets be downloaded. */
import { type Document, isMap, parseDocument, type YAMLMap } from 'yaml';
import { numbersOf, type TableSource, tablesNamed } from '../scenario/tables.ts';

/** The way to one value. */
type Path = readonly (string | number)[];

/** What the explorer notes beside a planning value that it replaced. */
const CHANGED = 'set in the explorer';

/** A study file that the evidence of a scenario names as `named`. */
interface Shelved {
  readonly named: string;
  readonly text: string;
}

/** What evidence uses of a study file, as it may stand in its place. */
function inPlace({ named, text }: Shelved): Record<string, unknown> {
  const {
    name = named.slice(0, 40),
    hazardRatio,
    pValue,
    endpoint,
    design,
    secondTreatment,
    timeUnit,
  } = parseDocument(text, { merge: true }).toJS({ maxAliasCount: 100 }) as Record<string, unknown>;
  const { lag } = (secondTreatment ?? {}) as { lag?: unknown };
  // A plain number would be read in the unit of the scenario.
  const inUnit = (time: unknown) => (typeof time === 'number' ? `${time} ${timeUnit}s` : time);
  const plain = lag !== null && typeof lag === 'object' && 'value' in lag;
  const given = {
    name,
    hazardRatio,
    pValue,
    endpoint,
    design,
    lag: plain ? { ...lag, value: inUnit(lag.value) } : inUnit(lag),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** A text that is being changed; comments and everything else stay. */
export class ScenarioText {
  private readonly document: Document;
  /** The document as plain values; null after a change. */
  private plain: unknown = null;

  /**
   * `study`: the text of the file that `reported` names, which then stands in the scenario itself, as do the rows of
   * `tables` that it names; `shelf`: what is used of those that its evidence names.
   */
  constructor(
    text: string,
    study: string | null = null,
    shelf: readonly Shelved[] = [],
    tables: readonly TableSource[] = [],
  ) {
    this.document = parseDocument(text, { merge: true, resolveKnownTags: false });
    // Variations are of the design as it was; in the explorer every change is one.
    this.document.delete('whatIf');
    if (study !== null) this.document.set('reported', parseDocument(study).contents);
    const studies = this.get(['evidence', 'studies']);
    (Array.isArray(studies) ? studies : []).forEach((named, i) => {
      const file = shelf.find((each) => each.named === named);
      if (file) this.set(['evidence', 'studies', i], inPlace(file));
    });
    for (const { named, at } of tablesNamed(this.document.toJS({ maxAliasCount: 100 })?.reported)) {
      const rows = tables.find((table) => table.named === named)?.rows;
      if (rows) this.document.setIn(['reported', ...at], this.document.createNode(numbersOf(rows), { flow: true }));
    }
  }

  /** The value at a path, without where it comes from; undefined where there is none. */
  get(path: Path): unknown {
    const held = this.raw(path);
    return held !== null && typeof held === 'object' && 'value' in held ? held.value : held;
  }

  /** Replaces a value; one that said where it comes from is now assumed. */
  set(path: Path, value: unknown): void {
    this.plain = null;
    const node = this.document.getIn(path, true);
    if (!isMap(node) || !node.has('value')) {
      this.document.setIn(path, this.document.createNode(value));
      return;
    }
    if (node.get('value') === value) return;
    node.set('value', value);
    node.set('source', 'assumed');
    node.set('note', CHANGED);
  }

  /** What is believed of a planning value, as written beside it; undefined where it is taken as known. */
  prior(path: Path): unknown {
    return this.raw([...path, 'prior']);
  }

  /** Writes what is believed of the value at a path beside it; undefined takes it away. */
  believe(path: Path, prior: unknown): void {
    this.plain = null;
    const node = this.document.getIn(path, true);
    if (isMap(node) && node.has('value')) {
      if (prior === undefined) node.delete('prior');
      else node.set('prior', this.document.createNode(prior));
    } else if (prior !== undefined) {
      const made = this.document.createNode({ value: null, source: 'assumed', prior });
      (made as YAMLMap).set('value', node);
      this.document.setIn(path, made);
    }
  }

  /** Takes a key out. */
  remove(path: Path): void {
    this.plain = null;
    this.document.deleteIn(path);
  }

  /** In YAML. */
  toString(): string {
    return this.document.toString({ lineWidth: 120 });
  }

  private raw(path: Path): unknown {
    this.plain ??= this.document.toJS({ maxAliasCount: 100 });
    return path.reduce<unknown>(
      (at, step) =>
        at !== null && typeof at === 'object' ? (at as Record<string | number, unknown>)[step] : undefined,
      this.plain,
    );
  }
}
