/** Schema of how long patients of an arm go without the event: one of several models. */
import * as z from 'zod';
import { number, oneModelOf, oneOf, record, text } from './fields.ts';
import { meanings } from './meaning.ts';
import { ratio, startTime, time } from './planningValues.ts';
import { planned } from './provenance.ts';
import { timed } from './treatmentStartSchema.ts';

const hazardHint = 'per timeUnit, e.g. 0.077';
const share = number({ above: 0, below: 1, hint: '(a share, e.g. 0.6 for 60 %)' });

const hazard = planned(number({ above: 0, to: 1000, hint: hazardHint }))
  .meta({
    id: 'hazard',
    description: 'Events per patient and timeUnit',
  })
  .register(meanings, { words: 'hazard', is: 'hazard' });
export const anyHazard = planned(number({ from: 0, to: 1000, hint: hazardHint }))
  .meta({
    id: 'hazardOrNone',
    description: 'Events per patient and timeUnit, 0 for none',
  })
  .register(meanings, { words: 'hazard', is: 'hazard' });
export const shape = planned(
  number({ from: 0.05, to: 20, hint: '(1 is exponential, above 1 the hazard rises), e.g. 1.2' }),
)
  .meta({
    id: 'weibullShape',
    description: 'Weibull shape: 1 is exponential, above 1 the hazard rises, below 1 it falls',
  })
  .register(meanings, { words: 'Weibull shape', is: 'number' });

export const milestone = record({
  time: time.describe('Time since randomisation').register(meanings, { words: 'time of a milestone' }),
  survival: planned(share)
    .describe('Share still free of the event then')
    .register(meanings, { words: 'survival at a milestone', is: 'share' }),
})
  .meta({ id: 'milestone', description: 'Survival at one time' })
  .register(meanings, { common: 'median survival' });

/** As a digitised curve has them: from time 0 on, with all or none left. */
const curvePoint = record({
  time: startTime.describe('Time since randomisation').register(meanings, { words: 'time of a milestone' }),
  survival: planned(number({ from: 0, to: 1, hint: '(a share, e.g. 0.6 for 60 %)' }))
    .describe(
      'Share still free of the event then; 1 at time 0, 0 at the end of a curve that falls to it in a straight line',
    )
    .register(meanings, { words: 'survival at a milestone', is: 'share' }),
}).meta({ id: 'curvePoint', description: 'A point of a survival curve' });

const median = time
  .describe('Median time to the event')
  .register(meanings, { words: 'median survival', is: 'median', common: 'median survival' });

const exponential = record({
  model: z.literal('exponential').describe('Constant hazard; give exactly one of median, hazard, milestone'),
  median: median.optional(),
  hazard: hazard.optional(),
  milestone: milestone.optional(),
}).meta({ id: 'exponential' });

const weibull = record({
  model: z
    .literal('weibull')
    .describe(
      'S(t) = exp(−(t/scale)^shape); give shape with scale, median or milestone, or median with milestone, or two milestones',
    ),
  shape: shape.optional(),
  scale: time
    .describe('Weibull scale: the time at which 36.8 % are free of the event')
    .register(meanings, { words: 'Weibull scale', common: 'median survival' })
    .optional(),
  median: median.optional(),
  milestone: milestone.optional(),
  milestones: z
    .array(milestone, 'must be a list of two milestones, e.g. [{time: 6, survival: 0.7}, {time: 12, survival: 0.4}]')
    .length(2, 'must be a list of exactly two milestones, e.g. [{time: 6, survival: 0.7}, {time: 12, survival: 0.4}]')
    .describe('Survival at two times')
    .optional(),
}).meta({ id: 'weibull' });

const piecewiseExponential = record({
  model: z
    .literal('piecewise exponential')
    .describe('Constant hazards by period; give pieces, or milestones (with a median if known)'),
  pieces: z
    .array(
      record({
        from: startTime.describe('Time since randomisation').register(meanings, { words: 'start of a hazard' }),
        hazard: anyHazard,
      }),
      'must be a list, e.g. [{from: 0, hazard: 0.1}, {from: 6, hazard: 0.05}]',
    )
    .min(1, 'must have at least one piece, e.g. [{from: 0, hazard: 0.1}]')
    .max(200, 'must have at most 200 pieces')
    .describe('Hazards, each from a time to the next; the first from 0, the last goes on')
    .register(meanings, { common: 'median survival' })
    .optional(),
  milestones: z
    .array(curvePoint, 'must be a list, e.g. [{time: 6, survival: 0.7}, {time: 12, survival: 0.4}]')
    .min(1, 'must have at least one milestone, e.g. [{time: 6, survival: 0.7}]')
    .max(200, 'must have at most 200 milestones')
    .describe('Points the survival curve goes through, hazard constant in between; the last hazard goes on')
    .register(meanings, { common: 'median survival' })
    .optional(),
  median: median.describe('One more milestone: survival 0.5').optional(),
}).meta({ id: 'piecewiseExponential' });

const cure = record({
  model: z.literal('cure').describe('A share never has the event; give uncured, or the overall median or milestone'),
  cureFraction: planned(number({ from: 0, below: 1, hint: '(a share, e.g. 0.2 for 20 %)' }))
    .describe('Share that never has the event')
    .register(meanings, { words: 'cure fraction', is: 'share' }),
  uncured: oneModelOf([exponential, weibull, piecewiseExponential], ['exponential', 'weibull', 'piecewise exponential'])
    .describe('Survival of the others')
    .optional(),
  median: median.describe('Median of all patients, cured included; the others are then exponential').optional(),
  milestone: milestone.describe('Survival of all patients at one time; the others are then exponential').optional(),
}).meta({ id: 'cure' });

export const relative = record({
  model: z.literal('relative').describe('The control arm with a hazard ratio on it; experimental arm only'),
  hazardRatio: ratio
    .describe('Hazard ratio, experimental ÷ control, of the times between delay and until')
    .register(meanings, { about: 'effect', common: 'hazard ratio' })
    .optional(),
  delay: startTime
    .describe('Hazard ratio 1 before this time')
    .register(meanings, { words: 'delay of the effect', about: 'course of the effect', noneOrTwice: true })
    .optional(),
  until: time
    .describe('Hazard ratio 1 again from this time on')
    .register(meanings, { words: 'end of the effect', about: 'course of the effect' })
    .optional(),
  steps: z
    .array(
      record({
        from: startTime.describe('Time since randomisation').register(meanings, { words: 'start of a hazard ratio' }),
        hazardRatio: ratio,
      }),
      'must be a list, e.g. [{from: 0, hazardRatio: 1.2}, {from: 3, hazardRatio: 0.6}]',
    )
    .min(1, 'must have at least one step, e.g. [{from: 0, hazardRatio: 0.7}]')
    .max(200, 'must have at most 200 steps')
    .describe('Hazard ratios, each from a time to the next; the first from 0, the last goes on')
    .register(meanings, { about: 'effect', common: 'hazard ratio' })
    .optional(),
}).meta({ id: 'relative' });

/** The models of a law of its own. */
export const LAW_MODELS = [exponential, weibull, piecewiseExponential, cure] as const;
export const LAW_NAMES = ['exponential', 'weibull', 'piecewise exponential', 'cure'] as const;

/** The time from progression to death. */
export const afterProgression = oneModelOf([...LAW_MODELS, relative], [...LAW_NAMES, 'relative']).meta({
  id: 'afterProgression',
  description: 'Time from progression to death, counted from progression',
});

const transition = oneModelOf(
  [exponential, weibull, piecewiseExponential, relative],
  ['exponential', 'weibull', 'piecewise exponential', 'relative'],
);

const transitions = record({
  model: z
    .literal('transitions')
    .describe('The first event as the first of progression and death, each with a hazard of its own'),
  progression: transition.describe("Progression; relative to the control's progression for an experimental arm"),
  death: transition.describe("Death without progression; relative to the control's for an experimental arm"),
}).meta({ id: 'transitions' });

export const FITS = ['best', 'exponential', 'Weibull', 'piecewise', 'cure', 'pseudo-patients'] as const;

const publishedCurve = record({
  model: z
    .literal('published curve')
    .describe('Survival of a reported arm, of the patients reconstructed from its published curve'),
  arm: text(80, 'naming the reported arm').describe('Name of the reported arm whose curve it is'),
  fit: planned(oneOf(FITS))
    .describe(
      'What is taken of it: the fit of least AIC (best, by default), a fit by its name (cure: exponential or Weibull, that of lesser AIC), or pseudo-patients: the reconstructed curve itself, its last quarter of events telling the hazard beyond',
    )
    .register(meanings, { words: 'fit of the published curve', is: 'choice' })
    .optional(),
}).meta({ id: 'publishedCurveModel' });

export const survival = oneModelOf(
  [...LAW_MODELS, relative, timed, transitions, publishedCurve],
  [...LAW_NAMES, 'relative', 'timed', 'transitions', 'published curve'],
)
  .meta({ id: 'survival', description: 'How long patients of an arm go without the event' })
  .register(meanings, { about: 'survival' });
