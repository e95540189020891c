/** Instantiate the kernel's WebAssembly module from its bytes, in any runtime (wasmFile.ts finds the bytes under Node). */

// The compiler knows WebAssembly from the DOM library only, which the rest of the program must do without.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** What the module exports; see assembly/index.ts. */
export interface KernelModule {
  readonly memory: { readonly buffer: ArrayBuffer };
  /**
   * Lays out the arrays for n patients compared in up to `segments` strata at a time; the number of arms is set already.
   * May grow memory, which detaches views.
   */
  reserve(n: number, segments: number): void;
  /** Address of room for `bytes` bytes, all zero, until the next `reserve`; may grow memory. */
  allocate(bytes: number): number;
  /** Room, after `reserve`, for lags, multipliers, and columns of primed ratios and of covariates. */
  reserveOwn(primed: number, covariates: number): void;
  /** Room, after `reserve`, for exits as they happen and as they are known, and codes of both. */
  reserveScans(): void;
  /** Room, after `reserve`, for exits of the whole course; returns its address. */
  reserveCourses(): number;
  /** Gives the arms their places, one behind the other; their sizes are set. */
  placeArms(): void;
  /** Opens all arms. */
  open(): void;
  /** Fills the places behind an arm's last patient; the argument is the address of the arm's parameters. */
  pad(arm: number): void;
  /** Writes the lane states of streams 2 × `pair` and 2 × `pair` + 1 of a replicate to address `at`. */
  seedStreams(at: number, replicate: number, pair: number): void;
  /**
   * Fills exits as scans make them known, scan words and deaths of an arm's n patients; all arguments but n and `watch` are
   * addresses. Returns the number of events known before 4 × tick `watch`, roughly.
   */
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
    watch: number,
  ): number;
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
  /** Simulates replicates `first … first + count − 1` into rows 0 … count − 1. */
  run(first: number, count: number): void;
  /** Enrols the arrivals of a replicate; see assembly/enrolment.ts. */
  enrolArrivals(table: number, replicate: number, entry: number, cell: number, centre: number): void;
  /** Sorts the n ≤ 64 codes at address `from` to address `to`. */
  sortFew(from: number, n: number, to: number): void;
  /**
   * Computes the statistics of the table at address `head` at `cut`; n sorted codes of the plain comparison stand where
   * it has any. `look` is the address of the look, 0 where segments hold sorted codes already; `row` is the byte offset of
   * an f64 results row.
   */
  computeStatistics(head: number, n: number, cut: number, look: number, row: number): void;
  /** Lags and starts of an arm's patients; see assembly/drawLags.ts. */
  drawLags(law: number, seed: number, n: number, lags: number, starts: number): void;
  /** Hazard ratios by lag; see assembly/primedRatios.ts. */
  fillPrimedRatios(exit: number, n: number, lags: number, ratios: number, stride: number): void;
  /** Covariates of an arm's patients, and what multiplies their hazards; see assembly/drawCovariates.ts. */
  drawCovariates(law: number, seed: number, n: number, traits: number, stride: number): void;
  fillMultipliers(
    law: number,
    n: number,
    traits: number,
    stride: number,
    cells: number,
    byCell: number,
    centres: number,
    byCentre: number,
    multipliers: number,
  ): void;
  /** Entry and exit of an arm whose patients' hazards are their own; see assembly/drawOwnArm.ts. */
  drawOwnArm(
    law: number,
    label: number,
    seed: number,
    span: number,
    n: number,
    entries: number,
    given: number,
    exits: number,
    multipliers: number,
    lags: number,
    ratios: number,
    stride: number,
    ratioAtEvent: number,
    watch: number,
    words: number,
  ): number;
}

/**
 * Called by the module for what it leaves to the driver of statistic `statistic`; `row` is the results row among those of
 * all looks.
 */
export type OnStatistic = (statistic: number, row: number, cut: number) => void;

/** Compile and instantiate, synchronously. @throws WebAssembly.CompileError where SIMD is missing. */
export function loadKernel(bytes: Uint8Array<ArrayBuffer>, onStatistic: OnStatistic): KernelModule {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { driver: { onStatistic } });
  return instance.exports as KernelModule;
}
