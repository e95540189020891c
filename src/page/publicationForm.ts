/// <reference lib="dom" />
/** A form for what a paper reports, from which a scenario starts. */
import { TIME_UNITS, type TimeUnit } from '../scenario/duration.ts';
import { element } from './element.ts';
import { type Printed, type PrintedArm, type Publication, scenarioOfPublication } from './scenarioOfPublication.ts';

let forms = 0;

function labelled(label: string, input: HTMLElement): HTMLElement {
  input.id = `publication-${++forms}`;
  return element('div', { class: 'field' }, element('label', { for: input.id }, label), input);
}

const numberInput = (required: boolean, least: number) => {
  const input = element('input', { type: 'number', step: 'any', min: least });
  input.required = required;
  return input;
};

/** A value with an interval: three inputs. */
function printedInputs(what: string, required: boolean) {
  const value = numberInput(required, 0.001);
  const low = numberInput(false, 0);
  const high = numberInput(false, 0);
  const number = (input: HTMLInputElement) => (input.value === '' ? null : input.valueAsNumber);
  return {
    fields: [
      labelled(what, value),
      labelled(`${what}: 95 % interval from`, low),
      labelled(`${what}: 95 % interval to (empty if not reached)`, high),
    ],
    read: (): Printed | null =>
      value.value === ''
        ? null
        : { value: value.valueAsNumber, low: number(low), high: low.value === '' ? null : number(high) },
  };
}

function armInputs(legend: string, named: string) {
  const name = element('input', { type: 'text', maxlength: 80 });
  name.value = named;
  name.required = true;
  const patients = numberInput(true, 1);
  patients.step = '1';
  const median = printedInputs('Median', true);
  return {
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
  const ratio = printedInputs('Hazard ratio, experimental ÷ control', false);
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
