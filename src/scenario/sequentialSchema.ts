/** What a group-sequential design stops for, as it stands in the file: efficacy, futility, re-estimation of the events. */
import * as z from 'zod';
import { number, oneOf, record } from './fields.ts';
import { meanings } from './meaning.ts';
import { perLook } from './planningValues.ts';
import { planned } from './provenance.ts';

const z20 = { from: -20, to: 20 };
const zHint = '(z of the test, above 0 for benefit), e.g. 0';
const chance = (hint: string) => planned(number({ above: 0, below: 1, hint }));

/** One of a few words, or a block of keys. */
function wordsOr<const W extends readonly string[], S extends z.ZodType>(words: W, block: S, rule: string) {
  return z.union([planned(z.enum(words, rule)), block]);
}

/** The families of spending functions that have a parameter. */
const spendingParameters = () => ({
  hwangShihDeCani: planned(number({ from: -40, to: 40, hint: '(γ; negative spends late, 0 evenly), e.g. -4' }))
    .describe('Hwang–Shih–DeCani with this γ: negative spends late, 0 evenly')
    .register(meanings, { words: 'Hwang–Shih–DeCani γ', is: 'number' })
    .optional(),
  kimDeMets: planned(number({ above: 0, to: 50, hint: '(ρ, the power of the fraction), e.g. 3' }))
    .describe('Kim–DeMets: in proportion to the information fraction to the power of this ρ')
    .register(meanings, { words: 'Kim–DeMets ρ', is: 'number' })
    .optional(),
});

/** How the error of one look is spent. */
export const spendingOfOneLook = wordsOr(
  ['obrienFleming', 'pocock'],
  record(spendingParameters()),
  'must be obrienFleming, pocock or a block of one key: hwangShihDeCani, kimDeMets, e.g. {hwangShihDeCani: -4}',
);

export const spendingFunction = (what: string) =>
  wordsOr(
    ['obrienFleming', 'pocock'],
    record({
      ...spendingParameters(),
      cumulative: z
        .array(
          planned(number({ from: 0, below: 1, hint: `(${what} spent by then), e.g. 0.005` })),
          `must be a list of the ${what} spent by each look and by the final analysis, e.g. [0.005, 0.025]`,
        )
        .describe(`The ${what} spent by each look and by the final analysis`)
        .register(meanings, { words: `${what} spent`, is: 'share' })
        .optional(),
    }),
    'must be obrienFleming, pocock or a block of one key: hwangShihDeCani, kimDeMets, cumulative, e.g. {hwangShihDeCani: -4}',
  );

const boundsEachLook = (what: string, example: string, value: z.ZodType<number>) =>
  z
    .array(
      planned(value).nullable(),
      `must be a list of ${what}, one a look and the final analysis last, e.g. ${example}`,
    )
    .describe(`${what} of each look, the final analysis last; null where efficacy is not tested`)
    .register(meanings, { words: `${what} of each look`, is: 'number' })
    .optional();

const efficacyBounds = wordsOr(
  ['obrienFleming', 'pocock'],
  record({
    wangTsiatis: planned(number({ from: -0.5, to: 1, hint: '(Δ; 0 is O’Brien–Fleming, 0.5 Pocock), e.g. 0.25' }))
      .describe('Wang–Tsiatis with this Δ: 0 is O’Brien–Fleming, 0.5 Pocock')
      .register(meanings, { words: 'Wang–Tsiatis Δ', is: 'number' })
      .optional(),
    haybittlePeto: planned(number({ above: 0, to: 20, hint: '(z of every look before the final analysis), e.g. 3' }))
      .describe('Haybittle–Peto: this z at every look; the final analysis spends what is left of alpha')
      .register(meanings, { words: 'Haybittle–Peto z', is: 'number' })
      .optional(),
    z: boundsEachLook('z', '[3, 2.5, 2]', number({ above: 0, to: 20, hint: '(z of the test), e.g. 2.5' })),
    p: boundsEachLook(
      'nominal p-values',
      '[0.001, 0.01, 0.02]',
      number({ above: 0, below: 1, hint: '(a nominal p-value with the sides of the test), e.g. 0.001' }),
    ),
  }),
  'must be obrienFleming, pocock or a block of one key: wangTsiatis, haybittlePeto, z, p, e.g. {haybittlePeto: 3}',
);

export const efficacy = z
  .union([
    z.literal('none', 'must be none or a block of keys: spending, bounds, e.g. {spending: obrienFleming}'),
    record({
      spending: spendingFunction('alpha')
        .describe('How alpha is spent over the looks; at the information observed there, unless information: planned')
        .optional(),
      bounds: efficacyBounds.describe('Bounds of a classical shape, or bounds as given').optional(),
    }),
  ])
  .meta({
    id: 'efficacyStops',
    description: 'When a look stops for efficacy: exactly one of spending, bounds; or none, to test at the end only',
  })
  .register(meanings, { words: 'efficacy stops', is: 'choice', about: 'looks', decided: true });

export const futility = record({
  spending: spendingFunction('beta')
    .describe('How beta is spent over the looks; the bounds depend on alpha, beta and the information only')
    .optional(),
  beta: planned(number({ above: 0, below: 1, hint: '(1 − power), e.g. 0.1' }))
    .describe('What spending spends; 1 − the first targetPower by default (for cumulative, the last of its list)')
    .register(meanings, { words: 'beta', is: 'share' })
    .optional(),
  z: perLook(
    planned(number({ ...z20, hint: zHint })),
    'must be a number or a list of one a look, e.g. 0 or [0, 0.5]; null where a look has no futility stop',
  )
    .describe('Stop at this z or below; one number, or a list of one a look with null where a look has no such stop')
    .register(meanings, { words: 'futility z', is: 'number' })
    .optional(),
  hazardRatio: perLook(
    planned(number({ from: 0.01, to: 100, hint: '(an observed hazard ratio, experimental ÷ control), e.g. 1' })),
    'must be a number or a list of one a look, e.g. 1 or [1, 0.9]; null where a look has no futility stop',
  )
    .describe('Stop at this observed hazard ratio (experimental ÷ control) or above; one number, or one a look')
    .register(meanings, { words: 'futility hazard ratio', is: 'hazard ratio' })
    .optional(),
  conditionalPower: perLook(
    chance('(a conditional power), e.g. 0.2'),
    'must be a number or a list of one a look, e.g. 0.2 or [0.1, 0.2]; null where a look has no futility stop',
  )
    .describe('Stop at this conditional power of claiming efficacy later, or below; one number, or one a look')
    .register(meanings, { words: 'futility conditional power', is: 'share' })
    .optional(),
  under: planned(oneOf(['planned', 'observed']))
    .describe('The effect that conditionalPower assumes for what is to come; planned by default')
    .register(meanings, { words: 'effect that conditional power assumes', is: 'choice' })
    .optional(),
  predictivePower: perLook(
    chance('(a predictive power), e.g. 0.1'),
    'must be a number or a list of one a look, e.g. 0.1 or [0.05, 0.1]; null where a look has no futility stop',
  )
    .describe('Stop at this predictive power (flat prior) or below; one number, or one a look')
    .register(meanings, { words: 'futility predictive power', is: 'share' })
    .optional(),
  binding: planned(z.boolean('must be true or false'))
    .describe('true: efficacy takes credit for futility stops, which are then compulsory; false by default')
    .register(meanings, { words: 'binding futility', is: 'choice' })
    .optional(),
})
  .meta({
    id: 'futilityStops',
    description:
      'When a look stops for futility: exactly one of spending, z, hazardRatio, conditionalPower, predictivePower',
  })
  .register(meanings, { words: 'futility stops', is: 'choice', about: 'looks', decided: true });

export const information = planned(oneOf(['observed', 'planned']))
  .describe('observed (the default): spend on the information observed at a look; planned: keep the bounds as planned')
  .register(meanings, { words: 'information that bounds use', is: 'choice', about: 'looks', decided: true });

export const reestimation = (mostEvents: number) =>
  record({
    look: planned(number({ whole: true, from: 1, to: 19, hint: '(a look, counted from 1), e.g. 1' }))
      .describe('The look that re-estimates, counted from 1: the last before the final analysis')
      .register(meanings, { words: 'look that re-estimates', is: 'count' })
      .optional(),
    conditionalPower: record({
      from: planned(number({ from: 0, below: 1, hint: '(a conditional power), e.g. 0.3' }))
        .describe(
          'Conditional power from which the result is promising; 0.3 by default, 0.5 with statistic: unweighted',
        )
        .register(meanings, { words: 'conditional power that is promising', is: 'share' })
        .optional(),
      target: chance('(a conditional power), e.g. 0.9')
        .describe(
          'Conditional power below which it is promising, and that more events bring it to; the first targetPower',
        )
        .register(meanings, { words: 'conditional power aimed at', is: 'share' })
        .optional(),
    })
      .describe('The promising zone, in conditional power at the events planned')
      .optional(),
    effect: planned(oneOf(['observed', 'planned']))
      .describe('The effect that conditional power assumes; observed by default')
      .register(meanings, { words: 'effect that conditional power assumes', is: 'choice' })
      .optional(),
    maxEvents: planned(
      number({ whole: true, from: 1, to: mostEvents, hint: 'events, more than the final analysis plans, e.g. 525' }),
    )
      .describe('Cap on the events of the final analysis')
      .register(meanings, { words: 'most events', is: 'count' }),
    statistic: planned(oneOf(['weighted', 'unweighted']))
      .describe(
        'Final test: weighted (Cui, Hung & Wang; the default), which holds alpha whatever is added, or unweighted',
      )
      .register(meanings, { words: 'final test after re-estimation', is: 'choice' })
      .optional(),
  })
    .meta({
      id: 'reestimation',
      description: 'One look may raise the events of the final analysis where its result is promising; patients stay',
    })
    .register(meanings, { about: 'looks', decided: true });
