/** What the null hypothesis and the side of benefit are called: no effect, or a margin; below it, or above. */
import type { HazardRatioScale } from '../trial/hypothesisScale.ts';
import { scaleOf } from '../trial/hypothesisScale.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { significant } from './numbers.ts';

export interface NullWords {
  /** Above a column: `no effect`, `at the margin`. */
  readonly heading: string;
  /** Within a sentence: `without effect`, `at the margin`. */
  readonly without: string;
  /** After "if": `the experimental arm does nothing`, `the hazard ratio is the margin of 1.291`. */
  readonly happens: string;
  /** After "if the planned effect is true and in 12 % if": `there is none`, `it is the margin`. */
  readonly otherwise: string;
}

export function nullWords(trial: Pick<UnsizedTrial, 'arms' | 'test' | 'endpoints'>): NullWords {
  const { nullRatio } = scaleOf(trial);
  if (nullRatio !== 1)
    return {
      heading: 'at the margin',
      without: 'at the margin',
      happens: `the hazard ratio is the margin of ${significant(nullRatio, 4)}`,
      otherwise: 'the hazard ratio is the margin',
    };
  return {
    heading: 'no effect',
    without: 'without effect',
    happens: trial.arms.length > 2 ? 'no experimental arm does anything' : 'the experimental arm does nothing',
    otherwise: 'there is none',
  };
}

/** `below 1 favours the experimental arm`, with the margin that it is held against where there is one. */
export function favoursText({ nullRatio, benefit }: HazardRatioScale): string {
  const margin = nullRatio === 1 ? '' : `, and the margin is ${significant(nullRatio, 4)}`;
  return `${benefit} 1 favours the experimental arm${margin}`;
}

/** How z and the hazard ratio belong together: `−ln(HR) √(events p₀p₁)`, `−ln(HR ÷ 1.291) √(events p₀p₁)`. */
export function zOfRatioText({ nullRatio, benefit }: HazardRatioScale): string {
  const ratio = nullRatio === 1 ? 'HR' : `HR ÷ ${significant(nullRatio, 4)}`;
  return `${benefit === 'below' ? '−' : ''}ln(${ratio}) √(events p₀p₁)`;
}

/** The ratio that has a z: `exp(−z / √(events p₀p₁))`, `1.291 exp(−z / √(events p₀p₁))`. */
export function ratioOfZText(z: string, { nullRatio, benefit }: HazardRatioScale): string {
  const margin = nullRatio === 1 ? '' : `${significant(nullRatio, 4)} `;
  return `${margin}exp(${benefit === 'below' ? '−' : ''}${z} / √(events p₀p₁))`;
}
