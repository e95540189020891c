/** The designs of test/reference/groupSequential.R in this program's words. */
import type { EfficacyRule } from '../../src/sequential/efficacy.ts';
import type { SpendingFunction } from '../../src/sequential/spending.ts';

/** rpact's spending functions of alpha (as…) and beta (bs…); null for what is none. */
export function spendingOf(type: string, parameter: number | null): SpendingFunction | null {
  const value = parameter ?? Number.NaN;
  switch (type.slice(2)) {
    case 'OF':
      return { kind: 'obrienFleming' };
    case 'P':
      return { kind: 'pocock' };
    case 'HSD':
      return { kind: 'hwangShihDeCani', gamma: value };
    case 'KD':
      return { kind: 'kimDeMets', rho: value };
    default:
      return null;
  }
}

export function ruleOf(type: string, parameter: number | null): EfficacyRule {
  const spending = spendingOf(type, parameter);
  if (spending) return { kind: 'spending', spending };
  const value = parameter ?? Number.NaN;
  switch (type) {
    case 'OF':
      return { kind: 'obrienFleming' };
    case 'P':
      return { kind: 'pocock' };
    case 'WT':
      return { kind: 'wangTsiatis', delta: value };
    case 'HP':
      return { kind: 'haybittlePeto', z: value };
    default:
      throw new Error(`no rule for ${type}`);
  }
}

/** The largest difference between two lists, infinite when they differ in length. */
export function furthest(values: readonly number[], targets: readonly number[]): number {
  if (values.length !== targets.length) return Number.POSITIVE_INFINITY;
  return Math.max(...values.map((value, i) => (value === targets[i] ? 0 : Math.abs(value - targets[i]))));
}

export const OBRIEN_FLEMING_LIKE: EfficacyRule = { kind: 'spending', spending: { kind: 'obrienFleming' } };
