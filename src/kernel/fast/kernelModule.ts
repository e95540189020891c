/** Instantiate the kernel's WebAssembly module from its bytes, in any runtime (wasmFile.ts finds the bytes under Node). */

// The compiler knows WebAssembly from the DOM library only, which the rest of the program must do without.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** What the module exports; see assembly/index.ts. */
export interface KernelModule {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Lays out the arrays for arms of n0 and n1 patients; may grow memory, which detaches views. */
  reserve(n0: number, n1: number): void;
  /** Address of room for `bytes` bytes, all zero, until the next `reserve`; may grow memory. */
  allocate(bytes: number): number;
  /** Fills the places behind an arm's last patient; the argument is the address of the arm's parameters. */
  pad(arm: number): void;
  /** Seeds the lane states of replicates `first` and `first` + 1. */
  seedTwo(first: number): void;
  /** Writes the lane states of streams 2 × `pair` and 2 × `pair` + 1 of a replicate to address `at`. */
  seedStreams(at: number, replicate: number, pair: number): void;
  drawArm(arm: number, seeds: number, span: number, watch: number): number;
  /** Fills exits as scans make them known, scan words and deaths of an arm's n patients; all arguments but n are addresses. */
  detect(
    table: number,
    n: number,
    seeds: number,
    entries: number,
    trueExits: number,
    exits: number,
    scanWords: number,
    deaths: number,
    factors: number,
    ratios: number,
  ): void;
  /** Fills an arm's codes at a cut and its counts by tick `by`; from `entries` on arguments are addresses. */
  observeScans(
    table: number,
    n: number,
    cut: number,
    by: number,
    group: number,
    entries: number,
    exits: number,
    scanWords: number,
    codes: number,
    onStudy: number,
    counts: number,
  ): void;
  /** The same where exits are known as they happen. */
  observeExits(
    n: number,
    cut: number,
    by: number,
    followUp: number,
    group: number,
    entries: number,
    exits: number,
    codes: number,
    onStudy: number,
    counts: number,
  ): void;
  draw(seeds: number, row: number): number;
  analyse(row: number, seen: number): void;
  run(first: number, count: number): void;
  /** Fills the risk table from n sorted codes and returns its number of rows. */
  fillRiskTable(n: number): number;
  fillPooledSurvival(rows: number): void;
  fillArmSurvival(rows: number): void;
}

/**
 * Called by the module with the n sorted codes of a look where statistics beyond the log-rank are wanted; `row` is the
 * results row among those of all looks.
 */
export type OnLook = (row: number, n: number, cut: number) => void;

/** Compile and instantiate, synchronously. @throws WebAssembly.CompileError where SIMD is missing. */
export function loadKernel(bytes: Uint8Array<ArrayBuffer>, onLook: OnLook): KernelModule {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { driver: { onLook } });
  return instance.exports as KernelModule;
}
