/// <reference lib="dom" />
/** A form for what a paper reports, from which a scenario starts. */
import { TIME_UNITS, type TimeUnit } from '../scenario/duration.ts';
import { element } from './element.ts';
import {
  type Printed,
  type PrintedArm,
  type PrintedCertainty,
  type PrintedRatio,
  type Publication,
  scenarioOfPublication,
} from './scenarioOfPublication.ts';
import { CERTAINTY_LABELS } from './uncertainty.ts';

let forms = 0;

const CERTAINTIES: readonly PrintedCertainty[] = ['shrunken', 'published', 'known'];

function labelled(label: string, input: HTMLElement): HTMLElement {
  input.id = `publication-${++forms}`;
  return element('div', { class: 'field' }, element('label', { for: input.id }, label), input);
}

interface Range {
  readonly least: number;
  readonly most: number;
}

const numberInput = (required: boolean, { least, most }: Range) => {
  const input = element('input', { type: 'number', step: 'any', min: least, max: most });
  input.required = required;
  return input;
};

const PATIENTS: Range = { least: 1, most: 100_000 };
/** In any unit of time. */
const TIME: Range = { least: 0.001, most: 10_000 };
const RATIO: Range = { least: 0.01, most: 100 };
const RATIO_LIMIT: Range = { least: 0.01, most: 10_000 };

interface Limits {
  readonly of: Range;
  /** Whether a paper may give the lower limit alone. */
  readonly open: boolean;
}

const BOTH_ENDS = 'Give both ends of the interval.';
const ENCLOSES = 'The interval must enclose the value, as the paper prints them.';

/** A value with an interval: three inputs, which say what is wrong with each other. */
function printedInputs(what: string, required: boolean, range: Range, limits: Limits) {
  const value = numberInput(required, range);
  const low = numberInput(false, limits.of);
  const high = numberInput(false, limits.of);
  const inputs = [value, low, high];
  const number = (input: HTMLInputElement) => (input.value === '' ? null : input.valueAsNumber);
  const check = (): void => {
    const [x, from, to] = inputs.map(number);
    const encloses = x === null || ((from === null || from <= x) && (to === null || x <= to));
    const alone = from !== null && to === null && !limits.open;
    value.setCustomValidity(x === null && (from ?? to) !== null ? 'Give the value that this interval is about.' : '');
    low.setCustomValidity(from === null && to !== null ? BOTH_ENDS : '');
    high.setCustomValidity(alone ? BOTH_ENDS : encloses ? '' : ENCLOSES);
  };
  for (const input of inputs) input.addEventListener('input', check);
  return {
    inputs,
    fields: [
      labelled(what, value),
      labelled(`${what}: 95 % interval from`, low),
      labelled(`${what}: 95 % interval to${limits.open ? ' (empty if not reached)' : ''}`, high),
    ],
    read: (): Printed | null =>
      value.value === ''
        ? null
        : { value: value.valueAsNumber, low: number(low), high: low.value === '' ? null : number(high) },
  };
}

/** The hazard ratio, and how sure one is of it, which can be said where its interval is given. */
function ratioInputs() {
  const ratio = printedInputs('Hazard ratio, experimental ÷ control', false, RATIO, { of: RATIO_LIMIT, open: false });
  const certainty = element(
    'select',
    {},
    ...CERTAINTIES.map((value) => element('option', { value }, CERTAINTY_LABELS[value])),
  );
  const hasSpread = (): boolean => {
    const printed = ratio.read();
    if (printed === null || printed.low === null || printed.high === null) return false;
    return printed.low < printed.value && printed.value < printed.high;
  };
  const enable = (): void => {
    certainty.disabled = !hasSpread();
  };
  for (const input of ratio.inputs) input.addEventListener('input', enable);
  enable();
  return {
    fields: [...ratio.fields, labelled('How sure of this ratio, once its interval is given', certainty)],
    read: (): PrintedRatio | null => {
      const printed = ratio.read();
      return printed && { ...printed, certainty: hasSpread() ? (certainty.value as PrintedCertainty) : 'known' };
    },
  };
}

function armInputs(legend: string, named: string) {
  const name = element('input', { type: 'text', maxlength: 80 });
  name.value = named;
  name.required = true;
  const patients = numberInput(true, PATIENTS);
  patients.step = '1';
  const median = printedInputs('Median', true, TIME, { of: TIME, open: true });
  return {
    name,
    fields: element(
      'fieldset',
      {},
      element('legend', {}, legend),
      labelled('Name of the arm', name),
      labelled('Patients', patients),
      ...median.fields,
    ),
    read: (): PrintedArm => ({
      name: name.value.trim(),
      patients: patients.valueAsNumber,
      median: median.read() as Printed,
    }),
  };
}

/** `begin` hears the scenario's text when the form is complete and sent. */
export function publicationForm(begin: (text: string) => void): HTMLFormElement {
  const title = element('input', { type: 'text', maxlength: 300 });
  title.value = 'A trial planned from a published study';
  title.required = true;
  const unit = element('select', {}, ...TIME_UNITS.map((each) => element('option', { value: each }, each)));
  unit.value = 'month' satisfies TimeUnit;
  const control = armInputs('Control arm', 'Control');
  const experimental = armInputs('Experimental arm', 'Experimental');
  const ratio = ratioInputs();
  const form = element(
    'form',
    { class: 'publication', 'aria-label': 'What the paper reports' },
    labelled('Title', title),
    labelled('Unit of time', unit),
    control.fields,
    experimental.fields,
    element('fieldset', {}, element('legend', {}, 'Comparison, if reported'), ...ratio.fields),
    element('button', { type: 'submit' }, 'Start from these'),
  );
  const names = [control.name, experimental.name];
  const checkNames = (): void => {
    const [first, second] = names.map(({ value }) => value.trim().toLowerCase());
    experimental.name.setCustomValidity(first === second ? 'The arms need names of their own.' : '');
  };
  for (const name of names) name.addEventListener('input', checkNames);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const publication: Publication = {
      title: title.value.trim(),
      timeUnit: unit.value as TimeUnit,
      control: control.read(),
      experimental: experimental.read(),
      hazardRatio: ratio.read(),
    };
    begin(scenarioOfPublication(publication));
  });
  return form;
}
