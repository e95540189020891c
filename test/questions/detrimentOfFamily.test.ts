/** Survival is watched beside several hypotheses, of which one is survival itself, and in trials of three arms. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { askDetriment } from '../../src/questions/detrimentResult.ts';
import { load } from '../scenario/draft.ts';
import { asking } from './asked.ts';

const TEXT = readFileSync(new URL('../cases/survival-watched.yaml', import.meta.url), 'utf8').replace(
  / {4}futility: .*\n/,
  '',
);

async function watch(text: string) {
  const { trial } = await load(text);
  if (trial === null || trial.patients === null) throw new Error('no trial');
  const design = planDesign({ ...trial.unsized, patients: trial.patients });
  const result = await askDetriment(asking('family', { replicates: 300 }), design);
  if (result === null) throw new Error('survival is not watched');
  return result;
}

it('goes with hypotheses of both endpoints', async () => {
  const hypotheses =
    'hypotheses: [{name: first, endpoint: progression-free survival}, {name: second, endpoint: overall survival}]';
  const text = TEXT.replace(
    '  detriment:\n',
    `  comparisons: { procedure: fixedSequence, ${hypotheses}, success: first }\n  detriment:\n`,
  );
  const [family, alone] = [await watch(text), await watch(TEXT)];
  expect(family.looks).toEqual(alone.looks);
  // The same trials, watched in the same way, whatever is tested.
  family.worlds.forEach(({ looks, neverAbove }, w) => {
    expect(looks).toEqual(alone.worlds[w].looks);
    expect(neverAbove).toEqual(alone.worlds[w].neverAbove);
  });
});

it('counts the two arms that are compared, by their allocation', async () => {
  const third =
    '    - { name: Third, role: experimental, survival: { model: relative, hazardRatio: 0.8 } }\n  patients: 300\n';
  const text = TEXT.replace('  patients: 300\n', third).replace(
    '  detriment:\n',
    '  comparisons: { procedure: holm }\n  detriment:\n',
  );
  const three = await watch(text);
  const alone = await watch(TEXT);
  expect(three.looks[1].deaths).toBeLessThan(alone.looks[1].deaths);
  for (const { looks } of three.worlds)
    for (const { look, deaths } of looks) {
      const planned = three.looks.find((each) => each.look === look)?.deaths ?? Number.NaN;
      expect(Math.abs(deaths.mean / planned - 1)).toBeLessThan(0.4);
    }
});
