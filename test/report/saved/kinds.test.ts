/** That records and types agree is a matter of compiling. */
import { describe, expect, it } from 'vitest';
import { type Kind, list, nullable, number, record, text, union } from '../../../src/report/saved/kinds.ts';

interface Point {
  readonly x: number;
  readonly y: number | null;
}

type Shape = { readonly kind: 'dot'; readonly at: number } | { readonly kind: 'line'; readonly length: number };

describe('a kind', () => {
  it('does not compile unless it is of exactly its type', () => {
    const point: Kind<Point> = record<Point>({ x: number, y: nullable(number) });
    // @ts-expect-error y is forgotten
    record<Point>({ x: number });
    // @ts-expect-error there is no z
    record<Point>({ x: number, y: nullable(number), z: number });
    // @ts-expect-error y may be null
    record<Point>({ x: number, y: number });
    // @ts-expect-error x may not be null
    record<Point>({ x: nullable(number), y: nullable(number) });
    // @ts-expect-error x is no text
    record<Point>({ x: text, y: nullable(number) });
    // @ts-expect-error the line is forgotten
    union<Shape, 'kind'>('kind', { dot: { at: number } });
    const shapes: Kind<readonly Shape[]> = list(
      union<Shape, 'kind'>('kind', { dot: { at: number }, line: { length: number } }),
    );
    expect(point.safeParse({ x: 1, y: null }).success).toBe(true);
    expect(point.safeParse({ x: 1, y: null, z: 2 }).success).toBe(false);
    expect(shapes.safeParse([{ kind: 'dot', at: 1 }]).success).toBe(true);
    expect(shapes.safeParse([{ kind: 'dot', length: 1 }]).success).toBe(false);
  });
});
