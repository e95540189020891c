/** First events given by their parts: the hazards of progression and of death without it, from the file to one law. */
import { competing } from '../survival/competing.ts';
import type { DeathShare } from '../survival/diseaseCourse.ts';
import type { SurvivalLaw } from '../survival/law.ts';
import { type Effect, lawOf } from '../trial/effect.ts';
import type { Context } from './context.ts';
import type { Path } from './problems.ts';
import type { SurvivalFile } from './schema.ts';
import { plannedEffect } from './survival.ts';

export type TransitionsFile = Extract<SurvivalFile, { model: 'transitions' }>;

/** The laws of an arm's transitions from randomisation, each as if the other never happened. */
export interface FirstTransitions {
  readonly progression: SurvivalLaw;
  readonly death: SurvivalLaw;
}

/** The transitions at `at`; `control`: those of the control arm. Null when something is wrong. */
export function plannedTransitions(
  spec: TransitionsFile,
  control: FirstTransitions | null,
  at: Path,
  context: Context,
): FirstTransitions | null {
  const lawAt = (key: 'progression' | 'death'): SurvivalLaw | null => {
    const path = [...at, key];
    const effect = plannedEffect(spec[key], path, context);
    if (effect === null || effect.kind === 'own') return effect?.law ?? null;
    if (control !== null) return lawOf(effect, control[key]);
    context.report(
      [...path, 'model'],
      'is relative; only an experimental arm is relative to the transitions of the control, which needs laws of its own',
    );
    return null;
  };
  const [progression, death] = [lawAt('progression'), lawAt('death')];
  return progression && death && { progression, death };
}

/** The law of the first event, and which of them are deaths. Null where they have none in closed form. */
export function firstOf(
  { progression, death }: FirstTransitions,
  at: Path,
  context: Context,
): { readonly effect: Effect; readonly deaths: DeathShare } | null {
  const both = competing(progression, death);
  if (both.kind === 'first') return { effect: { kind: 'own', law: both.first }, deaths: both.deaths };
  context.report(
    at,
    'has transitions of different models; must be both of constant hazards by period, or both Weibull of one shape, for their sum to have a law',
  );
  return null;
}
