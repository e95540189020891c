/** A law whose cumulative hazard is costly to find, tabulated once. */
import { exp } from '../elementary/exp.ts';
import { clockTime } from './clock.ts';
import { hazardBreaks, invertLaw, NO_EFFECT, type SurvivalLaw, timeAtCumulativeHazard } from './law.ts';
import { type ClockNode, tabulatedClock, tabulatedCumulativeHazard, tabulatedHazard } from './tabulatedClock.ts';

export interface Tabulation {
  /** The cumulative hazard and the hazard at t > 0, and just after 0. */
  readonly at: (t: number) => ClockNode;
  /** Times at which the hazard jumps or bends. */
  readonly breaks: readonly number[];
  /** The laws of stages that patients go through one after another; a stage may have several of them. */
  readonly slowest: readonly SurvivalLaw[];
  /** As in TabulatedClock. */
  readonly exponent: number;
}

/** Error of survival at the middle of a piece beyond which its halves are halved; that within a half is a sixteenth of it. */
const TOLERANCE = 2e-8;
/** The same of the fall of survival, which sees what the middle alone does not. */
const FALL_TOLERANCE = 2e-7;
/** Survival may fall by so much within a piece. */
const LARGEST_DROP = 0.08;
/** Cumulative hazard by which so few are left that nothing of them shows. */
const SPENT = 20;
/** Hazard × time below which those who are left fail no more. */
const ENDED = 1e-12;
/** A piece this short beside its end is not halved. */
const SHORTEST = 1e-13;

/** By how much survival in the middle of a piece, and its fall over as long as the piece, differ from what is interpolated. */
function errorsOf(left: ClockNode, middle: ClockNode, right: ClockNode): readonly [number, number] {
  const width = right.time - left.time;
  const piece = tabulatedClock([
    { time: 0, cumulative: 0, before: left.after, after: left.after },
    { time: width, cumulative: right.cumulative - left.cumulative, before: right.before, after: right.before },
  ]);
  const between = left.cumulative + tabulatedCumulativeHazard(piece, width / 2);
  const alive = exp(-middle.cumulative);
  const slope = tabulatedHazard(piece, width / 2) - middle.after;
  return [Math.abs(exp(-between) - alive), Math.abs(slope) * width * alive];
}

/** The time by which all have failed who ever do under this law. */
function endOf(law: SurvivalLaw): number {
  const { clock, steps } = law;
  const end = timeAtCumulativeHazard(invertLaw(law), SPENT);
  if (Number.isFinite(end)) return end;
  const last = Math.max(0, ...hazardBreaks(law));
  return clock.kind === 'cure' ? Math.max(last, clockTime(clock.uncured, SPENT / Math.min(1, ...steps.ratios))) : last;
}

/** The law, within 1e-7 of what is tabulated in survival at all times. */
export function tabulatedLaw({ at, breaks, slowest, exponent }: Tabulation): SurvivalLaw {
  const ends = slowest.map(endOf).filter(Number.isFinite);
  const latest = Math.max(
    ends.reduce((sum, end) => sum + end, 0),
    ...breaks.filter(Number.isFinite),
  );
  const horizon = latest > 0 ? latest : 1;
  const edges = [...new Set([0, ...breaks.filter((t) => t < horizon), horizon])].sort((a, b) => a - b);
  const nodes: ClockNode[] = [{ ...at(0), cumulative: 0 }];
  /** Adds nodes after `left` until `right`; the middle of a piece is known by the time that the piece is good enough. */
  const add = (left: ClockNode, right: ClockNode): void => {
    const width = right.time - left.time;
    const middle = at(left.time + width / 2);
    const [error, fall] = errorsOf(left, middle, right);
    const drop = exp(-left.cumulative) - exp(-right.cumulative);
    const enough = error <= TOLERANCE && fall <= FALL_TOLERANCE && drop <= LARGEST_DROP;
    if (enough || width < SHORTEST * right.time) nodes.push(middle, right);
    else {
      add(left, middle);
      add(middle, right);
    }
  };
  for (let j = 1; j < edges.length; j++) add(nodes[nodes.length - 1], at(edges[j]));
  const last = nodes[nodes.length - 1];
  const rest = last.after * last.time < ENDED ? 0 : last.after;
  nodes[nodes.length - 1] = { ...last, after: rest, before: rest === 0 ? 0 : last.before };
  return { clock: tabulatedClock(nodes.map(smooth), exponent), steps: NO_EFFECT };
}

/** A node without the jump that rounding alone gives it. */
function smooth(node: ClockNode): ClockNode {
  const { before, after } = node;
  return Math.abs(before - after) <= 1e-9 * Math.max(before, after) ? { ...node, before: after } : node;
}
