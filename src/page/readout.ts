/// <reference lib="dom" />
/**
 * What the explorer has found so far: the power with its interval as it narrows, the chance of success where planning values
 * are uncertain, events, months, and the settings before.
 */
import { grouped } from '../elementary/grouped.ts';
import { chanceReadout } from './chanceReadout.ts';
import { drawing, element } from './element.ts';
import type { Course, ShownChance, ShownEstimate } from './messages.ts';

const REMEMBERED = 30;
const WIDTH = 240;
const HEIGHT = 40;

export interface Readout {
  readonly node: HTMLElement;
  /** A new question has been asked: the number shown is of the one before. */
  await(): void;
  show(estimate: ShownEstimate): void;
  fail(problem: string): void;
  /** Null where planning values are taken as known. */
  showChance(chance: ShownChance | null): void;
  /** The chance of success cannot be had, though the power can. */
  failChance(problem: string): void;
}

const percent = (share: number, digits: number) => `${(100 * share).toFixed(digits)} %`;
const course = ({ mean, p5, p95 }: Course, digits: number) =>
  `${mean.toFixed(digits)} (nine in ten trials: ${p5.toFixed(digits)} to ${p95.toFixed(digits)})`;

/** Where the power and its interval lie between 0 and 100 %. */
function track({ power, interval: [low, high] }: ShownEstimate): readonly Node[] {
  const x = (share: number) => share * WIDTH;
  return [
    drawing('rect', { x: 0, y: 17, width: WIDTH, height: 6, class: 'track' }),
    drawing('rect', { x: x(low), y: 12, width: Math.max(1, x(high) - x(low)), height: 16, class: 'interval' }),
    drawing('rect', { x: x(power) - 1, y: 6, width: 2, height: 28, class: 'mark' }),
  ];
}

/** The powers of the settings tried, the newest last. */
function sparkline(powers: readonly number[]): readonly Node[] {
  const x = (i: number) => (powers.length === 1 ? WIDTH : 4 + (i * (WIDTH - 8)) / (powers.length - 1));
  const y = (power: number) => HEIGHT - 4 - power * (HEIGHT - 8);
  const points = powers.map((power, i) => `${x(i).toFixed(1)},${y(power).toFixed(1)}`).join(' ');
  const last = powers.length - 1;
  return [
    drawing('polyline', { points, class: 'line' }),
    drawing('circle', { cx: x(last) - (last === 0 ? 4 : 0), cy: y(powers[last] as number), r: 3, class: 'mark' }),
  ];
}

export function readout(): Readout {
  const power = element('output', { class: 'power', 'data-power': '' }, '…');
  const precision = element('p', { class: 'precision' }, 'The first trials are being simulated.');
  const details = element('dl');
  const picture = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'xMinYMid', role: 'img' };
  const bar = drawing('svg', { ...picture, 'aria-label': 'Power between 0 and 100 %, with its 95 % interval' });
  const spark = drawing('svg', { ...picture, 'aria-label': 'Power at the settings tried, the newest last' });
  const problem = element('p', { class: 'problem', role: 'alert' });
  // Read out once an answer is finished, not at every stage.
  const spoken = element('p', { class: 'spoken', 'aria-live': 'polite' });
  const chance = chanceReadout();
  const node = element(
    'section',
    { class: 'readout', 'aria-label': 'Result' },
    element('h2', {}, 'Power'),
    power,
    precision,
    bar,
    chance.node,
    details,
    element('h3', {}, 'Settings tried'),
    spark,
    problem,
    spoken,
  );
  const tried: number[] = [];
  let fresh = true;
  return {
    node,
    await() {
      fresh = true;
      node.dataset.state = 'asked';
      chance.await();
    },
    show(estimate) {
      const { replicates, standardError, interval, finished, patients, unit, seed } = estimate;
      if (!fresh) tried.pop();
      fresh = false;
      tried.push(estimate.power);
      if (tried.length > REMEMBERED) tried.shift();
      node.dataset.state = finished ? 'finished' : 'growing';
      node.dataset.replicates = String(replicates);
      power.dataset.power = String(estimate.power);
      const digits = standardError < 0.002 ? 2 : 1;
      power.textContent = percent(estimate.power, digits);
      precision.textContent = `95 % interval ${percent(interval[0], digits)} to ${percent(interval[1], digits)} after ${grouped(replicates)} simulated trials${finished ? '' : ' …'}`;
      bar.replaceChildren(...track(estimate));
      spark.replaceChildren(...sparkline(tried));
      const rows: readonly (readonly [string, string])[] = [
        ['Patients', grouped(patients)],
        ...estimate.hypotheses.map(({ name, power }) => [`Power, ${name}`, percent(power, digits)] as const),
        [
          `Events${estimate.endpoint === null ? ' at the analysis' : ` of ${estimate.endpoint}`}`,
          course(estimate.events, 0),
        ],
        [`Analysis, ${unit}s after the first patient`, course(estimate.time, 1)],
        ['Monte Carlo standard error', percent(standardError, 2)],
        ['Seed', seed],
      ];
      details.replaceChildren(...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
      problem.textContent = '';
      chance.beside(estimate);
      if (finished) {
        const each = estimate.hypotheses.map(({ name, power }) => `, ${name} ${percent(power, 1)}`).join('');
        spoken.textContent = `Power ${percent(estimate.power, 1)} with ${grouped(patients)} patients${each}`;
      }
    },
    fail(text) {
      node.dataset.state = 'failed';
      delete node.dataset.replicates;
      power.textContent = '–';
      precision.textContent = 'This setting cannot be simulated:';
      bar.replaceChildren();
      details.replaceChildren();
      problem.textContent = text;
      chance.show(null);
    },
    showChance: chance.show,
    failChance: chance.fail,
  };
}
