/** Arms as tests put them together and look into them: by their laws. */
import { isDeepStrictEqual } from 'node:util';
import type { SurvivalLaw } from '../../src/survival/law.ts';
import { type Arm, type ArmParts, type Arms, makeArms } from '../../src/trial/arm.ts';
import { type Effect, lawOf } from '../../src/trial/effect.ts';
import { lawOfEndpoint, timeToEvent } from '../../src/trial/endpoint.ts';

type ArmOfLaw = Omit<ArmParts, 'effect'> & {
  readonly effect?: Effect | undefined;
  readonly law?: SurvivalLaw | undefined;
};

/** The law of the time to the event of an arm. */
export function lawOfArm(arm: Pick<Arm, 'history'> | undefined): SurvivalLaw {
  if (arm === undefined) throw new Error('there is no such arm');
  return lawOfEndpoint(arm, timeToEvent());
}

/** The arms with these laws; a law that does not follow from the effect beside it is the arm's own. */
export function armsOfLaws(control: ArmOfLaw, first: ArmOfLaw, ...further: readonly ArmOfLaw[]): Arms {
  const ofControl = control.law ?? (control.effect?.kind === 'own' ? control.effect.law : undefined);
  if (ofControl === undefined) throw new Error('the control has no law');
  const parts = ({ law, effect, ...rest }: ArmOfLaw): ArmParts => {
    if (law === undefined && effect !== undefined) return { ...rest, effect };
    if (law === undefined) throw new Error(`${rest.name} has neither a law nor an effect`);
    const follows = effect !== undefined && isDeepStrictEqual(lawOf(effect, ofControl, rest.start?.lag), law);
    return { ...rest, effect: follows ? effect : { kind: 'own', law } };
  };
  return makeArms(parts(control), parts(first), ...further.map(parts));
}
