/** Words for a protocol about a trial without a control. */
import type { OneSampleFound } from '../../questions/exact/oneSampleFound.ts';
import type { StagesFound } from '../../questions/exact/stagesFound.ts';
import type { SingleArmResponse, SingleArmTime } from '../../scenario/plannedSingleArm.ts';
import { count, fixed, percent, significant } from '../numbers.ts';
import { say, traced } from '../statement/draft.ts';
import type { ExactWords } from './exactPresenter.ts';
import { mediansText } from './oneSampleReport.ts';
import { conductText, designName, stagesText } from './stagesReport.ts';

const EXACT = 'sum over both binomial stages, exact';

export function stagesWords(found: StagesFound, plan: SingleArmResponse): ExactWords | null {
  const { design, underNull, asPlanned } = found;
  if (design === null || underNull === null || asPlanned === null) return null;
  const { name, endpoint, alpha, nullRate, rate } = plan;
  const patients = traced(count(design.patients), `single-arm design ${stagesText(design)}`);
  const power = traced(percent(asPlanned.claim), `${EXACT}, at a rate of ${percent(rate, 0)}`);
  const error = traced(percent(underNull.claim), `${EXACT}, at a rate of ${percent(nullRate, 0)}`);
  const stop = traced(percent(underNull.stop), `${EXACT}, at a rate of ${percent(nullRate, 0)}`);
  const expected = traced(fixed(underNull.patients, 1), `${EXACT}, at a rate of ${percent(nullRate, 0)}`);
  const early =
    design.first === null
      ? say``
      : say` If the rate is ${percent(nullRate, 0)}, the trial stops after its first stage with probability ${stop} and treats ${expected} patients on average.`;
  const sentence = say`The treatment (${name}) is studied without a control in up to ${patients} patients by ${designName(plan)}, with ${endpoint} as the endpoint. ${conductText(design, plan)} The design has a power of ${power} if the true rate is ${percent(rate, 0)}, and a type I error of ${error} (one-sided alpha ${significant(alpha)}) if it is ${percent(nullRate, 0)}.`;
  return {
    headline: say`${patients} patients in a single arm give a power of ${power} to tell a rate of ${percent(rate, 0)} from ${percent(nullRate, 0)}.`,
    protocol: [[...sentence, ...early]],
    grant: [sentence],
  };
}

export function oneSampleWords(found: OneSampleFound, plan: SingleArmTime): ExactWords | null {
  const { formula, simulated, looks } = found;
  if (formula === null || found.patients === null) return null;
  const { name, endpoint, alpha, unit, look } = plan;
  const patients = traced(count(found.patients), 'patients of the single-arm trial');
  const power =
    simulated === null
      ? traced(percent(formula.asPlanned.power), 'large samples with the exact variance of E − O (Wu 2015)')
      : traced(
          percent(simulated.asPlanned.power.estimate),
          `simulated, ${count(simulated.asPlanned.power.replicates)} replicates`,
        );
  const ignored = simulated?.asPlanned.powerIgnoring.estimate ?? formula.asPlanned.powerIgnoring;
  const ignoring =
    (look?.futility ?? null) === null
      ? say``
      : say` (${traced(percent(ignored), 'the same, with the stop for futility ignored')} with the futility stop ignored)`;
  const final = looks[looks.length - 1];
  const events = traced(fixed(final.eventsAsPlanned, 0), 'events expected under the planned law');
  const interim =
    look === null || looks.length < 2
      ? say``
      : say` One look is made at ${unit} ${fixed(looks[0].time, 1)}${looks[0].efficacy === null ? '' : `, which claims efficacy at z ≥ ${fixed(looks[0].efficacy, 3)}`}${looks[0].futility === null ? '' : `${looks[0].efficacy === null ? ', which' : ' and'} stops for futility (${look.binding ? 'binding' : 'non-binding'}) at z ≤ ${fixed(looks[0].futility, 3)}`}.`;
  const sentence = say`The treatment (${name}) is studied without a control in ${patients} patients. Time to ${endpoint} is compared with a historical law by the one-sample log-rank test at a one-sided alpha of ${significant(alpha)}: with ${mediansText(found, plan)}, ${events} events are expected by the final analysis at ${unit} ${fixed(final.time, 1)}, and power is ${power}${ignoring}.`;
  return {
    headline: say`${patients} patients in a single arm give a power of ${power}${ignoring} with ${mediansText(found, plan)}.`,
    protocol: [[...sentence, ...interim]],
    grant: [sentence],
  };
}
