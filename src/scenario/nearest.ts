/** The nearest known word to a misspelt one. */

/** Levenshtein distance: fewest insertions, deletions and substitutions that turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/** The known word nearest to `word`, letter case and punctuation aside; null when none is near or `word` is long. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > 40) return null;
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]/g, '');
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const distance = editDistance(plain(word), plain(candidate));
    if (distance < least) [best, least] = [candidate, distance];
  }
  return least <= Math.max(1, Math.floor(word.length / 3)) ? best : null;
}
