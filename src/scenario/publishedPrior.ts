/** What is believed of a planning value in a word: that a publication reported it, with its interval. */
import { log } from '../elementary/log.ts';
import { normal } from '../evidence/normalMixture.ts';
import { onScale, type PriorScale, spreadOfInterval } from '../evidence/prior.ts';
import { shrunken } from '../evidence/shrinkage.ts';
import type { Context } from './context.ts';
import type { Reported, ReportedArm } from './reported.ts';
import type { ReportedEstimate } from './reportedEstimate.ts';
import type { FoundPrior, PrintedEstimate, PriorSubject } from './writtenPrior.ts';

/** A reported estimate with both limits; null without. */
function withInterval(found: ReportedEstimate | null): PrintedEstimate | null {
  if (found === null || found.low === null || found.high === null) return null;
  return { estimate: found.value, low: found.low, high: found.high, level: 0.95 };
}

/** The scale on which the interval of a median is the more symmetric about it. */
function medianScale({ estimate, low, high }: PrintedEstimate): PriorScale {
  const asymmetry = (a: number, b: number, c: number) => Math.abs(2 * b - a - c) / (c - a);
  if (low <= 0) return 'linear';
  return asymmetry(low, estimate, high) <= asymmetry(log(low), log(estimate), log(high)) ? 'linear' : 'log';
}

/** The prior that `reported` has of a value; null, with the reason reported, where it has none. */
export function publishedPrior(
  word: 'published' | 'shrunken',
  subject: PriorSubject,
  reported: Reported | null,
  context: Context,
): FoundPrior | null {
  const { at, meaning, role } = subject;
  const wrong = (text: string): null => {
    context.report(at, text);
    return null;
  };
  if (reported === null) return wrong(`is ${word}, but the scenario has nothing under reported; give estimate and ci`);
  if (meaning.is === 'hazard ratio') {
    const printed = withInterval(reported.hazardRatio);
    if (printed === null)
      return wrong(`is ${word}, but reported has no hazardRatio with its interval; give estimate and ci`);
    const mean = log(printed.estimate);
    const sd = spreadOfInterval(log(printed.low), log(printed.high), printed.level);
    const mixture = word === 'shrunken' ? shrunken(mean, sd).posterior : normal(mean, sd);
    return { prior: { kind: 'normal', scale: 'log', mixture }, printed, shrunken: word === 'shrunken' };
  }
  if (word === 'shrunken')
    return wrong('is shrunken, which goes with a hazard ratio; write published, or give estimate and ci');
  const arm: ReportedArm | null = meaning.is === 'median' && role !== null ? reported[role] : null;
  const printed = arm && withInterval(arm.median);
  if (printed === null)
    return wrong(
      'is published, but reported has no such value with its interval: it knows the hazard ratio and the medians of the arms; give estimate and ci',
    );
  const scale = medianScale(printed);
  const [from, to] = [printed.low, printed.high].map((x) => onScale(scale, x));
  const sd = spreadOfInterval(from, to, printed.level);
  return {
    prior: { kind: 'normal', scale, mixture: normal(onScale(scale, printed.estimate), sd) },
    printed,
    shrunken: false,
  };
}
