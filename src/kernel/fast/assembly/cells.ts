/** Cells of an arm's patients, four at a time; twin of ../../draw/cells.ts. */
import { ARM_OFFSET, ARM_SIZE, TRIAL, TRIAL_CELLS, TRIAL_CELL_LIMITS } from '../layout';
import { cellAt } from './arrays';
import { rotate } from './seed';

/** Draws the cells of an arm (its parameter block) from the lane states at `seed`, a word each; writes 4 × the cell. */
export function drawCells(arm: i32, seed: i32): void {
  let s0 = v128.load(seed);
  let s1 = v128.load(seed, 16);
  let s2 = v128.load(seed, 32);
  let s3 = v128.load(seed, 48);
  const limits = load<i32>(TRIAL, TRIAL_CELL_LIMITS);
  const last = limits + ((load<i32>(TRIAL, TRIAL_CELLS) - 1) << 2);
  let at = cellAt + load<i32>(arm, ARM_OFFSET);
  const end = at + (load<i32>(arm, ARM_SIZE) << 2);
  do {
    const word = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    const t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotate(s3, 11);
    let cell = i32x4.splat(0);
    for (let limit = limits; limit < last; limit += 4)
      cell = i32x4.sub(cell, i32x4.ge_u(word, v128.load32_splat(limit)));
    v128.store(at, i32x4.shl(cell, 2));
    at += 16;
  } while (at < end);
}
