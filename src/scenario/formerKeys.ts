/** Keys of earlier releases, with what they are called now. */
const FORMER_KEYS: Readonly<Record<string, string>> = {
  repeatTace: 'repeatProcedure',
  waitingForTace: 'waitingForProcedure',
};

/** What `key` is called now, where that is among the keys that are `known` at its place; null for any other key. */
export function presentKey(key: string, known: readonly string[]): string | null {
  const now = Object.hasOwn(FORMER_KEYS, key) ? FORMER_KEYS[key] : null;
  return now !== null && known.includes(now) ? now : null;
}
