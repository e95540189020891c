/** Stands in for wasmFile.ts where there are no files (`browser` in package.json): the module's bytes are handed over. */

let handed: Uint8Array<ArrayBuffer> | null = null;

/** Takes the bytes; to be called before the first kernel is chosen. */
export function provideModule(bytes: Uint8Array<ArrayBuffer>): void {
  handed = bytes;
}

/** The module's bytes; null when they have not been handed over. */
export function readWasm(): Uint8Array<ArrayBuffer> | null {
  return handed;
}
