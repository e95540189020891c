/** Procedures that keep the error over a family of hypotheses, and what their parameters must be. */
import { graphProblem, weightsProblem } from './graph.ts';

/** The most hypotheses: all procedures are read as closed tests, whose 2ⁿ − 1 intersections stay few up to here. */
export const MOST_HYPOTHESES = 6;

export type Procedure =
  /** Every hypothesis is tested at the whole alpha, without control of the family's error, for comparison. */
  | { readonly kind: 'none' }
  /**
   * Every hypothesis is tested at the whole alpha, and only the rejection of all of them is a claim (co-primary
   * endpoints): a false claim needs a true hypothesis to be rejected, which happens with probability ≤ alpha whichever is
   * true (intersection–union test; R. L. Berger, Technometrics 24 (1982) 295–300).
   */
  | { readonly kind: 'allNeeded' }
  /** Shares of alpha that stay what they are; equal shares if left out. */
  | { readonly kind: 'bonferroni'; readonly weights?: readonly number[] }
  /**
   * Shares of alpha, of which those of the rejected go to the others in proportion (Holm 1979); equal shares if left
   * out.
   */
  | { readonly kind: 'holm'; readonly weights?: readonly number[] }
  /**
   * Each hypothesis is tested at the whole alpha once those before it in `order` are rejected; if that is left out,
   * they are in order of their numbers.
   */
  | { readonly kind: 'fixedSequence'; readonly order?: readonly number[] }
  /** Shares of alpha handed on along a graph: Bretz, Maurer, Brannath & Posch, Stat. Med. 28 (2009) 586–604. */
  | {
      readonly kind: 'graph';
      readonly weights: readonly number[];
      /** transitions[i][j]: share of hypothesis i's alpha that goes to j once i is rejected. */
      readonly transitions: readonly (readonly number[])[];
    }
  /** One bound for all, from the joint distribution of the statistics (Dunnett, JASA 50 (1955) 1096–1121). */
  | { readonly kind: 'dunnett' }
  /** The same with a bound of its own for every intersection (Marcus, Peritz & Gabriel, Biometrika 63 (1976) 655–660). */
  | { readonly kind: 'stepDownDunnett' }
  /** Step-up (Hochberg, Biometrika 75 (1988) 800–802); fixed designs, statistics not negatively dependent. */
  | { readonly kind: 'hochberg' };

/** Whether the procedure needs the correlation of the statistics. */
export function usesCorrelation({ kind }: Procedure): boolean {
  return kind === 'dunnett' || kind === 'stepDownDunnett';
}

/** What is wrong with the parameters of `procedure` for this many hypotheses, or null. */
export function procedureProblem(procedure: Procedure, hypotheses: number): string | null {
  if (!(Number.isInteger(hypotheses) && hypotheses >= 1 && hypotheses <= MOST_HYPOTHESES))
    return `hypotheses is ${hypotheses}; must be a whole number from 1 to ${MOST_HYPOTHESES}`;
  switch (procedure.kind) {
    case 'bonferroni':
      return procedure.weights ? weightsProblem(procedure.weights, hypotheses) : null;
    case 'holm': {
      const { weights } = procedure;
      if (!weights) return null;
      const zero = weights.indexOf(0);
      if (zero >= 0) return `weights[${zero}] is 0; must be above 0 for holm, which could never test it`;
      return weightsProblem(weights, hypotheses);
    }
    case 'fixedSequence': {
      const { order } = procedure;
      if (!order) return null;
      const sorted = [...order].sort((a, b) => a - b);
      if (sorted.length === hypotheses && sorted.every((hypothesis, i) => hypothesis === i)) return null;
      return `order is ${order.join(', ')}; must name each hypothesis 0 to ${hypotheses - 1} once`;
    }
    case 'graph':
      return weightsProblem(procedure.weights, hypotheses) ?? graphProblem(procedure.weights, procedure.transitions);
    default:
      return null;
  }
}
