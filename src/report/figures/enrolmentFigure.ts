/** Patients and events expected over calendar time, with the looks, planned and as simulated trials had them. */
import * as Plot from '@observablehq/plot';
import type { TrialSummary } from '../../questions/check.ts';
import type { OperatingCharacteristics } from '../../questions/operatingCharacteristics.ts';
import type { TimeUnit } from '../../scenario/scenario.ts';
import { expectedEnrolled } from '../../trial/accrual.ts';
import type { UnsizedTrial } from '../../trial/trial.ts';
import { fixed, significant } from '../numbers.ts';
import { cell, left, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { spaced, timeAxis, timeEnd, timeTicks } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';
import { dashed } from './survivalFigure.ts';

/** Standard deviations either side of the mean that hold 90 % of a normal distribution. */
const Z_90 = 1.6449;

/** An analysis: the middle of simulated trials, and the range of 90 % of them. */
interface Look {
  readonly name: string;
  readonly time: number;
  readonly timeLow: number;
  readonly timeHigh: number;
  readonly events: number;
  readonly eventsLow: number;
  readonly eventsHigh: number;
}

function looksOf(simulated: OperatingCharacteristics | null): Look[] {
  if (simulated === null) return [];
  const { sequential, analysisTime, events } = simulated;
  if (sequential === null)
    return [
      {
        name: 'analysis',
        time: analysisTime.mean,
        timeLow: analysisTime.p5,
        timeHigh: analysisTime.p95,
        events: events.mean,
        eventsLow: events.p5,
        eventsHigh: events.p95,
      },
    ];
  const last = sequential.looks.length - 1;
  return sequential.looks.flatMap(({ time, events: at }, k) => {
    if (!Number.isFinite(time.mean) || !Number.isFinite(at.mean)) return [];
    const spreadOf = (sd: number) => (Number.isFinite(sd) ? Z_90 * sd : 0);
    const [wide, high] = [spreadOf(time.standardDeviation), spreadOf(at.standardDeviation)];
    return [
      {
        name: k === last ? 'final' : `look ${k + 1}`,
        time: time.mean,
        timeLow: Math.max(0, time.mean - wide),
        timeHigh: time.mean + wide,
        events: at.mean,
        eventsLow: Math.max(0, at.mean - high),
        eventsHigh: at.mean + high,
      },
    ];
  });
}

/** `simulated` is the planned trial under the planned effect; null where it was not simulated. */
export function enrolmentFigure(
  trial: UnsizedTrial,
  summary: TrialSummary | null,
  simulated: OperatingCharacteristics | null,
  unit: TimeUnit,
): Figure | null {
  if (summary === null || summary.patients === null || summary.expected.length < 2) return null;
  const { patients, expected } = summary;
  const looks = looksOf(simulated);
  const last = Math.max(...expected.map(({ calendarTime }) => calendarTime), ...looks.map(({ timeHigh }) => timeHigh));
  if (!(last > 0) || !Number.isFinite(last)) return null;
  const end = timeEnd(last, unit);
  const enrolled = spaced(0, last, 200).map((t) => ({ t, n: expectedEnrolled(trial.accrual, patients, t) }));
  const events = [{ t: 0, n: 0 }, ...expected.map(({ calendarTime, events: n }) => ({ t: calendarTime, n }))];
  const [atEnrolment, atEvents, atLook] = [series(0), series(1), series(2)];
  const legend: LegendEntry[] = [
    { label: 'enrolled, expected', series: atEnrolment, kind: 'line' },
    { label: 'events, expected', series: atEvents, kind: 'line' },
    ...(looks.length === 0
      ? []
      : [{ label: 'simulated analyses, with the range of 90 %', series: atLook, kind: 'interval' as const }]),
  ];
  const title = 'Enrolment and events over calendar time';
  const sequential = (simulated?.sequential ?? null) !== null;
  const caption = `Expected numbers of patients enrolled and of events by time from the first possible entry.${
    looks.length === 0
      ? ''
      : ` Markers are the mean times and events of ${looks.length > 1 ? 'the looks' : 'the analysis'} in simulated trials, bars the range of 90 % of them${sequential ? ' (1.64 standard deviations either side)' : ' (5th to 95th percentile)'}.`
  }`;
  const top = Math.max(patients, ...looks.map(({ eventsHigh }) => eventsHigh));
  return {
    name: 'enrolment',
    title,
    caption,
    svg: plotSvg({
      name: 'enrolment',
      title,
      description: caption,
      xLabel: timeAxis('Time from the first possible entry', unit),
      yLabel: 'Patients or events',
      legend,
      x: { type: 'linear', domain: [0, end], ticks: timeTicks(end, unit) } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [0, 1.04 * top], grid: true, ticks: 6 },
      marks: [
        Plot.ruleY([0], { stroke: INK }),
        ...(summary.accrualDuration !== null && summary.accrualDuration < end
          ? [Plot.ruleX([summary.accrualDuration], { stroke: INK, strokeOpacity: 0.5, strokeDasharray: '2 3' })]
          : []),
        Plot.line(enrolled, { x: 't', y: 'n', stroke: atEnrolment.colour, strokeWidth: 2.25 }),
        Plot.line(events, {
          x: 't',
          y: 'n',
          curve: 'monotone-x',
          stroke: atEvents.colour,
          strokeWidth: 2.25,
          ...dashed(atEvents.dash),
        }),
        Plot.ruleY(looks, { y: 'events', x1: 'timeLow', x2: 'timeHigh', stroke: atLook.colour, strokeWidth: 2.5 }),
        Plot.ruleX(looks, { x: 'time', y1: 'eventsLow', y2: 'eventsHigh', stroke: atLook.colour, strokeWidth: 2.5 }),
        Plot.dot(looks, { x: 'time', y: 'events', symbol: atLook.symbol, r: 6, fill: atLook.colour, stroke: PAPER }),
        ...[true, false].map((near) =>
          Plot.text(
            looks.filter(({ time }) => time > 0.86 * end === near),
            {
              x: 'time',
              y: 'events',
              text: 'name',
              dx: near ? -10 : 8,
              dy: 16,
              textAnchor: near ? 'end' : 'start',
              fill: INK,
              stroke: PAPER,
              strokeWidth: 4,
            },
          ),
        ),
      ],
    }),
    table: {
      name: 'figure-enrolment',
      title,
      audience: 'both',
      columns: [
        left('what', 'what'),
        right('time', unit),
        right('timeLow', '5 %'),
        right('timeHigh', '95 %'),
        right('enrolled', 'enrolled'),
        right('events', 'events'),
        right('eventsLow', '5 %'),
        right('eventsHigh', '95 %'),
      ],
      rows: [
        ...expected.map(({ calendarTime, enrolled: n, events: e }) => [
          cell('expected'),
          cell(calendarTime, significant(calendarTime, 3)),
          cell(null),
          cell(null),
          cell(n, fixed(n, 1)),
          cell(e, fixed(e, 1)),
          cell(null),
          cell(null),
        ]),
        ...looks.map((look) => [
          cell(`simulated ${look.name}`),
          ...[look.time, look.timeLow, look.timeHigh].map((t) => cell(t, fixed(t, 1))),
          cell(null),
          ...[look.events, look.eventsLow, look.eventsHigh].map((n) => cell(n, fixed(n, 1))),
        ]),
      ],
      notes: [],
    },
  };
}
