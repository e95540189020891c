/** What is found of a trial without a control whose endpoint is a response, exactly. */
import type { SingleArmResponse } from '../../scenario/plannedSingleArm.ts';
import { MOST_STAGED } from '../../scenario/singleArmSchema.ts';
import { type AdmissibleDesign, simonDesigns } from '../../singleArm/simon.ts';
import { type SingleStageDesign, singleStageSizes } from '../../singleArm/singleStage.ts';
import { type TwoStageCharacteristics, twoStageCharacteristics } from '../../singleArm/twoStage.ts';

/** A design in one stage or two: with one, `first` is null. */
export interface StagedDesign {
  /** First stage: it stops with at most so many responders. */
  readonly first: { readonly patients: number; readonly atMost: number } | null;
  readonly patients: number;
  /** Not promising with at most so many responders. */
  readonly atMost: number;
}

/** A design of the search, and the weights of N against the expected number for which it is the best. */
export interface StagedChoice extends StagedDesign {
  readonly name: 'minimax' | 'admissible' | 'optimal' | 'minimax and optimal';
  readonly expectedUnderNull: number;
  readonly stopUnderNull: number;
  readonly typeOneError: number;
  readonly power: number;
  readonly weightFrom: number;
  readonly weightTo: number;
}

export interface StagesFound {
  readonly kind: 'response';
  /** The design that the scenario asks for; null where none of up to `most` patients meets the targets. */
  readonly design: StagedDesign | null;
  /** Of that design at the null rate, the planned rate, and over the rates of the figure; empty without design. */
  readonly underNull: TwoStageCharacteristics | null;
  readonly asPlanned: TwoStageCharacteristics | null;
  readonly course: readonly TwoStageCharacteristics[];
  /** Minimax first, optimal last. */
  readonly choices: readonly StagedChoice[];
  /** One stage: the fewest patients, and the fewest from which the power stays above its target. */
  readonly singleStage: { readonly smallest: SingleStageDesign | null; readonly stable: SingleStageDesign | null };
  /** Patients up to which designs were searched. */
  readonly most: number;
}

const asStaged = ({ n1, r1, n, r }: AdmissibleDesign): StagedDesign => ({
  first: { patients: n1, atMost: r1 },
  patients: n,
  atMost: r,
});

/** Characteristics of a design in one stage or two. */
function characteristicsOf({ first, patients, atMost }: StagedDesign, rate: number): TwoStageCharacteristics {
  if (first !== null)
    return twoStageCharacteristics({ n1: first.patients, r1: first.atMost, n: patients, r: atMost }, rate);
  // One stage is two of which the first stops never.
  const { claim } = twoStageCharacteristics({ n1: patients - 1, r1: -1, n: patients, r: atMost }, rate);
  return { rate, stop: 0, claim, patients };
}

function choicesOf(designs: readonly AdmissibleDesign[], { nullRate, rate }: SingleArmResponse): StagedChoice[] {
  const last = designs.length - 1;
  return designs.map((design, i) => {
    const none = twoStageCharacteristics(design, nullRate);
    return {
      ...asStaged(design),
      name: last === 0 ? 'minimax and optimal' : i === 0 ? 'minimax' : i === last ? 'optimal' : 'admissible',
      expectedUnderNull: none.patients,
      stopUnderNull: none.stop,
      typeOneError: none.claim,
      power: twoStageCharacteristics(design, rate).claim,
      weightFrom: design.weights[0],
      weightTo: design.weights[1],
    };
  });
}

/** The rates of the figure, in steps of two per cent that hold both planned ones. */
function ratesOf({ nullRate, rate }: SingleArmResponse): number[] {
  const steps = Array.from({ length: 49 }, (_, i) => (i + 1) / 50);
  return [...new Set([...steps, nullRate, rate])].sort((x, y) => x - y);
}

export function stagesOf(plan: SingleArmResponse): StagesFound {
  const targets = { nullRate: plan.nullRate, rate: plan.rate, alpha: plan.alpha, power: plan.targetPower };
  const designs = simonDesigns(targets, MOST_STAGED);
  const singleStage = singleStageSizes(targets, MOST_STAGED);
  const wanted = plan.design;
  const chosen = (): StagedDesign | null => {
    switch (wanted.kind) {
      case 'given':
        return { first: { patients: wanted.n1, atMost: wanted.r1 }, patients: wanted.n, atMost: wanted.r };
      case 'single stage':
        return (
          singleStage.smallest && { first: null, patients: singleStage.smallest.n, atMost: singleStage.smallest.r }
        );
      default: {
        const found = designs.at(wanted.kind === 'minimax' ? 0 : -1);
        return found === undefined ? null : asStaged(found);
      }
    }
  };
  const design = chosen();
  const at = (rate: number) => characteristicsOf(design as StagedDesign, rate);
  return {
    kind: 'response',
    design,
    underNull: design && at(plan.nullRate),
    asPlanned: design && at(plan.rate),
    course: design === null ? [] : ratesOf(plan).map(at),
    choices: choicesOf(designs, plan),
    singleStage,
    most: MOST_STAGED,
  };
}
