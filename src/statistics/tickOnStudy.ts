import type { Look } from './definition.ts';

/**
 * The tick of a time on study that a statistic looks at. Events are at whole ticks, a scan at the one nearest its time, so
 * that a scan at this very time is at this very tick, whatever a tick is.
 */
export function tickOnStudy(time: number, { unit }: Pick<Look, 'unit'>): number {
  return Math.round(time / unit);
}
