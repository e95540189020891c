import { describe, expect, it } from 'vitest';
import { zeroContour } from '../../../src/report/figures/contour.ts';

describe('zeroContour', () => {
  it('follows a plane exactly', () => {
    const x = [0, 1, 3, 4];
    const y = [0.5, 0.6, 0.9];
    const found = zeroContour(x, y, (i, j) => x[i] + 10 * y[j] - 7.3);
    expect(found).toHaveLength(3);
    for (const { x1, y1, x2, y2 } of found) {
      expect(x1 + 10 * y1).toBeCloseTo(7.3, 12);
      expect(x2 + 10 * y2).toBeCloseTo(7.3, 12);
    }
    // One line from side to side: each inner end meets another segment.
    const ends = found.flatMap(({ x1, y1, x2, y2 }) => [
      `${x1.toFixed(9)} ${y1.toFixed(9)}`,
      `${x2.toFixed(9)} ${y2.toFixed(9)}`,
    ]);
    const single = ends.filter((end) => ends.filter((other) => other === end).length === 1);
    expect(single).toHaveLength(2);
  });

  it('keeps corners of a saddle on their side, and leaves out what is not known', () => {
    const saddle = (i: number, j: number) => (i === j ? 3 : -1);
    const segments = zeroContour([0, 1], [0, 1], saddle);
    // The middle is above 0 as the corners (0, 0) and (1, 1) are: the other two are cut off.
    expect(segments).toHaveLength(2);
    for (const { x1, y1, x2, y2 } of segments) expect((x1 + x2 - y1 - y2) ** 2).toBeCloseTo(2.25, 9);
    expect(zeroContour([0, 1], [0, 1], (i, j) => (i + j === 0 ? Number.NaN : saddle(i, j)))).toEqual([]);
    expect(zeroContour([0, 1], [0, 1], () => 1)).toEqual([]);
  });
});
