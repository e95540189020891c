/** A trial of a proportion in two arms: from the file to what is planned. */
import type * as z from 'zod';
import { MARGIN_STATISTICS, type ProportionTest } from '../proportions/proportionTest.ts';
import { findArms } from './arms.ts';
import { type Context, figure, watched } from './context.ts';
import type { Path } from './problems.ts';
import type { Plain } from './provenance.ts';
import { words } from './reported.ts';
import { MOST_ENUMERATED, type responseTrialSchema } from './responseSchema.ts';

export interface ResponseArm {
  readonly name: string;
  /** Planned probability of the event. */
  readonly rate: number;
  /** Patients of an allocation block. */
  readonly weight: number;
}

/** A trial whose endpoint is an event that a patient has or has not, compared between two arms. */
export interface ResponseTrial {
  readonly endpoint: string;
  /** Whether more events are better. */
  readonly wanted: boolean;
  readonly control: ResponseArm;
  readonly experimental: ResponseArm;
  /** Of both arms together; null where the file leaves their number open. */
  readonly patients: number | null;
  readonly test: ProportionTest;
  readonly targetPower: readonly number[];
}

export type ResponseTrialFile = Plain<z.infer<typeof responseTrialSchema>>;

/** Resolves the part of the file at `at`; null where something is wrong, and every reason found is reported. */
export function plannedResponseTrial(spec: ResponseTrialFile, at: Path, outer: Context): ResponseTrial | null {
  const { context, sound } = watched(outer);
  const positions = findArms(spec.arms, 1, [...at, 'arms'], context);
  const test = plannedTest(spec.test ?? {}, [...at, 'test'], context);
  const targetPower = targets(spec.targetPower ?? [0.8, 0.9], test, [...at, 'targetPower'], context);
  if (positions === null) return null;
  const [weightE, weightC] = (spec.allocation ?? '1:1').split(':').map(Number);
  const arm = (i: number, weight: number): ResponseArm => ({
    name: words(spec.arms[i].name),
    rate: spec.arms[i].rate,
    weight,
  });
  const wanted = spec.event !== 'unwanted';
  const plan: ResponseTrial = {
    endpoint: words(spec.endpoint),
    wanted,
    control: arm(positions.control, weightC),
    experimental: arm(positions.experimental[0], weightE),
    patients: spec.patients ?? null,
    test,
    targetPower,
  };
  checkMargin(plan, [...at, 'test', 'margin'], context);
  checkPatients(plan, [...at, 'patients'], context);
  return sound() ? plan : null;
}

function plannedTest(spec: NonNullable<ResponseTrialFile['test']>, at: Path, context: Context): ProportionTest {
  const { statistic = 'pearson', sides = 2, margin = 0 } = spec;
  if (margin !== 0 && !MARGIN_STATISTICS.includes(statistic))
    context.report(
      [...at, 'margin'],
      `is ${figure(margin)}, but ${statistic} tests that the rates are equal; take statistic: farrington-manning or miettinen-nurminen, or leave margin out`,
    );
  return { statistic, alpha: spec.alpha ?? (sides === 1 ? 0.025 : 0.05), sides, margin };
}

function targets(given: number | readonly number[], test: ProportionTest, at: Path, context: Context): number[] {
  const powers = [given].flat();
  powers.forEach((power, i) => {
    if (power <= test.alpha)
      context.report(
        Array.isArray(given) ? [...at, i] : at,
        `is ${figure(power)}; must be > ${figure(test.alpha)}, the alpha of the test, e.g. 0.8`,
      );
  });
  return powers;
}

/** A margin that the planned rates do not beat cannot be refuted. */
function checkMargin(plan: ResponseTrial, at: Path, context: Context): void {
  const { control, experimental, test, wanted } = plan;
  if (test.margin === 0) return;
  const difference = experimental.rate - control.rate;
  if (wanted ? difference > test.margin : difference < test.margin) return;
  const [better, side] = wanted ? ['more', 'below'] : ['fewer', 'above'];
  context.report(
    at,
    `is ${figure(test.margin)}; must be ${side} ${figure(difference)}, the planned difference of the rates (experimental − control), as ${better} events are better: no trial could show what is not planned`,
  );
}

function checkPatients({ patients, control, experimental }: ResponseTrial, at: Path, context: Context): void {
  if (patients === null) return;
  const block = control.weight + experimental.weight;
  // Fewer leave an arm with no patient or with one.
  const least = Math.ceil((2 * block) / Math.min(control.weight, experimental.weight));
  if (patients < least)
    context.report(
      at,
      `is ${patients}; must be ≥ ${least}, so that each arm has two patients at ${experimental.weight}:${control.weight}`,
    );
  if (patients > MOST_ENUMERATED)
    context.report(
      at,
      `is ${patients}; must be ≤ ${MOST_ENUMERATED}, for whom every outcome can be enumerated; leave it out and ask size, which says N by formula too`,
    );
}
