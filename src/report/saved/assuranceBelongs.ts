/** Whether an answer to `assurance` belongs to its scenario: the same trial, and what it believes. */
import type { AssuranceResult } from '../../questions/assurance.ts';
import type { ResolvedScenario } from '../presenter.ts';
import { at, ofCharacteristics, ofFamily, planIn, present } from './belongs.ts';
import type { Wrong } from './kinds.ts';

/** What a believed value says of its prior as the scenario does. */
const STATED = ['path', 'meaning', 'value', 'printed', 'shrunken', 'source', 'note'] as const;

export function assuranceBelongs(given: AssuranceResult, scenario: ResolvedScenario, wrong: Wrong): void {
  const plan = planIn(scenario, wrong);
  if (plan === null) return;
  const { priors = [], trial } = scenario;
  if (given.patients !== plan.patients) wrong(['patients'], `must be ${plan.patients}, as in the scenario`);
  if (given.sides !== trial?.unsized.test.sides)
    wrong(['sides'], `must be ${trial?.unsized.test.sides}, as in the scenario`);
  if (given.priors.length !== priors.length) {
    wrong(['priors'], `must be a list of ${priors.length}, the priors of the scenario`);
    return;
  }
  given.priors.forEach((believed, i) => {
    for (const key of STATED)
      if (JSON.stringify(believed[key]) !== JSON.stringify(priors[i][key]))
        wrong(['priors', i, key], 'must be as in the scenario');
  });
  ofCharacteristics(given.characteristics, plan, at(wrong, 'characteristics'));
  ofFamily(given.family, plan, at(wrong, 'family'));
  if (present(given.looks, plan.sequential && plan.hypotheses === null, at(wrong, 'looks')))
    if (given.looks?.looks.length !== plan.looks)
      wrong(['looks', 'looks'], `must be a list of ${plan.looks}, the looks of the scenario`);
  present(given.curve, trial?.patientsFollow !== true, at(wrong, 'curve'));
}
