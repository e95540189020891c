/** Whether a margin leaves the planned effect something to show: the planned hazard ratio must lie on its side of benefit. */
import { constantHazardRatio } from '../trial/arm.ts';
import { FIRST_COMPARED } from '../trial/comparison.ts';
import { favoursSooner } from '../trial/endpoint.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { type Context, figure } from './context.ts';
import { type Path, shown } from './problems.ts';

/** The margins that a planned hazard ratio leaves, for messages: the usual ones, and one that is nearer to it. */
function examplesBeyond(ratio: number, sooner: boolean): string {
  const near = Number((sooner ? ratio * 0.8 : ratio * 1.25).toPrecision(3));
  return (sooner ? ratio <= 1 : ratio >= 1) ? `e.g. ${near}` : `e.g. ${near}, or 1 for plain superiority`;
}

/**
 * Reports a margin of the test at `at` that no experimental arm is planned to be better than. Arms without one hazard
 * ratio for everybody at all times are not judged.
 */
export function checkMargin(
  { arms, test, endpoints }: Pick<UnsizedTrial, 'arms' | 'test' | 'endpoints'>,
  at: Path,
  context: Context,
): void {
  const { margin } = test.statistic;
  if (margin === undefined) return;
  const sooner = favoursSooner({ endpoints }, FIRST_COMPARED);
  const [control, ...experimental] = arms;
  const ratios = experimental.map((arm) => constantHazardRatio(arm, control));
  const beyond = (ratio: number | null) => ratio !== null && (sooner ? ratio <= margin : ratio >= margin);
  if (!ratios.every(beyond)) return;
  const planned = ratios as number[];
  const best = sooner ? Math.max(...planned) : Math.min(...planned);
  const names = experimental.map(({ name }) => shown(name)).join(' and ');
  const same = Math.abs(best - margin) <= 1e-9 * margin;
  const whose = `the planned hazard ratio of ${names}`;
  const ratio = `${names.includes(' and ') ? 'at best ' : ''}${figure(best)}`;
  const state = same ? `which is ${whose}` : `but ${whose} is ${ratio}`;
  const rule = `a ${sooner ? 'sooner' : 'later'} event being the benefit, the margin must be ${sooner ? '<' : '>'} ${figure(best)}`;
  context.report([...at, 'margin'], `is ${figure(margin)}, ${state}; ${rule}, ${examplesBeyond(best, sooner)}`);
}
