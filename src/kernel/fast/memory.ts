/** The module's linear memory as the driver sees it, and the arrays of a replicate in it. */
import * as at from './layout.ts';

/** Views of the memory. `look` makes them anew when memory may have grown, which detaches the old ones. */
export class ModuleMemory {
  private readonly memory: { readonly buffer: ArrayBuffer };
  private view = new DataView(new ArrayBuffer(0));
  ints = new Int32Array(0);
  doubles = new Float64Array(0);
  /** Entry and exit as draw/drawArm.ts describes them, and the sorted codes of the last look. */
  entry = this.ints;
  exit = this.ints;
  codes = this.ints;
  /** Place of each arm's first patient in `entry` and `exit`. */
  readonly offsets: [number, number] = [0, 0];

  constructor(memory: { readonly buffer: ArrayBuffer }) {
    this.memory = memory;
  }

  /** Finds the arrays that the module's `reserve` laid out. */
  look(): void {
    const { buffer } = this.memory;
    this.ints = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.view = new DataView(buffer);
    const from = (array: number) => this.ints.subarray(this.int(at.ARRAYS + array) >> 2);
    this.entry = from(at.ARRAY_ENTRY);
    this.exit = from(at.ARRAY_EXIT);
    this.codes = from(at.ARRAY_SORTED);
    this.offsets[0] = this.int(at.ARM0 + at.ARM_OFFSET) >> 2;
    this.offsets[1] = this.int(at.ARM1 + at.ARM_OFFSET) >> 2;
  }

  int(address: number): number {
    return this.view.getInt32(address, true);
  }

  double(address: number): number {
    return this.view.getFloat64(address, true);
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
}
