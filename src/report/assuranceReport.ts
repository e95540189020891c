/** `assurance` in words: the chance of success before the power as planned, and how power is spread over the prior. */
import type { AssuranceResult, TargetAssurance } from '../questions/assurance.ts';
import type { AveragedChance } from '../questions/averagedChance.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { assuranceTables } from './assuranceTables.ts';
import { aimText, asPlannedText, basisText, hasCeiling, points, priorsWord } from './assuranceWords.ts';
import { count, fixed, percent, units } from './numbers.ts';
import type { Section } from './table.ts';
import { decidingPhrase } from './testWords.ts';

/** `12.6 % (Monte Carlo SE 0.10)`. */
const chanceText = ({ estimate, standardError }: AveragedChance): string =>
  `${percent(estimate)} (Monte Carlo SE ${fixed(100 * standardError, 2)})`;

const targetText = (target: number): string =>
  percent(target, Number.isInteger(Math.round(target * 1e6) / 1e4) ? 0 : 1);

/** What no number of patients can pass. */
function ceilingText(result: AssuranceResult): string {
  const { ceiling, priors } = result;
  if (ceiling === null || !hasCeiling(result)) return '';
  const sure = priors.length === 1 ? 'the prior is' : 'the priors are';
  return ` No number of patients can bring the chance above ${percent(ceiling.benefit)}: that is how sure ${sure} of a benefit.`;
}

function nextText({ curve }: AssuranceResult): string {
  if (curve === null) return '';
  const { patients, first } = curve.next;
  return ` The next ${patients} patients add ${points(first)} percentage points.`;
}

/** Power at the planned values, for the claim that they are planned for. */
function plannedPowerText({ point: { benefit, harm } }: AssuranceResult): string {
  return harm.estimate > benefit.estimate
    ? `its power to show harm would be ${percent(harm.estimate)}`
    : `its power would be ${percent(benefit.estimate)}`;
}

/** The chance and the power as planned; then what it is worth to enrol more. */
function chanceSentence(result: AssuranceResult, trial: UnsizedTrial, unit: TimeUnit): string {
  const { patients, benefit, harm, sides } = result;
  const against = sides === 2 && !trial.family ? `, and of ${chanceText(harm)} to show harm` : '';
  return `${basisText(result)}, a trial of ${units(count(patients), 'patient')} has a chance of ${chanceText(benefit)} ${aimText(trial)}${against}; ${asPlannedText(result, unit)} ${plannedPowerText(result)}.`;
}

/** N for a wanted chance, or why there is none. */
export function targetSentence({ target, found }: TargetAssurance, result: AssuranceResult): string {
  const wanted = `A chance of ${targetText(target)}`;
  if (found !== null)
    return `${wanted} needs ${units(count(found.patients), 'patient')}: simulated there, it is ${chanceText(found.benefit)}.`;
  const { ceiling } = result;
  return ceiling !== null && target >= ceiling.benefit
    ? `No number of patients gives a chance of ${targetText(target)}: the ceiling is ${percent(ceiling.benefit)}.`
    : `${wanted} is beyond the most patients that this trial can have.`;
}

/** How far power ranges over what is believed: that is uncertainty of the truth, and no error of the simulation. */
function rangeSentence(result: AssuranceResult): string {
  const { percentiles, shares } = result.powers;
  const [low, , half, , high] = percentiles;
  return `The chance is an average: over ${priorsWord(result)} power ranges from ${percent(low)} to ${percent(high)} (5th to 95th percentile, median ${percent(half)}), and is below 10 % in ${percent(shares[0], 0)} of it and 80 % or more in ${percent(shares[3] + shares[4], 0)}. SE is the error of the simulation${result.priors.length === 1 ? ' alone' : ', the draws of the truths included'}.`;
}

/** Where the trial stops at its looks, and what passing one is worth. */
function lookSentences({ looks }: AssuranceResult): string[] {
  if (looks === null) return [];
  const last = looks.looks.length - 1;
  return looks.looks.slice(0, last).map(({ efficacy, harm, futility, passed, successIfPassed }, k) => {
    const stops = [
      `for efficacy in ${percent(efficacy.estimate)}`,
      ...(harm.count > 0 ? [`for harm in ${percent(harm.estimate)}`] : []),
      ...(futility.count > 0 ? [`for futility in ${percent(futility.estimate)}`] : []),
    ];
    const then =
      successIfPassed === null || passed === null
        ? ''
        : `; ${percent(passed.estimate)} pass it and have from there a chance of ${percent(successIfPassed.estimate)}`;
    return `At look ${k + 1} the trial stops ${stops.join(', ')}${then}.`;
  });
}

/** How it was made, and how the formulas come out beside it. */
function madeSentence({ truths, benefit, priors }: AssuranceResult, trial: UnsizedTrial, unit: TimeUnit): string {
  const each = benefit.replicates / truths;
  const drawn =
    priors.length === 1
      ? `${count(truths)} quantiles of the prior, evenly spaced`
      : `${count(truths)} draws of the priors`;
  return `Power of the ${decidingPhrase(trial, unit)} is averaged over ${drawn}, ${count(each)} trials each; the bounds are those of the planned trial throughout.`;
}

export function assuranceSection(result: AssuranceResult, trial: UnsizedTrial, unit: TimeUnit): Section {
  return {
    title: 'The chance of success',
    answer: [
      `${chanceSentence(result, trial, unit)}${ceilingText(result)}${nextText(result)}`,
      ...result.targets.map((target) => targetSentence(target, result)),
    ],
    provisos: [rangeSentence(result), ...lookSentences(result)],
    prose: [madeSentence(result, trial, unit)],
    tables: assuranceTables(result, unit),
  };
}

/** The answer of a run in a sentence. */
export function assuranceAnswer(result: AssuranceResult, trial: UnsizedTrial, unit: TimeUnit): string {
  return `${chanceSentence(result, trial, unit)}${ceilingText(result)}`;
}
