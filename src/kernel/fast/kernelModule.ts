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
  /** Gives the arms their places, one behind the other; their sizes are set. */
  placeArms(): void;
  /** Opens all arms. */
  open(): void;
  /** Fills the places behind an arm's last patient; the argument is the address of the arm's parameters. */
  pad(arm: number): void;
  /** Writes the lane states of streams 2 × `pair` and 2 × `pair` + 1 of a replicate to address `at`. */
  seedStreams(at: number, replicate: number, pair: number): void;
  /** Simulates replicates `first … first + count − 1` into rows 0 … count − 1. */
  run(first: number, count: number): void;
  // One replicate stage after stage, so that the driver can draw arms itself.
  /** Seeds all arms at SEEDS. */
  seedArms(replicate: number): void;
  /** Draws what comes before the exits. */
  enrol(replicate: number): void;
  /** Draws arm `arm`; returns how many events fall before tick `watch` ÷ 4. */
  drawArm(arm: number, seeds: number, span: number, watch: number, given: boolean): number;
  /** Lets the patient of the enrolment at address `span` close it. */
  closeEnrolment(span: number): void;
  /** Makes the looks, into results row `row`; `seen` is −1. */
  analyse(row: number, seen: number): void;
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
