/// <reference lib="dom" />
/** The controls of a scenario as fields: a slider with a number beside it, a box to tick, a list to choose from. */
import type { ChoiceControl, Control, NumberControl, SwitchControl } from './controls.ts';
import { element } from './element.ts';
import { uncertaintyFields } from './uncertaintyFields.ts';

/** Shows in the fields what other fields have changed. */
type Refresh = () => void;

function numberField(control: NumberControl, changed: () => void, refreshes: Refresh[]): HTMLElement {
  const { id, label, value, low, high, step, unit } = control;
  const limits = { min: low, max: high, step };
  const slider = element('input', { type: 'range', ...limits, 'aria-label': `${label}, slider` });
  const box = element('input', { type: 'number', id, step: 'any', min: low > 0 ? step : low });
  slider.value = String(value);
  box.value = String(value);
  refreshes.push(() => {
    const value = control.current();
    if (value === box.valueAsNumber || document.activeElement === box) return;
    slider.max = String(Math.max(Number(slider.max), value));
    slider.value = String(value);
    box.value = String(value);
    box.removeAttribute('aria-invalid');
  });
  // Sliders are exact in steps from `min` only.
  const take = (next: number): void => {
    control.set(next);
    changed();
  };
  slider.addEventListener('input', () => {
    box.value = String(Number(Number(slider.value).toPrecision(8)));
    box.removeAttribute('aria-invalid');
    take(Number(box.value));
  });
  box.addEventListener('input', () => {
    const next = box.valueAsNumber;
    const sound = Number.isFinite(next);
    if (sound) box.removeAttribute('aria-invalid');
    else box.setAttribute('aria-invalid', 'true');
    if (!sound) return;
    slider.value = String(next);
    take(next);
  });
  return element(
    'div',
    { class: 'field' },
    element('label', { for: id }, unit === '' ? label : `${label} (${unit})`),
    slider,
    box,
  );
}

function switchField({ id, label, value, set }: SwitchControl, changed: () => void): HTMLElement {
  const box = element('input', { type: 'checkbox', id });
  box.checked = value;
  box.addEventListener('change', () => {
    set(box.checked);
    changed();
  });
  return element('div', { class: 'field tick' }, box, element('label', { for: id }, label));
}

function choiceField({ id, label, value, options, set }: ChoiceControl, changed: () => void): HTMLElement {
  const list = element(
    'select',
    { id },
    ...options.map((each) => element('option', { value: each.value }, each.label)),
  );
  list.value = value;
  list.addEventListener('change', () => {
    set(list.value);
    changed();
  });
  return element('div', { class: 'field' }, element('label', { for: id }, label), list);
}

/** One form of all controls; `changed` is called after each change. */
export function scenarioForm(controls: readonly Control[], changed: () => void): HTMLFormElement {
  const form = element('form', { class: 'controls', 'aria-label': 'The planned trial' });
  form.addEventListener('submit', (event) => event.preventDefault());
  const refreshes: Refresh[] = [];
  const told = (): void => {
    for (const refresh of refreshes) refresh();
    changed();
  };
  for (const control of controls) {
    if (control.kind === 'number') form.append(numberField(control, told, refreshes));
    else if (control.kind === 'switch') form.append(switchField(control, told));
    else if (control.kind === 'choice') form.append(choiceField(control, told));
    else form.append(...uncertaintyFields(control, told));
  }
  return form;
}
