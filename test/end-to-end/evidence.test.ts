/**
 * `trialwright evidence` as a user types it: the answer first, a folder that `report` can make again without the study
 * files, and one line where there are no publications.
 *
 * @module-tag slow
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf, temporaryFolder, trialwright } from './cli.ts';

const folder = temporaryFolder();

describe('evidence', () => {
  it('answers first, in at most 80 columns', async () => {
    const { code, stdout, stderr } = await trialwright(['evidence', 'scenarios/evidence-by-lag.yaml', '--verbose']);
    expect([code, stderr]).toEqual([0, '']);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain(
      'Together the six publications put the hazard ratio at 0.64 (95 % CI 0.43–0.94); a new trial’s at 0.64 (95 % prediction interval 0.27–1.51).',
    );
    expect(text).toContain('by a factor of 1.04 (95 % CI 0.82–1.33) per week of lag; the interval holds 1');
    expect(text).toContain('The hazard ratio of TACTICS is derived, not printed. Of TACTICS the interval');
    expect(text).toContain('byLag: - { lag: -3 weeks, hazardRatio: 0.563 }');
    for (const line of stdout.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
  });

  it('is reported on from its record alone', async () => {
    const scenarios = join(folder, 'scenarios');
    mkdirSync(join(scenarios, 'studies'), { recursive: true });
    copyFileSync('scenarios/evidence-by-lag.yaml', join(scenarios, 'evidence-by-lag.yaml'));
    for (const name of readdirSync('scenarios/studies'))
      copyFileSync(`scenarios/studies/${name}`, join(scenarios, 'studies', name));
    const out = join(folder, 'out');
    const asked = await trialwright(['evidence', join(scenarios, 'evidence-by-lag.yaml'), '--out', out]);
    expect([asked.code, asked.stderr]).toEqual([0, '']);
    expect(readdirSync(join(out, 'figures')).sort()).toEqual(['evidence-by-lag.svg', 'evidence.svg']);
    rmSync(scenarios, { recursive: true });
    const again = await trialwright(['report', out, '--out', join(folder, 'again')]);
    expect([again.code, again.stderr]).toEqual([0, '']);
    const summary = (from: string) => readFileSync(join(from, 'summary.txt'), 'utf8');
    expect(summary(join(folder, 'again'))).toBe(summary(out));
    expect(readFileSync(join(folder, 'again', 'report.html'), 'utf8')).toContain('EMERALD-1 (D+B)');
  });

  it('needs publications', async () => {
    const { code, stdout, stderr } = await trialwright(['evidence', 'scenarios/null.yaml']);
    expect([code, stdout, linesOf(stderr).length]).toEqual([1, '', 1]);
    expect(stderr).toContain('scenarios/null.yaml: evidence is missing; list publications');
  });
});
