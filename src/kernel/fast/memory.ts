/** The module's linear memory as the driver sees it, and the arrays of a replicate in it. */
import type { KernelModule } from './kernelModule.ts';
import * as at from './layout.ts';

/** The code of a place whose patient has not entered: that of assembly/arrays.ts. */
export const EMPTY = 0x7ffffffe;

/** Views of the memory. `look` makes them anew when memory may have grown, which detaches the old ones. */
export class ModuleMemory {
  private readonly module: Pick<KernelModule, 'memory' | 'allocate'>;
  private view = new DataView(new ArrayBuffer(0));
  ints = new Int32Array(0);
  doubles = new Float64Array(0);
  /** Entry and exit as draw/drawArm.ts describes them, and the sorted codes of the last look. */
  entry = this.ints;
  exit = this.ints;
  codes = this.ints;
  /** Of each patient, 4 × the cell. */
  cells = this.ints;
  /** Entries that are the same in every replicate. */
  fixedEntries = this.ints;
  /** A column for each continuous covariate. */
  traits: readonly Float32Array[] = [];

  constructor(module: Pick<KernelModule, 'memory' | 'allocate'>) {
    this.module = module;
    this.look();
  }

  /** Address of room for `bytes` bytes, all zero, until the arrays are laid out anew. */
  allocate(bytes: number): number {
    const address = this.module.allocate(bytes);
    if (this.module.memory.buffer !== this.view.buffer) this.look();
    return address;
  }

  /** Finds the arrays that the module's `reserve` laid out. */
  look(): void {
    const { buffer } = this.module.memory;
    this.ints = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.view = new DataView(buffer);
    const from = (array: number) => this.ints.subarray(this.int(at.ARRAYS + array) >> 2);
    this.entry = from(at.ARRAY_ENTRY);
    this.exit = from(at.ARRAY_EXIT);
    this.codes = from(at.ARRAY_SORTED);
    this.cells = from(at.ARRAY_CELL);
    this.fixedEntries = from(at.ARRAY_FIXED);
    const first = this.int(at.ARRAYS + at.ARRAY_TRAITS);
    const stride = this.int(at.ARRAYS + at.ARRAY_TRAIT_STRIDE);
    const columns = this.int(at.ARRAYS + at.ARRAY_TRAIT_COLUMNS);
    this.traits = Array.from({ length: columns }, (_, k) => new Float32Array(buffer, first + k * stride, stride >> 2));
  }

  /** The codes from address `from` on of places whose patients have entered. */
  entered(from: number, places: number): Int32Array {
    return this.ints.subarray(from >> 2, (from >> 2) + places).filter((code) => code !== EMPTY);
  }

  /** The codes of the last look: the `sorted` ones of a plain trial, or those of all patients who have entered. */
  codesOfLook(sorted: number | null): Int32Array {
    if (sorted !== null) return this.codes.subarray(0, sorted);
    return this.entered(this.int(at.ARRAYS + at.ARRAY_KNOWN), this.int(at.ARRAYS + at.ARRAY_PLACES));
  }

  /** Place of the first patient of an arm in the arrays. */
  offset(arm: number): number {
    return this.int(at.ARM0 + arm * at.ARM_BYTES + at.ARM_OFFSET) >> 2;
  }

  /** The number of patients of an arm. */
  size(arm: number): number {
    return this.int(at.ARM0 + arm * at.ARM_BYTES + at.ARM_SIZE);
  }

  int(address: number): number {
    return this.view.getInt32(address, true);
  }

  double(address: number): number {
    return this.view.getFloat64(address, true);
  }

  setByte(address: number, value: number): void {
    this.view.setInt8(address, value);
  }

  setInt(address: number, value: number): void {
    this.view.setInt32(address, value, true);
  }

  /** Writes `value` in single precision. */
  setFloat(address: number, value: number): void {
    this.view.setFloat32(address, value, true);
  }

  setDouble(address: number, value: number): void {
    this.view.setFloat64(address, value, true);
  }

  /** Writes whole numbers to room of their own; returns its address. */
  writeInts(values: readonly number[]): number {
    const address = this.allocate(4 * values.length);
    values.forEach((value, k) => {
      this.setInt(address + 4 * k, value);
    });
    return address;
  }

  /** Writes single-precision numbers to room of their own; returns its address. */
  writeFloats(values: Float32Array): number {
    const address = this.allocate(4 * values.length);
    values.forEach((value, k) => {
      this.setFloat(address + 4 * k, value);
    });
    return address;
  }
}
