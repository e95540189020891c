/** Tallies of columns against counting row by row, and merging. */
import { describe, expect, it } from 'vitest';
import type { Columns } from '../../src/kernel/look/columns.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { normalCdf } from '../../src/maths/normal.ts';
import type { Asked, Published, TallySpec } from '../../src/tally/asked.ts';
import { meanOf } from '../../src/tally/moments.ts';
import { emptyTally, mergeTally, read, type Tally, tallyLooks } from '../../src/tally/tally.ts';
import { publishedShape } from '../expectation/plannedTrial.ts';
import { columnsOf, EVERYTHING } from '../statistical/monteCarlo.ts';

const published: Published = { pValue: 0.586, hazardRatio: 1.206, medians: [9, 6], survivalShape: 1 };
const spec: TallySpec = {
  details: true,
  criticalValue: 1.959963984540054,
  trueLogHazardRatio: Math.log(1.5),
  published,
};
const columns = columnsOf(publishedShape(), 'tally', 3000, EVERYTHING);

/** Rows from … to of the columns. */
function rows(from: number, to: number): Columns {
  const cut = <T extends Float64Array | Int32Array>(arms: readonly T[]) => arms.map((arm) => arm.slice(from, to));
  const { medians } = columns;
  return {
    rows: to - from,
    performed: columns.performed.slice(from, to),
    z: columns.z.slice(from, to),
    analysisTime: columns.analysisTime.slice(from, to),
    reached: columns.reached.slice(from, to),
    enrolled: cut(columns.enrolled) as Columns['enrolled'],
    events: cut(columns.events) as Columns['events'],
    dropouts: cut(columns.dropouts) as Columns['dropouts'],
    completed: cut(columns.completed) as Columns['completed'],
    logHazardRatio: columns.logHazardRatio?.slice(from, to) ?? null,
    standardError: columns.standardError?.slice(from, to) ?? null,
    medians: medians === null ? null : (cut(medians) as unknown as Columns['medians']),
    compensators: null,
    trueEvents: null,
    statistics: [],
    operations: null,
    further: [],
  };
}

/** How many rows do what `does` says. */
function countRows(does: (row: number) => boolean): number {
  let n = 0;
  for (let row = 0; row < columns.rows; row++) if (does(row)) n++;
  return n;
}

const plan = planKernel(publishedShape());
const asked = (more: Partial<TallySpec> = {}): Asked => ({ plan, wants: EVERYTHING, spec: { ...spec, ...more } });
const whole = tallyLooks([columns], asked());
const log = columns.logHazardRatio ?? new Float64Array();
const se = columns.standardError ?? new Float64Array();
const [control, experimental] = columns.medians ?? [new Float64Array(), new Float64Array()];

describe('tally', () => {
  it('counts rejections either way, coverage and what could not be estimated', () => {
    expect(whole.replicates).toBe(3000);
    expect(whole.rejections.benefit).toBe(countRows((i) => columns.z[i] >= spec.criticalValue));
    expect(whole.rejections.harm).toBe(countRows((i) => columns.z[i] <= -spec.criticalValue));
    expect(whole.rejections.harm).toBeGreaterThan(500);
    expect(whole.hazardRatio?.covered).toBe(
      countRows((i) => Math.abs(log[i] - Math.log(1.5)) <= 1.959963984540054 * se[i]),
    );
    expect(whole.hazardRatio?.log.count).toBe(countRows((i) => !Number.isNaN(log[i])));
    expect(whole.medians?.[0].count).toBe(countRows((i) => !Number.isNaN(control[i])));
  });

  it('accounts for every patient: enrolled = events + dropouts + at risk', () => {
    const { all, byArm } = read(whole, 'events');
    const { enrolled, dropouts, atRisk } = read(whole, 'patients');
    expect(all.sum).toBe(byArm[0].sum + byArm[1].sum);
    expect(enrolled.sum).toBe(all.sum + dropouts.sum + atRisk.sum);
    expect(meanOf(enrolled)).toBe(71);
  });

  it('places the published results among the simulated ones', () => {
    const p = (i: number) => 2 * normalCdf(-Math.abs(columns.z[i]));
    const both = (i: number) => !Number.isNaN(control[i]) && !Number.isNaN(experimental[i]);
    const beyond = (x: number) => (Number.isNaN(x) ? Number.POSITIVE_INFINITY : x);
    const apart = (i: number) => beyond(control[i]) - beyond(experimental[i]);
    const some = (i: number) => !Number.isNaN(control[i]) || !Number.isNaN(experimental[i]);
    const logPublished = Math.log(1.206);
    const disagreed = Math.abs(logPublished - Math.log(1.5));
    expect(whole.extremes).toEqual({
      pAtMost: countRows((i) => p(i) <= 0.586),
      pAtLeast: countRows((i) => p(i) >= 0.586),
      hazardRatioEitherWay: countRows((i) => Math.abs(log[i]) >= logPublished),
      hazardRatioSameWay: countRows((i) => log[i] >= logPublished),
      hazardRatios: countRows((i) => !Number.isNaN(log[i])),
      mediansEitherWay: countRows((i) => some(i) && Math.abs(apart(i)) >= 3),
      mediansSameWay: countRows((i) => some(i) && apart(i) >= 3),
      medianPairs: countRows(some),
      disagreement: countRows((i) => both(i) && Math.abs(log[i] - Math.log(control[i] / experimental[i])) >= disagreed),
      disagreements: countRows((i) => both(i) && !Number.isNaN(log[i])),
    });
  });

  it('looks the other way when the published effect is a benefit', () => {
    const benefit = { ...published, hazardRatio: 1 / 1.206, medians: [6, 9] as const };
    const { extremes } = tallyLooks([columns], asked({ published: benefit }));
    expect(extremes?.hazardRatioEitherWay).toBe(whole.extremes?.hazardRatioEitherWay);
    expect(extremes?.hazardRatioSameWay).toBe(countRows((i) => log[i] <= -Math.log(1.206)));
    expect(extremes?.mediansEitherWay).toBe(whole.extremes?.mediansEitherWay);
    expect(extremes?.mediansSameWay).toBe(
      countRows(
        (i) => experimental[i] - control[i] >= 3 || (Number.isNaN(experimental[i]) && !Number.isNaN(control[i])),
      ),
    );
  });

  it('is the same merged from blocks of any size, sums to rounding', () => {
    for (const size of [1, 7, 1000, 2999]) {
      const merged = emptyTally(asked());
      for (let from = 0; from < 3000; from += size)
        mergeTally(merged, tallyLooks([rows(from, Math.min(3000, from + size))], asked()));
      const rounded = (tally: Tally) =>
        JSON.parse(
          JSON.stringify(tally, (key, value) => {
            if (value instanceof Map) return [...value].sort((a, b) => a[0] - b[0]);
            return key === 'sum' || key === 'sumOfSquares' ? Number(value.toPrecision(12)) : value;
          }),
        );
      expect(rounded(merged)).toEqual(rounded(whole));
    }
  });

  it('keeps rejections alone when nothing else is asked for', () => {
    const lean = tallyLooks([columns], asked({ details: false, published: null }));
    expect([lean.replicates, lean.rejections.benefit, lean.rejections.harm]).toEqual([
      3000,
      whole.rejections.benefit,
      whole.rejections.harm,
    ]);
    expect(lean.events).toBeNull();
    expect(() => read(lean, 'events')).toThrow('keeps no events');
  });
});
