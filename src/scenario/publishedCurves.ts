/** Survival of a planned arm from the published curve of a reported one. */
import { bestFit, fits, resampledClock } from '../evidence/fits.ts';
import { type PseudoPatient, reconstruct } from '../evidence/reconstruct.ts';
import type { SurvivalFit } from '../evidence/survivalFit.ts';
import type { WrittenClock } from '../survival/clock.ts';
import type { ArmWithCurve, Context } from './context.ts';
import { list } from './fields.ts';
import { nearest } from './nearest.ts';
import { type Path, shown } from './problems.ts';
import type { SurvivalFile } from './schema.ts';

type CurveModel = Extract<SurvivalFile, { model: 'published curve' }>;
export type FitChoice = NonNullable<CurveModel['fit']>;

/** Survival as chosen of reconstructed patients; null for a fit that their events are too few for. */
export function chosenClock(
  patients: readonly PseudoPatient[],
  choice: FitChoice,
): { readonly clock: WrittenClock; readonly fit: SurvivalFit | null } | null {
  if (choice === 'pseudo-patients') return { clock: resampledClock(patients), fit: null };
  const all = fits(patients).filter(({ model }) => {
    if (choice === 'best') return true;
    return choice === 'cure' ? model.endsWith(' cure') : model === choice || model.startsWith(`${choice} exponential`);
  });
  if (all.length === 0) return null;
  const fit = bestFit(all);
  return { clock: fit.clock, fit };
}

/** The curve that `arm` names; null, with the reason reported, where there is none. */
function namedCurve(arm: string, at: Path, context: Context): ArmWithCurve | null {
  if (context.curves === undefined) {
    context.report(
      at,
      'is published curve, but the scenario has no reported; give the study with the curve of the arm',
    );
    return null;
  }
  const arms = context.curves();
  if (arms === null) return null;
  const names = arms.map(({ name }) => name);
  const found = arms.find(({ name }) => name === arm.replace(/\s+/g, ' ').trim());
  if (found === undefined) {
    const near = nearest(arm, names);
    const hint = near === null ? '' : ` (did you mean ${shown(near)}?)`;
    context.report(
      [...at, 'arm'],
      `is ${shown(arm)}; must be a reported arm, ${list(names.map((name) => shown(name)))}${hint}`,
    );
    return null;
  }
  if (found.curve !== undefined) return found;
  context.report([...at, 'arm'], `is ${shown(arm)}, which is reported without a curve; give its points and atRisk`);
  return null;
}

/** The clock of a survival model at `at`. Null, with the reason reported, when something is wrong. */
export function curveClock(spec: CurveModel, at: Path, context: Context): WrittenClock | null {
  const arm = namedCurve(spec.arm, at, context);
  if (arm?.curve === undefined) return null;
  const choice = spec.fit ?? 'best';
  const found = chosenClock(reconstruct(arm.curve), choice);
  if (found === null)
    context.report(
      [...at, 'fit'],
      `is ${choice}, which the curve of ${shown(arm.name)} cannot be fitted by: it has too few events, or nobody censored`,
    );
  return found?.clock ?? null;
}

/** Where the survival of a planned arm comes from, in words. */
export function derivedFrom(arm: ArmWithCurve, choice: FitChoice): string | null {
  if (arm.curve === undefined) return null;
  const patients = reconstruct(arm.curve);
  const found = chosenClock(patients, choice);
  if (found === null) return null;
  const events = patients.filter(({ event }) => event).length;
  const of = `${patients.length} pseudo-patients with ${events} events of the published curve of ${arm.name}`;
  if (found.fit === null)
    return `through the Kaplan–Meier curve of ${of}; beyond the last event the hazard of the last quarter of them`;
  return `${found.fit.model} fitted by maximum likelihood to ${of}, AIC ${found.fit.aic.toFixed(1)}`;
}
