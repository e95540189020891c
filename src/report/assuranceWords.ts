/** The chance of success in words: what it rests on, what is shown, and planning values as sentences have them. */
import type { AssuranceResult } from '../questions/assurance.ts';
import type { BelievedValue } from '../questions/believedValue.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import { scaleOf } from '../trial/hypothesisScale.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { successText } from './familyReport.ts';
import { fixed, percent, significant } from './numbers.ts';
import { listed } from './testWords.ts';
import { roundTime } from './times.ts';

/** How the two formulas are called wherever they stand. */
export const LARGE_SAMPLES = 'large samples';
export const CLOSED_FORMULA = 'closed formula (Spiegelhalter, Freedman & Blackburn 1986)';

/** A ratio with at least two decimals: `0.70`, `1.206`. */
export function ratioText(ratio: number): string {
  const text = significant(ratio);
  return (text.split('.')[1] ?? '').length < 2 ? fixed(ratio, 2) : text;
}

/** A planning value, or one of its prior, in its unit; ratios that were not printed have fewer digits. */
export function believedText(
  { meaning }: Pick<BelievedValue, 'meaning'>,
  value: number,
  unit: TimeUnit,
  digits: 3 | 4 = 4,
): string {
  switch (meaning.is) {
    case 'hazard ratio':
      return ratioText(Number(value.toPrecision(digits)));
    case 'time':
    case 'median':
    case 'duration':
    case 'interval':
      return roundTime(Number(value.toPrecision(3)), unit);
    case 'share':
      return percent(value);
    default:
      return significant(value, 3);
  }
}

/** `hazard ratio of E`. */
export function believedName({ meaning }: Pick<BelievedValue, 'meaning'>): string {
  const { words, owner } = meaning;
  return owner === null ? words : `${words} of ${owner.name}`;
}

const isPublished = ({ source, shrunken }: BelievedValue): boolean => source === 'reported' || shrunken;

/** `Given what was published`, or what else the chance rests on. */
export function basisText({ priors }: Pick<AssuranceResult, 'priors'>): string {
  if (priors.every(isPublished)) {
    const shrunken = priors.some((prior) => prior.shrunken);
    return shrunken ? 'Given what was published, shrunk for the winner’s curse' : 'Given what was published';
  }
  return `Given what is believed of the ${listed(priors.map(believedName))}`;
}

/** `to show a benefit`, `of success, which is that both hypotheses are rejected`. */
export function aimText(trial: UnsizedTrial): string {
  if (trial.family) return `of success, which is that ${successText(trial.family)}`;
  const { nullRatio, benefit } = scaleOf(trial);
  return nullRatio === 1
    ? 'to show a benefit'
    : `to show a hazard ratio ${benefit} the margin of ${ratioText(nullRatio)}`;
}

/** `hazard ratio 0.70 as planned`, or the values of several priors together. */
export function asPlannedText({ priors }: Pick<AssuranceResult, 'priors'>, unit: TimeUnit): string {
  const [only, ...others] = priors;
  return others.length === 0
    ? `with ${only.meaning.words} ${believedText(only, only.value, unit)} as planned`
    : 'were the planned values true';
}

/** `the prior`, `the priors`. */
export const priorsWord = ({ priors }: Pick<AssuranceResult, 'priors'>): string =>
  priors.length === 1 ? 'the prior' : 'the priors';

/** Whether a ceiling says anything: a chance that may rise to 1 has none. */
export function hasCeiling({ ceiling }: Pick<AssuranceResult, 'ceiling'>): boolean {
  return ceiling !== null && ceiling.benefit < 0.9995;
}

/** Percentage points with a decimal: `0.7`. */
export const points = (share: number): string => fixed(100 * share, 1);
