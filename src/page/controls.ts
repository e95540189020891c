/** What can be changed of a scenario in the explorer: the fields it holds, each with its place, range and words. */
import { decimalExponent, powerOfTen } from '../elementary/powersOfTen.ts';
import { inUnit, type TimeUnit } from '../scenario/duration.ts';
import { eventCounts, movedCount } from '../scenario/eventCounts.ts';
import type { ScenarioText } from './scenarioText.ts';
import { type UncertaintyControl, type UncertainValue, uncertaintyControl } from './uncertainty.ts';

interface Common {
  /** Unique among the controls. */
  readonly id: string;
  readonly label: string;
}

/** A number on a slider and in a field beside it. */
export interface NumberControl extends Common {
  readonly kind: 'number';
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** `months`, or nothing. */
  readonly unit: string;
  set(value: number): void;
  /** The value as it stands, which another control may have changed. */
  current(): number;
}

/** One of two ways. */
export interface SwitchControl extends Common {
  readonly kind: 'switch';
  readonly value: boolean;
  set(value: boolean): void;
}

/** One of a few. */
export interface ChoiceControl extends Common {
  readonly kind: 'choice';
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  set(value: string): void;
}

export type Control = NumberControl | SwitchControl | ChoiceControl | UncertaintyControl;

type Path = readonly (string | number)[];

interface Range {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** A third to three times a planning value, in steps of a tenth to a fiftieth of it. */
function around(value: number, whole: boolean): Range {
  const step = whole ? Math.max(1, powerOfTen(decimalExponent(value / 50))) : powerOfTen(decimalExponent(value / 30));
  const onStep = (x: number) => Number((Math.round(x / step) * step).toPrecision(12));
  return { low: onStep(value / 3), high: onStep(value * 3), step };
}

/** As `around`, in multiples of `group`. */
function groupsAround(patients: number, group: number): Range {
  const { step } = around(patients, true);
  const inGroups = group * Math.ceil(step / group);
  const low = group * Math.max(1, Math.round(patients / 3 / group));
  return { low, high: low + inGroups * Math.round((3 * patients - low) / inGroups), step: inGroups };
}

const SHARE: Range = { low: 0, high: 0.5, step: 0.01 };
const RATIO: Range = { low: 0.3, high: 1.5, step: 0.01 };
const ALPHA: Range = { low: 0.005, high: 0.2, step: 0.005 };

/** Makes the controls of one text. */
class Controls {
  readonly made: Control[] = [];
  private readonly text: ScenarioText;
  private readonly unit: TimeUnit;

  constructor(text: ScenarioText) {
    this.text = text;
    this.unit = text.get(['timeUnit']) as TimeUnit;
  }

  get units(): string {
    return `${this.unit}s`;
  }

  /** A plain number. */
  number(path: Path, label: string, range: Range | null, unit = '', whole = false): void {
    const value = this.text.get(path);
    if (typeof value !== 'number') return;
    this.add(path, label, value, range, unit, whole);
  }

  /** A time, which the file may give in another unit. */
  time(path: Path, label: string, range: Range | null = null): void {
    const value = this.text.get(path);
    if (typeof value !== 'number' && typeof value !== 'string') return;
    const inOurs = Number(inUnit(value, this.unit).toPrecision(6));
    if (Number.isFinite(inOurs)) this.add(path, label, inOurs, range, this.units);
  }

  /** How sure one is of the value that the last control is of; nothing where the text has no such value. */
  certainty(path: Path, kind: UncertainValue['kind'], role: UncertainValue['role']): void {
    const made = this.made.at(-1);
    if (made?.kind !== 'number' || made.id !== path.join('-')) return;
    const words = made.label.charAt(0).toLowerCase() + made.label.slice(1);
    const { current } = made;
    this.made.push(uncertaintyControl(this.text, { path, words, kind, role, timeUnit: this.unit, current }));
  }

  private add(path: Path, label: string, value: number, range: Range | null, unit: string, whole = false): void {
    const { low, high, step } = range ?? around(value > 0 ? value : 1, whole);
    this.made.push({
      kind: 'number',
      id: path.join('-'),
      label,
      value,
      low: Math.min(low, value),
      high: Math.max(high, value),
      step,
      unit,
      set: (next) => this.text.set(path, next),
      current: () => this.valueAt(path),
    });
  }

  /** A number, or a time in the scenario's unit. */
  private valueAt(path: Path): number {
    const value = this.text.get(path);
    return typeof value === 'number' ? value : Number(inUnit(value as string, this.unit).toPrecision(6));
  }
}

/** What a treated arm's survival model has to change. */
function effectControls(controls: Controls, at: Path, of: string): void {
  const [median, ratio] = [
    [...at, 'survival', 'median'],
    [...at, 'survival', 'hazardRatio'],
  ];
  controls.time(median, `Median${of}`);
  controls.certainty(median, 'median', 'experimental');
  controls.number(ratio, `Hazard ratio${of}`, RATIO);
  controls.certainty(ratio, 'hazard ratio', 'experimental');
  controls.number([...at, 'survival', 'synchronous'], `Hazard ratio when given together${of}`, RATIO);
  controls.number([...at, 'survival', 'residual'], `Hazard ratio when given late${of}`, RATIO);
  controls.time([...at, 'survival', 'halfLife'], `Half-life of the window${of}`);
  controls.time([...at, 'survival', 'delay'], `Delay of the effect${of}`, { low: 0, high: 12, step: 0.25 });
  controls.time([...at, 'survival', 'onset'], `Onset of the effect${of}`, { low: 0, high: 12, step: 0.25 });
  controls.time([...at, 'treatmentStart'], `Lag${of}`, { low: 0, high: 6, step: 0.05 });
}

const ALL: Range = { low: 0, high: 1, step: 0.01 };
const CORRELATION: Range = { low: -0.9, high: 0.9, step: 0.05 };

interface NamedEndpoint {
  readonly name: string;
  readonly event: string;
}

/** The endpoints beside the first, as the text has them. */
function furtherEndpoints(text: ScenarioText): readonly NamedEndpoint[] {
  const given: unknown = text.get(['trial', 'endpoints']);
  if (!Array.isArray(given)) return [];
  return given.flatMap((_, i) => {
    const [name, event] = ['name', 'event'].map((key) => text.get(['trial', 'endpoints', i, key]));
    return typeof name === 'string' && typeof event === 'string' ? [{ name, event }] : [];
  });
}

/** What follows the first event of an arm, and the responders it has. */
function courseControls(controls: Controls, endpoints: readonly NamedEndpoint[], arm: Path, of: string): void {
  const at = [...arm, 'course'];
  const death = endpoints.find(({ event }) => event === 'death')?.name ?? 'time to death';
  controls.number([...at, 'deaths'], `Share of first events that are deaths${of}`, ALL);
  controls.time([...at, 'overallSurvival', 'median'], `Median, ${death}${of}`);
  controls.number([...at, 'kendallTau'], `Kendall’s τ of progression and death${of}`, { ...ALL, high: 0.9 });
  controls.time([...at, 'afterProgression', 'median'], `Median from progression to death${of}`);
  controls.number([...at, 'afterProgression', 'hazardRatio'], `Hazard ratio of death after progression${of}`, RATIO);
  controls.number([...at, 'switching', 'share'], `Share that switches at progression${of}`, ALL);
  controls.time([...at, 'switching', 'delay'], `Time from progression to the switch${of}`, {
    low: 0,
    high: 12,
    step: 0.25,
  });
  controls.number([...at, 'switching', 'hazardRatio'], `Hazard ratio of death after the switch${of}`, RATIO);
  for (const { name, event } of endpoints)
    if (event === 'response') controls.number([...arm, 'responses', name], `Share with ${name}${of}`, ALL);
}

/** The correlation of each response with the time to the first event. */
function responseControls(controls: Controls, endpoints: readonly NamedEndpoint[]): void {
  endpoints.forEach(({ name, event }, i) => {
    if (event === 'response')
      controls.number(
        ['trial', 'endpoints', i, 'correlation'],
        `Correlation of ${name} and the first event`,
        CORRELATION,
      );
  });
}

/** The counts of events that looks wait for, each of its endpoint. */
function lookControls(controls: Controls, text: ScenarioText): void {
  for (const { path } of eventCounts(text.get(['trial']))) {
    const [, part, , look] = path;
    if (part !== 'sequential' || typeof look !== 'number') continue;
    const of: unknown = text.get([...path.slice(0, -1), 'of']);
    controls.number(path, `Events at look ${look + 1}${typeof of === 'string' ? `, ${of}` : ''}`, null, '', true);
  }
}

export const EVENTS_MOVE = 'Events move with patients';
export const EVENTS = 'Events at the analysis';

/** Lets the control of patients, which was made last, move the counts of events as well, unless that is switched off. */
function letEventsMove(controls: Controls, text: ScenarioText): void {
  const counts = () => eventCounts(text.get(['trial']));
  if (counts().length === 0) return;
  const patients = controls.made.pop() as NumberControl;
  let moves = true;
  // Counts follow from those last set by hand, so that rounding does not add up.
  let base = { patients: patients.value, counts: counts() };
  let made = JSON.stringify(base.counts);
  controls.made.push(
    {
      ...patients,
      set: (next: number) => {
        if (JSON.stringify(counts()) !== made) base = { patients: patients.current(), counts: counts() };
        patients.set(next);
        if (moves && next > 0)
          for (const { path, events } of base.counts) text.set(path, movedCount(events, base.patients, next));
        made = JSON.stringify(counts());
      },
    },
    {
      kind: 'switch',
      id: 'events-move',
      label: EVENTS_MOVE,
      value: true,
      set: (value) => {
        moves = value;
        base = { patients: patients.current(), counts: counts() };
        made = JSON.stringify(base.counts);
      },
    },
  );
}

/** What is wrong with more events than patients, in the words of the controls; null where there are no more. */
export function tooManyEvents(text: ScenarioText): string | null {
  const patients = text.get(['trial', 'patients']);
  const most = Math.max(0, ...eventCounts(text.get(['trial'])).map(({ events }) => events));
  if (typeof patients !== 'number' || most <= patients) return null;
  return `${patients} patients cannot have ${most} events, as each has one at most. Tick “${EVENTS_MOVE}” before changing the patients, or lower “${EVENTS}”.`;
}

function analysisControls(controls: Controls, rule: unknown, at: Path): void {
  if (rule === null || typeof rule !== 'object') return;
  const { of } = rule as { of?: unknown };
  controls.number([...at, 'events'], typeof of === 'string' ? `${EVENTS}, ${of}` : EVENTS, null, '', true);
  controls.time([...at, 'calendarTime'], 'Calendar time of the analysis');
  controls.time([...at, 'followUp'], 'Follow-up after the last patient');
  for (const key of ['laterOf', 'earlierOf'] as const) {
    const parts: unknown = (rule as Record<string, unknown>)[key];
    if (Array.isArray(parts))
      parts.forEach((part, i) => {
        analysisControls(controls, part, [...at, key, i]);
      });
  }
}

/** The looks that a switch adds: one, halfway, with O'Brien and Fleming's spending. */
const USUAL_LOOKS = { looks: [{ informationFraction: 0.5 }], efficacy: { spending: 'obrienFleming' } };

function testControls(controls: Controls, text: ScenarioText): void {
  const at = ['trial', 'test'];
  const alpha = text.get([...at, 'alpha']);
  controls.number([...at, 'margin'], 'Margin of the hazard ratio', RATIO);
  controls.number([...at, 'alpha'], 'Alpha', ALPHA);
  if (typeof alpha === 'number') {
    controls.made.push({
      kind: 'choice',
      id: 'trial-test-sides',
      label: 'Sides of the test',
      value: String(text.get([...at, 'sides']) ?? 2),
      options: [
        { value: '1', label: 'one, for benefit' },
        { value: '2', label: 'two' },
      ],
      set: (value) => text.set([...at, 'sides'], Number(value)),
    });
  }
  if (text.get(['trial', 'comparisons']) !== undefined) return;
  const planned = text.get(['trial', 'sequential']);
  controls.made.push({
    kind: 'switch',
    id: 'trial-sequential',
    label: planned === undefined ? 'A look at half of the events' : 'Looks before the final analysis',
    value: planned !== undefined,
    set: (value) => {
      if (value) text.set(['trial', 'sequential'], planned ?? USUAL_LOOKS);
      else text.remove(['trial', 'sequential']);
    },
  });
}

/** The patients by which a slider moves N: one per arm where arms are equal, so that they stay equal. */
function patientsTogether(text: ScenarioText, arms: number): number {
  const allocation = text.get(['trial', 'allocation']);
  const weights = typeof allocation === 'string' ? allocation.split(':') : [];
  return weights.every((weight) => Number(weight) === Number(weights[0])) ? arms : 1;
}

/** The controls of a scenario's planned trial, in the order of its planning; setting one changes the text. */
export function controlsOf(text: ScenarioText): readonly Control[] {
  const controls = new Controls(text);
  const arms = text.get(['trial', 'arms']);
  if (!Array.isArray(arms)) return [];
  const several = arms.length > 2;
  const endpoints = furtherEndpoints(text);
  const first: unknown = text.get(['trial', 'endpoint', 'name']) ?? text.get(['trial', 'endpoint']);
  const named = endpoints.length > 0 && typeof first === 'string' ? `, ${first}` : '';
  const control = arms.findIndex((arm) => arm?.role === 'control');
  arms.forEach((arm, i) => {
    if (i === control) {
      const median = ['trial', 'arms', i, 'survival', 'median'];
      controls.time(median, `Median${named}, control`);
      controls.certainty(median, 'median', 'control');
    } else effectControls(controls, ['trial', 'arms', i], `${named}${several ? `, ${arm?.name}` : ''}`);
    const whose = i === control ? ', control' : several ? `, ${arm?.name}` : ', experimental';
    courseControls(controls, endpoints, ['trial', 'arms', i], whose);
  });
  responseControls(controls, endpoints);
  const patients = text.get(['trial', 'patients']);
  if (typeof patients === 'number') {
    controls.number(['trial', 'patients'], 'Patients', groupsAround(patients, patientsTogether(text, arms.length)));
    letEventsMove(controls, text);
  }
  controls.time(['trial', 'accrual', 'duration'], 'Duration of enrolment');
  controls.number(['trial', 'accrual', 'rate'], 'Enrolment rate', null, `a ${controls.units.slice(0, -1)}`);
  const rates = text.get(['trial', 'accrual', 'rates']);
  if (Array.isArray(rates))
    controls.number(
      ['trial', 'accrual', 'rates', rates.length - 1, 'rate'],
      rates.length > 1 ? 'Enrolment rate, once all centres are open' : 'Enrolment rate',
      null,
      `a ${controls.units.slice(0, -1)}`,
    );
  controls.number(['trial', 'dropout', 'probability'], 'Share that drops out', SHARE);
  controls.number(['trial', 'dropout', 'hazard'], 'Hazard of dropping out', { low: 0, high: 0.1, step: 0.001 });
  analysisControls(controls, text.get(['trial', 'analysis']), ['trial', 'analysis']);
  if (endpoints.length > 0) lookControls(controls, text);
  testControls(controls, text);
  return controls.made;
}
