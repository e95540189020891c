/** The few numbers that a planner asks for first, each with its trace. */
import type { AssuranceResult } from '../../questions/assurance.ts';
import type { OperatingCharacteristics } from '../../questions/operatingCharacteristics.ts';
import type { PowerResult } from '../../questions/power.ts';
import type { EventsNeeded, SimulatedSize } from '../../questions/simulatedSize.ts';
import type { SizeResult } from '../../questions/size.ts';
import { hasCeiling } from '../assuranceWords.ts';
import { ignoringFutility } from '../bothPowers.ts';
import { count, fixed, meanText, proportionText } from '../numbers.ts';
import type { Traced } from '../prose.ts';
import { clipped } from '../testWords.ts';
import { type Markup, markup, readable } from './markup.ts';

export interface KeyFigure {
  readonly label: string;
  readonly value: Traced;
  /** Shown under the value: its interval or unit. */
  readonly detail: string;
}

const percentOf = (share: number): string => `${fixed(100 * share, 1)} %`;

type Spread = OperatingCharacteristics['events'];

/** Whether a number is the same whole number in every trial. */
const always = ({ standardDeviation, mean }: Spread): boolean => standardDeviation < 1e-6 && Number.isInteger(mean);

function rangeText({ p5, p95, standardDeviation }: Spread, decimals: number): string {
  return standardDeviation < 1e-6 ? 'in every trial' : `90 % of trials ${fixed(p5, decimals)}–${fixed(p95, decimals)}`;
}

function operatingFigures(characteristics: OperatingCharacteristics, run: string, unit: string): KeyFigure[] {
  const { events, analysisTime, replicates } = characteristics;
  const trace = (what: string, text: string): string => `${run}: ${what} ${text}, ${count(replicates)} replicates`;
  return [
    {
      label: 'Events',
      value: {
        text: fixed(events.mean, always(events) ? 0 : 1),
        trace: trace('mean events at the analysis', meanText(events)),
      },
      detail: rangeText(events, 0),
    },
    {
      label: `${unit[0].toUpperCase()}${unit.slice(1)}s to the analysis`,
      value: {
        text: fixed(analysisTime.mean, 1),
        trace: trace('mean time of the analysis', meanText(analysisTime, `${unit}s`)),
      },
      detail: rangeText(analysisTime, 1),
    },
  ];
}

/** The power of each hypothesis of a trial that has several. */
function hypothesisFigures({ family, alternative }: PowerResult): KeyFigure[] {
  if (family === null || family.hypotheses.length < 2) return [];
  return family.hypotheses.map(({ name, rejected }) => ({
    label: `Power, ${clipped(name, 28)}`,
    value: {
      text: percentOf(rejected.estimate),
      trace: `rejections of ${name} under the planned effect: ${proportionText(rejected)}, ${count(alternative.replicates)} replicates`,
    },
    detail: `95 % CI ${fixed(100 * rejected.low, 1)}–${fixed(100 * rejected.high, 1)}`,
  }));
}

export function plannedFigures(power: PowerResult, unit: string): KeyFigure[] {
  const { alternative, null: none, patients, family } = power;
  const ignored = ignoringFutility(alternative, family);
  return [
    {
      label: 'Patients planned',
      value: { text: count(patients), trace: `trial.patients = ${patients}, as the scenario has it` },
      detail: 'N of the scenario',
    },
    {
      label: 'Power',
      value: {
        text: percentOf(alternative.power.estimate),
        trace: `power under the planned effect: ${proportionText(alternative.power)}, ${count(alternative.replicates)} replicates`,
      },
      detail: `95 % CI ${fixed(100 * alternative.power.low, 1)}–${fixed(100 * alternative.power.high, 1)}${ignored === null ? '' : `; ${percentOf(ignored.estimate)} with ${family === null ? 'futility' : 'the gate'} ignored`}`,
    },
    ...hypothesisFigures(power),
    ...operatingFigures(alternative, 'planned effect', unit),
    {
      label: family === null ? 'Type I error' : 'Success without effect',
      value: {
        text: `${fixed(100 * none.power.estimate, 2)} %`,
        trace: `rejections under the null: ${proportionText(none.power)}, ${count(none.replicates)} replicates`,
      },
      detail: `95 % CI ${fixed(100 * none.power.low, 2)}–${fixed(100 * none.power.high, 2)}`,
    },
  ];
}

function eventsFigure(
  { targetPower, searchReplicates, characteristics }: SimulatedSize,
  needed: EventsNeeded,
): KeyFigure {
  const { events, unrounded, low, high } = needed;
  return {
    label: `Events for ${percentOf(targetPower).replace('.0 ', ' ')} power`,
    value: {
      text: count(events),
      trace: `search for the events of a power of ${percentOf(targetPower)}: ${fixed(unrounded, 1)} before rounding, 95 % CI ${fixed(low, 1)}–${fixed(high, 1)}, ${count(searchReplicates)} replicates; power confirmed as ${proportionText(characteristics.power)}`,
    },
    detail: `95 % CI ${fixed(low, 0)}–${fixed(high, 0)}`,
  };
}

export function sizeFigures(size: SizeResult): KeyFigure[] {
  return size.targets.flatMap(({ simulated }) => {
    if (simulated.kind !== 'size') return [];
    if (simulated.eventsNeeded !== null) return [eventsFigure(simulated, simulated.eventsNeeded)];
    const { targetPower, patients, patientsUnrounded, low, high, searchReplicates, characteristics } = simulated;
    return [
      {
        label: `Patients for ${percentOf(targetPower).replace('.0 ', ' ')} power`,
        value: {
          text: count(patients),
          trace: `size search for a power of ${percentOf(targetPower)}: N ${fixed(patientsUnrounded, 1)} before rounding to blocks, 95 % CI ${fixed(low, 1)}–${fixed(high, 1)}, ${count(searchReplicates)} replicates; power of the rounded N confirmed as ${proportionText(characteristics.power)}`,
        },
        detail: `${fixed(patientsUnrounded, 1)} before rounding, 95 % CI ${fixed(low, 1)}–${fixed(high, 1)}`,
      },
    ];
  });
}

/** The chance of success, and what no number of patients can pass. */
export function chanceFigures(result: AssuranceResult): KeyFigure[] {
  const { benefit, truths, ceiling, powers } = result;
  const [low, , , , high] = powers.percentiles;
  return [
    {
      label: 'Chance of success',
      value: {
        text: percentOf(benefit.estimate),
        trace: `assurance: power averaged over the prior, ${proportionText(benefit)}, ${count(benefit.replicates)} replicates over ${count(truths)} truths`,
      },
      detail: `power ${fixed(100 * low, 1)}–${fixed(100 * high, 1)} % over nine tenths of the prior`,
    },
    ...(ceiling !== null && hasCeiling(result)
      ? [
          {
            label: 'Its ceiling',
            value: {
              text: percentOf(ceiling.benefit),
              trace: `assurance: the share of the prior in which there is a benefit, ${percentOf(ceiling.benefit)}`,
            },
            detail: 'with any number of patients',
          },
        ]
      : []),
  ];
}

/** The same beside the plan, where power was not asked for by itself. */
export function assuranceFigures(result: AssuranceResult): KeyFigure[] {
  const { patients, point } = result;
  return [
    {
      label: 'Patients planned',
      value: { text: count(patients), trace: `trial.patients = ${patients}, as the scenario has it` },
      detail: 'N of the scenario',
    },
    ...chanceFigures(result),
    {
      label: 'Power as planned',
      value: {
        text: percentOf(point.benefit.estimate),
        trace: `assurance: power at the planned values, ${proportionText(point.benefit)}, ${count(point.benefit.replicates)} replicates`,
      },
      detail: `95 % CI ${fixed(100 * point.benefit.low, 1)}–${fixed(100 * point.benefit.high, 1)}`,
    },
  ];
}

export function keyFiguresPart(figures: readonly KeyFigure[]): Markup {
  if (figures.length === 0) return markup``;
  const tiles = figures.map(
    ({ label, value, detail }, i) =>
      markup`<div class="tile"><dt>${readable(label)}</dt><dd><span class="traced value" tabindex="0" aria-describedby="key-note-${i + 1}">${readable(value.text)}</span><span class="detail">${readable(detail)}</span><span class="trace" id="key-note-${i + 1}" dir="auto">${value.trace}</span></dd></div>`,
  );
  return markup`<dl class="tiles">${tiles}</dl>`;
}
