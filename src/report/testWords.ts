/** Tests in words: as part of a sentence, and shortened to the room that a table has. */
import { definitionOf } from '../statistics/registry.ts';
import type { Test } from '../trial/test.ts';
import { originLabel } from '../trial/testName.ts';
import { RANDOMISATION } from '../trial/timeOrigin.ts';
import type { TestPlan, UnsizedTrial } from '../trial/trial.ts';
import { significant } from './numbers.ts';

/** `one-sided 2.5 % (two-sided 5 %)`, the declared form first. */
export function alphaText({ alpha, sides }: Pick<TestPlan, 'alpha' | 'sides'>): string {
  const one = `one-sided ${significant(100 * (sides === 1 ? alpha : alpha / 2))} %`;
  const two = `two-sided ${significant(100 * (sides === 2 ? alpha : 2 * alpha))} %`;
  return sides === 1 ? `${one} (${two})` : `${two} (${one})`;
}

/** Alpha of a claim of benefit: `2.5 %`. */
export function benefitAlpha({ alpha, sides }: Pick<TestPlan, 'alpha' | 'sides'>): number {
  return sides === 1 ? alpha : alpha / 2;
}

/** The comparison that estimates are of, where a trial has several hypotheses; null for one. */
export function firstComparison({ family, arms: [control, experimental] }: UnsizedTrial): string | null {
  return family === undefined ? null : `${experimental.name} v ${control.name}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The name of a test in a sentence: `log-rank test stratified by BCLC stage`, `test of survival at 12 months (plain)`.
 */
export function testPhrase(
  { statistic, stratifiedBy, adjustedFor, origin = RANDOMISATION }: Test,
  unit: string,
): string {
  const definition = definitionOf(statistic);
  const label = definition.label(statistic, unit);
  const usual = definition.estimates(statistic) === null ? `${label} test` : `test of ${label}`;
  const named = definition.phrase?.(statistic, unit) ?? usual;
  return [
    named,
    ...(origin.kind === 'randomisation' ? [] : [originLabel(origin, unit)]),
    ...(stratifiedBy.length > 0 ? [`stratified by ${listed(stratifiedBy)}`] : []),
    ...(adjustedFor.length > 0 ? [`${stratifiedBy.length > 0 ? 'and ' : ''}adjusted for ${listed(adjustedFor)}`] : []),
  ].join(' ');
}

/** The test that decides, with those that looks make of their own: `MaxCombo test of … (log-rank test at look 1)`. */
export function decidingPhrase(
  { test, lookTests = [] }: Pick<UnsizedTrial, 'test' | 'lookTests'>,
  unit: string,
): string {
  const own = lookTests.flatMap((each, k) => (each === null ? [] : [{ phrase: testPhrase(each, unit), look: k + 1 }]));
  const phrases = [...new Set(own.map(({ phrase }) => phrase))].map((phrase) => {
    const looks = own.filter((each) => each.phrase === phrase).map(({ look }) => String(look));
    return `${phrase} at look${looks.length === 1 ? '' : 's'} ${listed(looks)}`;
  });
  return `${testPhrase(test, unit)}${phrases.length === 0 ? '' : ` (${listed(phrases)})`}`;
}

/** The text, or as much of it as there is room for. */
export function clipped(text: string, most: number): string {
  const letters = [...text];
  return letters.length > most
    ? `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : text;
}

const SHORTER: readonly ((name: string, unit: string) => string)[] = [
  (name, unit) => name.replace(new RegExp(`(\\d) ${unit}s?\\b`, 'g'), '$1'),
  (name) => name.replace(/, stratified by .*?(?=, adjusted for|$)/, ', stratified'),
  (name) => name.replace(/, adjusted for .*/, ', adjusted'),
  (name) => name.replaceAll('Fleming–Harrington', 'F–H'),
  (name) => name.replace(', stratified', ', strat.').replace(', adjusted', ', adj.'),
];

/** A test's name in at most `most` letters, leaving out as little as possible. */
export function shortTest(name: string, unit: string, most: number): string {
  let short = name;
  for (const shorter of SHORTER) {
    if ([...short].length <= most) break;
    short = shorter(short, unit);
  }
  return clipped(short, most);
}

/** Numbered names for the rows of a table, and notes with what was left out of them. */
export function numberedTests(
  names: readonly string[],
  unit: string,
  most: number,
): { readonly labels: readonly string[]; readonly notes: readonly string[] } {
  const room = most - String(names.length).length - 1;
  const short = names.map((name) => shortTest(name, unit, room));
  const withoutUnit = (name: string) => SHORTER[0](name, unit);
  return {
    labels: short.map((name, i) => `${i + 1} ${name}`),
    notes: names.flatMap((name, i) =>
      short[i] === name || short[i] === withoutUnit(name) ? [] : [`${i + 1}: ${name}.`],
    ),
  };
}
