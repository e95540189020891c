/// <reference lib="dom" />
/** The chance of success beside the power: how sure it is, what it cannot pass, and what is believed. */
import { grouped } from '../elementary/grouped.ts';
import { element } from './element.ts';
import type { ShownBelief, ShownChance, ShownEstimate } from './messages.ts';

export interface ChanceReadout {
  readonly node: HTMLElement;
  /** A new question has been asked: the chance shown is of the one before. */
  await(): void;
  /** The power that the chance stands beside. */
  beside(estimate: ShownEstimate): void;
  /** Null where planning values are taken as known: there is nothing to show. */
  show(chance: ShownChance | null): void;
  fail(problem: string): void;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

const withUnit = (text: string, { unit }: ShownBelief) => (unit === '' ? text : `${text} ${unit}`);

/** Ratios with two decimals, others with three digits. */
const valueText = (value: number, belief: ShownBelief) =>
  withUnit(belief.isRatio ? value.toFixed(2) : String(Number(value.toPrecision(3))), belief);

/** As a paper prints it, `1.206`; a value with more digits than papers print is a computed one. */
function printedText(value: number, belief: ShownBelief): string {
  const decimals = String(value).split('.')[1]?.length ?? 0;
  return decimals === 3 ? withUnit(String(value), belief) : valueText(value, belief);
}

/** `1.206 published, 1.10 after shrinkage; 95 % between 0.67 and 1.82` */
export function beliefText(belief: ShownBelief): string {
  const { printed, shrunken, centre, low, high } = belief;
  const first =
    shrunken && printed !== null
      ? `${printedText(printed, belief)} published, ${valueText(centre, belief)} after shrinkage`
      : printedText(printed ?? centre, belief);
  return `${first}; 95 % between ${valueText(low, belief)} and ${valueText(high, belief)}`;
}

/** A chance that is 100 % as shown has no ceiling to speak of. */
const CERTAIN = 0.9995;

/** `Power 81.8 % at the planned values; chance of success 12.6 % (SE 0.2), at most 30.0 %` */
export function chanceSentence(power: string, { chance, standardError, ceiling }: ShownChance): string {
  const most = ceiling === null || ceiling >= CERTAIN ? '' : `, at most ${percent(ceiling)}`;
  return `${power} at the planned values; chance of success ${percent(chance)} (SE ${(100 * standardError).toFixed(1)})${most}`;
}

export function chanceReadout(): ChanceReadout {
  const figure = element('output', { class: 'chance-figure', 'data-chance': '' }, '…');
  const sentence = element('p', { class: 'sentence' });
  const trials = element('p', { class: 'trials' });
  const beliefs = element('dl');
  const problem = element('p', { class: 'chance-problem', role: 'alert' });
  const spoken = element('p', { class: 'spoken', 'aria-live': 'polite' });
  const node = element(
    'section',
    { class: 'chance', 'aria-label': 'Chance of success' },
    element('h2', {}, 'Chance of success'),
    figure,
    sentence,
    trials,
    beliefs,
    problem,
    spoken,
  );
  node.hidden = true;
  let power = '';
  let shown: ShownChance | null = null;
  const tell = (): void => {
    if (shown === null || node.dataset.state === 'asked') return;
    sentence.textContent = chanceSentence(power, shown);
    if (shown.finished) spoken.textContent = sentence.textContent;
  };
  return {
    node,
    await() {
      node.dataset.state = 'asked';
      delete node.dataset.replicates;
    },
    beside({ power: either, benefit }) {
      power = benefit === either ? `Power ${percent(either)}` : `Power to show a benefit ${percent(benefit)}`;
      tell();
    },
    show(chance) {
      shown = chance;
      node.hidden = chance === null;
      problem.textContent = '';
      if (chance === null) return;
      node.dataset.state = chance.finished ? 'finished' : 'growing';
      node.dataset.replicates = String(chance.replicates);
      figure.dataset.chance = String(chance.chance);
      figure.textContent = percent(chance.chance);
      trials.textContent = `Power averaged over what is believed, after ${grouped(chance.replicates)} simulated trials${chance.finished ? '' : ' …'}`;
      beliefs.replaceChildren(
        ...chance.beliefs.flatMap((belief) => [
          element('dt', {}, belief.words.charAt(0).toUpperCase() + belief.words.slice(1)),
          element('dd', {}, beliefText(belief)),
        ]),
      );
      tell();
    },
    fail(text) {
      shown = null;
      node.hidden = false;
      node.dataset.state = 'failed';
      figure.textContent = '–';
      sentence.textContent = 'With what is believed, some trials cannot be simulated:';
      trials.textContent = '';
      beliefs.replaceChildren();
      problem.textContent = text;
    },
  };
}
