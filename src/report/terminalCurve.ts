/** Curves drawn with characters: power against N with its targets, enrolment and events over calendar time. */
import type { TrialSummary } from '../questions/check.ts';
import { count, percent, significant } from './numbers.ts';

/** Columns of the plot itself; labels take the rest of 80. */
const COLUMNS = 64;
const ROWS = 12;

/** Eight dots per character: bit of the dot at (x mod 2, y mod 4) from the upper left. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** Power of a trial of this many patients. */
export interface DrawnPower {
  readonly patients: number;
  readonly power: number;
}

interface Line {
  /** Ascending in x. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Whether only every fourth dot is drawn. */
  readonly dotted: boolean;
}

interface Axes {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly xLabel: string;
  readonly yText: (y: number) => string;
}

/** Linear between points; NaN outside. */
function valueAt(points: Line['points'], x: number): number {
  const next = points.findIndex((point) => point.x >= x);
  if (next < 0 || x < points[0].x) return Number.NaN;
  const b = points[next];
  if (next === 0 || b.x === x) return b.y;
  const a = points[next - 1];
  return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
}

function plot(lines: readonly Line[], { x, y, xLabel, yText }: Axes): string {
  const grid = Array.from({ length: ROWS }, () => new Array<number>(COLUMNS).fill(0));
  const [width, height] = [2 * COLUMNS, 4 * ROWS];
  const row = (value: number) => Math.round(((y[1] - value) / (y[1] - y[0])) * (height - 1));
  const dot = (px: number, py: number): void => {
    if (py >= 0 && py < height) grid[py >> 2][px >> 1] |= DOTS[py & 3][px & 1];
  };
  for (const { points, dotted } of lines) {
    let before: number | null = null;
    for (let px = 0; px < width; px++) {
      const value = valueAt(points, x[0] + ((x[1] - x[0]) * px) / (width - 1));
      if (!Number.isFinite(value)) {
        before = null;
        continue;
      }
      const py = row(value);
      if (!dotted) {
        const from = before ?? py;
        for (let p = Math.min(from, py); p <= Math.max(from, py); p++) if (p !== from || p === py) dot(px, p);
      } else if (px % 4 === 0) dot(px, py);
      before = py;
    }
  }
  const labels = grid.map((_, r) =>
    r === 0 || r === ROWS - 1 || r === ROWS >> 1 ? yText(y[1] - ((y[1] - y[0]) * (r * 4 + 1.5)) / (height - 1)) : '',
  );
  const room = Math.max(...labels.map((label) => label.length));
  const body = grid.map(
    (cells, r) =>
      `${labels[r].padStart(room)} ┤${String.fromCodePoint(...cells.map((bits) => 0x2800 + bits)).replace(/\u2800+$/, '')}`,
  );
  const ends = [significant(x[0]), xLabel, significant(x[1])];
  const gap = COLUMNS - ends.reduce((sum, text) => sum + text.length, 0);
  const left = ' '.repeat(Math.max(1, gap >> 1));
  const right = ' '.repeat(Math.max(1, gap - (gap >> 1)));
  return [
    ...body,
    `${' '.repeat(room)} └${'─'.repeat(COLUMNS)}`,
    `${' '.repeat(room + 2)}${ends[0]}${left}${ends[1]}${right}${ends[2]}`,
  ].join('\n');
}

/** Power against N, ascending, dotted lines at the targets; null where there are fewer than two N. */
export function powerCurveText(points: readonly DrawnPower[], targets: readonly number[]): string | null {
  if (points.length < 2) return null;
  const [first, last] = [points[0].patients, points[points.length - 1].patients];
  const lines: Line[] = [
    { points: points.map(({ patients, power }) => ({ x: patients, y: power })), dotted: false },
    ...targets.map((target) => ({
      points: [
        { x: first, y: target },
        { x: last, y: target },
      ],
      dotted: true,
    })),
  ];
  const low = Math.max(0, Math.floor((Math.min(...points.map(({ power }) => power)) - 0.02) * 10) / 10);
  return plot(lines, { x: [first, last], y: [low, 1], xLabel: 'patients', yText: (y) => percent(y, 0) });
}

/** Patients enrolled (dotted) and events (in full) as expected over calendar time; null where no analysis is expected. */
export function enrolmentCurveText({ expected }: Pick<TrialSummary, 'expected'>, unit: string): string | null {
  if (expected.length === 0) return null;
  const from = { x: 0, y: 0 };
  const end = expected[expected.length - 1];
  const lines: Line[] = [
    { points: [from, ...expected.map(({ calendarTime: x, enrolled: y }) => ({ x, y }))], dotted: true },
    { points: [from, ...expected.map(({ calendarTime: x, events: y }) => ({ x, y }))], dotted: false },
  ];
  const most = Math.max(...expected.map(({ enrolled, events }) => Math.max(enrolled, events)));
  return plot(lines, { x: [0, end.calendarTime], y: [0, most], xLabel: `${unit}s`, yText: count });
}
