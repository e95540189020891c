/** Arms as tests put them together: by their laws. */
import { isDeepStrictEqual } from 'node:util';
import type { SurvivalLaw } from '../../src/survival/law.ts';
import { type ArmParts, type Arms, makeArms } from '../../src/trial/arm.ts';
import { type Effect, lawOf } from '../../src/trial/effect.ts';

type ArmOfLaw = Omit<ArmParts, 'effect'> & { readonly effect?: Effect; readonly law: SurvivalLaw };

/** The arms with these laws; a law that does not follow from the effect beside it is the arm's own. */
export function armsOfLaws(control: ArmOfLaw, first: ArmOfLaw, ...further: readonly ArmOfLaw[]): Arms {
  const parts = ({ law, effect, ...rest }: ArmOfLaw): ArmParts => {
    const follows = effect !== undefined && isDeepStrictEqual(lawOf(effect, control.law, rest.start?.lag), law);
    return { ...rest, effect: follows ? effect : { kind: 'own', law } };
  };
  return makeArms(parts(control), parts(first), ...further.map(parts));
}
