/** What a thread has made for the names it met last, so that it makes it once for many blocks. */
export class Recent<T> {
  private readonly most: number;
  private readonly known = new Map<string, T>();

  constructor(most: number) {
    this.most = most;
  }

  /** What was made under `name`; made now where it is not known, in place of what was asked for longest ago. */
  recall(name: string, make: () => T): T {
    const made = this.known.get(name) ?? make();
    this.known.delete(name);
    this.known.set(name, made);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= this.most) break;
      this.known.delete(oldest);
    }
    return made;
  }
}
