/** The line along which a surface on a grid has the value 0. */

export interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/**
 * Segments of the line in every cell of the grid, by linear interpolation along the cell's sides (marching squares; in
 * a saddle by the mean of its corners). `at(i, j)` is the value at x[i], y[j]; NaN where it is not known, and cells
 * there have no segments.
 */
export function zeroContour(
  x: readonly number[],
  y: readonly number[],
  at: (i: number, j: number) => number,
): Segment[] {
  const segments: Segment[] = [];
  for (let j = 0; j + 1 < y.length; j++)
    for (let i = 0; i + 1 < x.length; i++) {
      const corners = [
        { x: x[i], y: y[j], value: at(i, j) },
        { x: x[i + 1], y: y[j], value: at(i + 1, j) },
        { x: x[i + 1], y: y[j + 1], value: at(i + 1, j + 1) },
        { x: x[i], y: y[j + 1], value: at(i, j + 1) },
      ];
      if (corners.some(({ value }) => Number.isNaN(value))) continue;
      const crossed = corners.flatMap((from, k) => {
        const to = corners[(k + 1) % 4];
        if (from.value >= 0 === to.value >= 0) return [];
        const share = from.value / (from.value - to.value);
        return [{ x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) }];
      });
      // In a saddle all four sides are crossed; the value in the middle decides which crossings belong together.
      const middle = corners.reduce((sum, { value }) => sum + value, 0);
      const first = crossed.length === 4 && middle >= 0 !== corners[0].value >= 0 ? 1 : 0;
      for (let k = 0; k + 1 < crossed.length; k += 2) {
        const [from, to] = [crossed[(k + first) % crossed.length], crossed[(k + first + 1) % crossed.length]];
        segments.push({ x1: from.x, y1: from.y, x2: to.x, y2: to.y });
      }
    }
  return segments;
}
