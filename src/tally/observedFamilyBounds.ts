/**
 * Bounds of the hypotheses of a family at the information that a replicate finds for each of them. In an intersection a
 * hypothesis has a share of alpha, which it spends over its own looks by its own information, the rest at its last test;
 * so its bounds there are those of a group-sequential trial of one hypothesis (`ObservedBounds`), one for every hypothesis
 * and share. Where every look of a hypothesis has found the information planned, they are the bounds as planned.
 */
import { normalQuantile } from '../maths/normal.ts';
import { ruleAtShare } from '../multiplicity/hypothesisPlan.ts';
import type { ObservedFamily, ObservedHypothesis } from '../multiplicity/observedFamily.ts';
import { INFORMATION_PARTS, ObservedBounds, type SequentialSpec } from './decisions.ts';

const NONE = Number.NEGATIVE_INFINITY;
/** Bounds at observed information are solved on coarse grids. */
const ROUNDED = -1e-3;

/** A hypothesis at a share of alpha, as a trial of one hypothesis. */
function specAtShare(
  { looks, fractions, spendingTime, efficacy, information, countsEvents }: ObservedHypothesis,
  alpha: number,
  share: number,
  planned: (look: number) => number,
): SequentialSpec {
  const places = looks.map(() => true);
  return {
    informationEvents: countsEvents ? information : INFORMATION_PARTS,
    solved: {
      fractions,
      ...(spendingTime && { spendingTime }),
      alpha: alpha * share,
      sides: 1,
      plannedDrift: 0,
      information: 1,
      futilityDrift: 0,
      efficacy: looks.map(planned),
      futility: looks.map(() => NONE),
      plan: {
        efficacy: ruleAtShare(efficacy, share, 'the family'),
        tested: places.slice(1),
        futility: null,
        chosen: places.slice(1).map(() => false),
        binding: false,
        information: 'observed',
        reestimation: null,
      },
    },
  };
}

/** What one replicate has found of the hypotheses so far. */
class Found {
  /** Information of hypothesis h at its look `place`, in whole parts; −1 where that look did not take place. */
  readonly information: Int32Array;
  /** The place of the latest look of each hypothesis, −1 before any. */
  readonly latest: Int32Array;
  /** Whether hypothesis h has found the information planned at all its looks so far: 1 or 0. */
  readonly asPlanned: Uint8Array;

  constructor(hypotheses: number, looks: number) {
    this.information = new Int32Array(hypotheses * looks);
    this.latest = new Int32Array(hypotheses);
    this.asPlanned = new Uint8Array(hypotheses);
  }
}

/** The bounds of a family, remembered from replicate to replicate and, by whoever keeps it, from block to block. */
export class ObservedFamilyBounds {
  private readonly family: ObservedFamily;
  private readonly found: Found;
  /** Place among its own looks of hypothesis h at a look, −1 where it is not tested: [h × looks + look]. */
  private readonly places: Int32Array;
  /** Parts of information planned at a place; −1 where they are not whole, so that every find differs. */
  private readonly planned: Int32Array;
  /** By intersection and hypothesis, those of one share being the same object. */
  private readonly observed: (ObservedBounds | null)[];
  /** No bound is lower: what is spent by a look is at least the chance of z to reach the look's bound. */
  private readonly floors: Float64Array;
  private readonly byShare = new Map<string, ObservedBounds>();

  constructor(family: ObservedFamily) {
    this.family = family;
    const { closed, hypotheses, alpha } = family;
    const { looks, shares } = closed;
    this.found = new Found(hypotheses.length, looks);
    this.places = new Int32Array(hypotheses.length * looks).fill(-1);
    this.planned = new Int32Array(hypotheses.length * looks).fill(-1);
    this.observed = Array.from({ length: closed.bounds.length / looks }, () => null);
    this.floors = Float64Array.from(shares ?? [], (share) => ROUNDED - normalQuantile(alpha * Math.min(1, share)));
    hypotheses.forEach((each, h) => {
      each?.looks.forEach((look, place) => {
        this.places[h * looks + look] = place;
        const parts = each.fractions[place] * (each.countsEvents ? each.information : INFORMATION_PARTS);
        if (Math.abs(parts - Math.round(parts)) < 1e-6) this.planned[h * looks + place] = Math.round(parts);
      });
    });
  }

  /** Forgets what the replicate before has found. */
  begin(): void {
    this.found.information.fill(-1);
    this.found.latest.fill(-1);
    this.found.asPlanned.fill(1);
  }

  /**
   * Hypothesis h finds this information, in its statistic's own unit, at a look; at the first that takes place at or after
   * its last one, it makes its last test.
   */
  find(h: number, look: number, information: number): void {
    const { closed, hypotheses } = this.family;
    const each = hypotheses[h];
    if (each === null) return;
    const { looks } = closed;
    const last = each.looks.length - 1;
    const place = look >= closed.lastTests[h] ? last : this.places[h * looks + look];
    if (place < 0) return;
    const { found } = this;
    if (place !== found.latest[h] + 1) found.asPlanned[h] = 0;
    const parts = Math.round(each.countsEvents ? information : (INFORMATION_PARTS * information) / each.information);
    found.information[h * looks + place] = parts;
    found.latest[h] = place;
    if (parts !== this.planned[h * looks + place]) found.asPlanned[h] = 0;
  }

  /** Whether z of hypothesis h reaches its bound in an intersection at a look, given what it has found up to there. */
  reaches(mask: number, h: number, look: number, z: number): boolean {
    const { closed, hypotheses } = this.family;
    const row = mask * closed.hypotheses + h;
    const planned = closed.bounds[row * closed.looks + look];
    const each = hypotheses[h];
    const { found } = this;
    if (each === null || planned === Number.POSITIVE_INFINITY || found.asPlanned[h] === 1) return z >= planned;
    return z >= this.floors[row] && z >= this.boundNow(row, h, each);
  }

  /** The bound of hypothesis h in an intersection at a look, given what it has found up to there; ∞ where it is not tested. */
  bound(mask: number, h: number, look: number): number {
    const { closed, hypotheses } = this.family;
    const row = mask * closed.hypotheses + h;
    const planned = closed.bounds[row * closed.looks + look];
    const each = hypotheses[h];
    if (each === null || planned === Number.POSITIVE_INFINITY || this.found.asPlanned[h] === 1) return planned;
    return this.boundNow(row, h, each);
  }

  private boundNow(row: number, h: number, each: ObservedHypothesis): number {
    const { found } = this;
    const bounds = this.observed[row] ?? this.boundsOf(row, h, each);
    const from = h * this.family.closed.looks;
    let history = bounds.begin();
    const latest = found.latest[h];
    for (let place = 0; place < latest; place++) {
      const information = found.information[from + place];
      if (information >= 0) history = bounds.after(history, place, information);
    }
    return bounds.at(history, latest, found.information[from + latest]).efficacy;
  }

  private boundsOf(row: number, h: number, each: ObservedHypothesis): ObservedBounds {
    const { closed, alpha } = this.family;
    const share = closed.shares?.[row] ?? 1;
    const key = `${h} ${share.toPrecision(12)}`;
    const planned = (look: number) => closed.bounds[row * closed.looks + look];
    const bounds = this.byShare.get(key) ?? new ObservedBounds(specAtShare(each, alpha, share, planned));
    this.byShare.set(key, bounds);
    this.observed[row] = bounds;
    return bounds;
  }
}
