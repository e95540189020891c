/** Values of options, read from their texts. */
import { grouped } from '../elementary/grouped.ts';
import { UserProblem } from './userProblem.ts';

/** A whole number from 1 to `most`; `what` is an example. */
export function wholeNumber(most: number, what: string): (text: string) => number {
  return (text) => {
    const n = Number(text.replaceAll('_', ''));
    if (!/^[0-9_]+$/.test(text) || n < 1 || n > most)
      throw new UserProblem(`must be a whole number from 1 to ${grouped(most)}, ${what}`);
    return n;
  };
}

/** A number between `low` and `high`, ends excluded; `rule` says so. */
export function between(low: number, high: number, rule: string): (text: string) => number {
  return (text) => {
    const x = Number(text);
    if (text.trim() === '' || !(x > low && x < high)) throw new UserProblem(rule);
    return x;
  };
}

export function nonEmpty(text: string): string {
  if (text.trim() === '') throw new UserProblem('must not be empty');
  return text;
}

/** Every text given for an option that may be given several times. */
export function eachGiven(text: string, before: unknown): readonly string[] {
  return [...((before as readonly string[] | undefined) ?? []), nonEmpty(text)];
}

/** Numbers with commas between, each as `isRight` wants it; `rule` says so. */
export function listOf(isRight: (x: number) => boolean, rule: string): (text: string) => readonly number[] {
  return (text) => {
    const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    if (!numbers.every(isRight)) throw new UserProblem(rule);
    if (new Set(numbers).size < numbers.length) throw new UserProblem('names a value twice; give each once');
    return numbers;
  };
}
