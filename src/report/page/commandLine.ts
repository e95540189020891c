/** Words of a command line, as a shell takes them. */
import type { Manifest } from '../../run/manifest.ts';

/** A word of a command line for sh. */
export function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A file name that is not taken for an option: `./` before one that begins with a minus. */
export const shellFile = (file: string): string => shellWord(file.startsWith('-') ? `./${file}` : file);

/** The options that reproduce the simulated numbers. */
export const seededOptions = ({ seed, precision }: Manifest): readonly string[] => [
  `--seed=${shellWord(seed)}`,
  ...('replicates' in precision ? ['--replicates', String(precision.replicates)] : []),
];
