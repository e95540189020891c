/** Design and hypothesis: arms, endpoint, test, level, and what the looks are for. */

import { definitionOf } from '../../statistics/registry.ts';
import { drivingEndpoint } from '../../trial/endpoint.ts';
import { testPhrase } from '../testWords.ts';
import { alphaDraft, outcome, testDraft } from './claim.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import { endpointsDraft, severalEndpoints } from './observed.ts';
import { directionOf, type Subject } from './subject.ts';
import { hypothesesDraft, ownTests, passesOn } from './tested.ts';

/** ` (Mantel 1966)`. */
function testSource({ unsized }: Subject): Draft {
  const { citation } = definitionOf(unsized.test.statistic);
  return citation === undefined ? NOTHING : say` (${citation})`;
}

function hypothesis(subject: Subject): Draft {
  const { unsized } = subject;
  const {
    test,
    family,
    arms: [control, experimental],
  } = unsized;
  if (family) return hypothesesDraft(subject, family);
  const { margin } = test.statistic;
  if (margin !== undefined) {
    const whose = say`the hazard ratio of ${experimental.name} against ${control.name}`;
    const beyond = drivingEndpoint(unsized).favours === 'sooner' ? 'or less' : 'or more';
    const ratio = traced(String(margin), 'trial.test.margin');
    return test.sides === 1
      ? say`The null hypothesis is that ${whose} is ${ratio} ${beyond}; the one-sided alternative is that ${outcome(subject, 'benefit')}.`
      : say`The null hypothesis is that ${whose} is the margin of ${ratio}; it is rejected in either direction.`;
  }
  if (test.sides === 1)
    return say`The one-sided alternative is that ${outcome(subject, 'benefit')}; a difference the other way is not tested.`;
  const planned =
    directionOf(subject) === 'harm' ? say` The effect assumed is that ${outcome(subject, 'harm')}.` : NOTHING;
  return say`The null hypothesis is that ${experimental.name} and ${control.name} do not differ; it is rejected in either direction.${planned}`;
}

function procedure({ family }: Subject): Draft {
  if (family === null) return NOTHING;
  const named = family.planned.procedure;
  if (named === 'all needed') return NOTHING;
  if (named === 'no adjustment') return say`, each at that level without adjustment for their number`;
  const source: Record<string, string> = {
    Holm: 'Holm 1979',
    Hochberg: 'Hochberg 1988',
    Dunnett: 'Dunnett 1955',
    'step-down Dunnett': 'Dunnett 1955',
    'graphical procedure (Bretz–Maurer)': 'Bretz et al. 2009',
  };
  const cited = source[named];
  const plain = named.replace(' (Bretz–Maurer)', '');
  const whose = cited === undefined ? plain : cited.startsWith(plain) ? cited : `${plain}; ${cited}`;
  return say`, held over all hypotheses (${whose})`;
}

/** The first test beside the one that decides, and how many more; what it leaves out of the deciding test is stated. */
function besidePhrase({ test }: Subject['unsized'], unit: string): string {
  const [first, ...others] = test.beside;
  const unstratified = test.stratifiedBy.length > 0 && first.stratifiedBy.length === 0 ? 'unstratified ' : '';
  const more = others.length === 0 ? '' : ` and ${others.length} ${others.length === 1 ? 'other' : 'others'}`;
  return `${unstratified}${testPhrase(first, unit)}${more}`;
}

export function designAndHypothesis(subject: Subject): Draft {
  const { unsized, scenario, unit } = subject;
  const { family } = unsized;
  const arms = unsized.arms;
  const { name: named } = drivingEndpoint(unsized);
  const several = severalEndpoints(subject);
  const endpoint =
    several !== null
      ? say` ${endpointsDraft(subject, several)}`
      : named !== null
        ? say` The endpoint is ${named}.`
        : scenario.reported === null
          ? NOTHING
          : say` The endpoint is that of the published study, ${scenario.reported.endpoint}.`;
  const versus = say`The trial compares ${enumerated(arms.slice(1).map(({ name }) => say`${name}`))} with ${unsized.arms[0].name}.`;
  const beside =
    unsized.test.beside.length === 0
      ? NOTHING
      : say` Beside it, deciding nothing, ${unsized.test.beside.length === 1 ? 'one other test is' : 'other tests are'} made (${besidePhrase(unsized, unit)}).`;
  return joined(
    [
      say`${versus}${endpoint}`,
      hypothesis(subject),
      say`Arms are compared by the ${testDraft(subject)}${testSource(subject)} at ${alphaDraft(subject)}${procedure(subject)}.${family === undefined ? NOTHING : say`${passesOn(family)}${ownTests(subject, family)}`}${beside}`,
    ],
    ' ',
  );
}
