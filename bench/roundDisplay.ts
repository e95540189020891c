/** Which round a group is in, on a terminal's standard error. */
import type { Group } from './benchCase.ts';

export function roundDisplay(group: Pick<Group, 'title' | 'rounds'>): { begin(round: number): void; end(): void } {
  const write = (text: string) => process.stderr.isTTY && process.stderr.write(`\r\u001b[K${text}`);
  return {
    begin: (round) => write(`${group.title}: round ${round + 1} of ${group.rounds}`),
    end: () => write(''),
  };
}
