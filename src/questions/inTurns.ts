/** Long work on a thread that has other things to do as well: others have their turns in between. */

/** Milliseconds that nobody else waits for. */
const TURN = 20;

/** What `make` gives for each, in order. @throws the reason of `signal` once it is aborted, at the end of a turn */
export async function inTurns<A, B>(
  items: readonly A[],
  make: (item: A, index: number) => B,
  signal?: AbortSignal,
): Promise<B[]> {
  const made: B[] = [];
  let since = performance.now();
  for (const [i, item] of items.entries()) {
    if (performance.now() - since > TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      since = performance.now();
    }
    made.push(make(item, i));
  }
  return made;
}
