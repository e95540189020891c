/// <reference lib="dom" />
/** How sure one is of a value, as fields: a list to choose from, and two ends of an interval where it is one's own. */
import { element } from './element.ts';
import type { Certainty, UncertaintyControl } from './uncertainty.ts';

const HINT = 'An interval rises, from above 0: e.g. 0.5 to 0.98.';

/** `changed` is called after each change. */
export function uncertaintyFields(control: UncertaintyControl, changed: () => void): readonly HTMLElement[] {
  const { id, label, unit, value, options } = control;
  const list = element(
    'select',
    { id },
    ...options.map((each) => element('option', { value: each.value }, each.label)),
  );
  list.value = value;
  const hint = element('p', { class: 'hint', role: 'alert', id: `${id}-hint` });
  const inUnit = unit === '' ? '' : ` (${unit})`;
  const ends = ['from', 'to'].map((end) => {
    const box = element('input', {
      type: 'number',
      id: `${id}-${end}`,
      step: 'any',
      min: 0,
      'aria-describedby': hint.id,
    });
    const words = `95 % interval of the ${label.replace('How sure of the ', '')}, ${end}${inUnit}`;
    const field = element('div', { class: 'field own' }, element('label', { for: box.id }, words), box);
    return { box, field };
  });
  const boxes = ends.map(({ box }) => box);
  const fill = (): void => {
    const own = list.value === 'own';
    for (const { field } of ends) field.hidden = !own;
    hint.textContent = '';
    if (!own) return;
    control.interval().forEach((end, i) => {
      boxes[i].value = String(end);
      boxes[i].removeAttribute('aria-invalid');
    });
  };
  list.addEventListener('change', () => {
    control.set(list.value as Certainty);
    fill();
    changed();
  });
  for (const box of boxes)
    box.addEventListener('input', () => {
      const [low, high] = boxes.map(({ valueAsNumber }) => valueAsNumber);
      const taken = control.setInterval(low, high);
      hint.textContent = taken ? '' : HINT;
      for (const each of boxes) {
        if (taken) each.removeAttribute('aria-invalid');
        else each.setAttribute('aria-invalid', 'true');
      }
      if (taken) changed();
    });
  ends[1].field.append(hint);
  fill();
  return [
    element('div', { class: 'field' }, element('label', { for: id }, label), list),
    ...ends.map(({ field }) => field),
  ];
}
