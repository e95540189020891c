/** Exits of an arm, by cells or each by a hazard of the patient's own, written to the module's memory (layout.ts). */
import type { ArmExits, ExitLaw } from '../plan/exitLaw.ts';
import * as at from './layout.ts';
import type { ModuleMemory } from './memory.ts';
import { writeOwnExit } from './ownParameters.ts';

function writeLaw(memory: ModuleMemory, base: number, law: ExitLaw): void {
  const weibull = law.kind === 'weibull';
  const flagBits = weibull ? (law.dropoutMean > 0 ? 32 : 0) : law.flagBits;
  memory.setInt(base + at.ARM_PIECES, law.breaks.length);
  memory.setInt(base + at.ARM_FLAG_BITS, flagBits);
  memory.setInt(base + at.ARM_WEIBULL, weibull ? 1 : 0);
  memory.setFloat(base + at.ARM_EXPONENT, weibull ? law.exponent : 1);
  memory.setFloat(base + at.ARM_SCALE, weibull ? law.scale : 1);
  memory.setFloat(base + at.ARM_DROPOUT_MEAN, weibull ? law.dropoutMean : 0);
  law.breaks.forEach((start, j) => {
    memory.setFloat(base + at.ARM_BREAKS + 4 * j, start);
    memory.setFloat(base + at.ARM_ORIGINS + 4 * j, law.origins[j]);
    memory.setFloat(base + at.ARM_SLOPES + 4 * j, law.slopes[j]);
    if (!weibull) memory.setInt(base + at.ARM_BELOW + 4 * j, law.eventBelow[j] - (flagBits === 16 ? 1 : 0));
  });
}

/** Writes the laws of an arm's cells, piece by piece. */
function writeCellLaws(memory: ModuleMemory, base: number, laws: readonly ExitLaw[]): void {
  const column = 4 * at.MAX_CELLS;
  const table = memory.allocate(laws[0].breaks.length * 4 * column);
  memory.setInt(base + at.ARM_CELL_LAWS, table);
  laws.forEach((law, c) => {
    law.breaks.forEach((start, j) => {
      const piece = table + j * 4 * column;
      memory.setFloat(piece + 4 * c, start);
      memory.setFloat(piece + column + 4 * c, law.origins[j]);
      memory.setFloat(piece + 2 * column + 8 * c, law.slopes[j]);
      if (law.kind === 'competing')
        memory.setInt(piece + 2 * column + 8 * c + 4, law.eventBelow[j] - (law.flagBits === 16 ? 1 : 0));
    });
  });
}

/** Writes how patients exit to the record at address `base`; `gathered` has the law of each patient looked up by the cell. */
export function writeExits(memory: ModuleMemory, base: number, exits: ArmExits, gathered: boolean): void {
  memory.setInt(base + at.ARM_CELL_LAWS, 0);
  memory.setInt(base + at.ARM_OWN, exits.kind === 'own' ? writeOwnExit(memory, exits) : 0);
  if (exits.kind === 'own') return;
  writeLaw(memory, base, exits.laws[0]);
  if (gathered) writeCellLaws(memory, base, exits.laws);
}
