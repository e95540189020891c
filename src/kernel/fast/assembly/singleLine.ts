/** Lines of several pieces at four numbers; `lineAt` of ../../draw/primedRatios.ts. */
import { LINE_BREAK, LINE_BYTES, LINE_ORIGIN, LINE_PIECES, LINE_SLOPE } from '../ownLayout';

/** The line at address `line` at four numbers. */
@inline
export function lineAt(line: i32, x: v128): v128 {
  let y = f32x4.add(
    v128.load32_splat(line, LINE_ORIGIN),
    f32x4.mul(f32x4.sub(x, v128.load32_splat(line, LINE_BREAK)), v128.load32_splat(line, LINE_SLOPE)),
  );
  const last = line + (load<i32>(line, LINE_PIECES) - 1) * LINE_BYTES;
  let piece = line;
  while (piece != last) {
    piece += LINE_BYTES;
    const from = v128.load32_splat(piece, LINE_BREAK);
    const other = f32x4.add(
      v128.load32_splat(piece, LINE_ORIGIN),
      f32x4.mul(f32x4.sub(x, from), v128.load32_splat(piece, LINE_SLOPE)),
    );
    y = v128.bitselect(other, y, f32x4.ge(x, from));
  }
  return y;
}
