import { describe, expect, it } from 'vitest';
import { planAssurance } from '../../src/questions/assurancePlan.ts';
import { readSources } from '../../src/scenario/load.ts';
import { resolveScenario } from '../../src/scenario/scenario.ts';
import { parseSource, type Sources } from '../../src/scenario/source.ts';
import type { UnsizedTrial } from '../../src/trial/trial.ts';

const SCENARIOS = new URL('../../scenarios/', import.meta.url).pathname;

/** The sources of a shipped scenario whose text is changed. */
async function shipped(name: string, from: RegExp, to: string): Promise<Sources> {
  const sources = await readSources(`${SCENARIOS}${name}`);
  if (!from.test(sources.main.text)) throw new Error(`${name} has no ${from}`);
  return { ...sources, main: parseSource(sources.main.file, sources.main.text.replace(from, to)) };
}

/** What differs between the first and the last truth drawn. */
async function ends(sources: Sources, of: (trial: UnsizedTrial) => unknown): Promise<readonly unknown[]> {
  const { plan } = await planAssurance({ scenario: resolveScenario(sources), sources, options: {}, questions: [] });
  return [plan.truths[0], plan.truths[plan.truths.length - 1]].map(({ trial }) => of(trial));
}

const laws = ({ arms }: UnsizedTrial) => arms.map(({ history }) => history.first);

describe('a truth', () => {
  it.each([
    [
      'a hazard ratio on a published curve whose points are in a file',
      'published-curve.yaml',
      /survival:\s+model: published curve\s+arm: TACE \+ ICI\s+# The reconstructed curve itself\.\s+fit: pseudo-patients/,
      'survival: { model: relative, hazardRatio: { value: 0.6, source: assumed, prior: published } }',
      laws,
    ],
    [
      'what publications in files say together',
      'prospective-early-ici.yaml',
      /hazardRatio:\s+value: 0\.70?\s+source: assumed\s+note: .*/,
      'hazardRatio: { value: 0.7, source: assumed, prior: { evidence: MAP } }\nevidence: { studies: [studies/leap-012.yaml, studies/talentace.yaml] }',
      laws,
    ],
    [
      'the start of the second treatment',
      'evidence-by-lag.yaml',
      /treatmentStart: \{ value: -2 weeks.*\}/,
      'treatmentStart: { value: -2 weeks, source: assumed, prior: { estimate: -2 weeks, sd: 0.5, scale: linear } }',
      ({ arms }: UnsizedTrial) => arms[1].start,
    ],
    [
      'the duration of enrolment',
      'assurance.yaml',
      /duration: \{ value: 24, source: assumed, note: about 14 patients a month \}/,
      'duration: { value: 24, source: assumed, prior: { estimate: 24, sd: 0.2 } }',
      ({ accrual }: UnsizedTrial) => accrual,
    ],
  ] as const)('follows from %s', async (_, name, from, to, of) => {
    const text = to.includes('\nevidence') ? to.split('\n')[0] : to;
    let sources = await shipped(name, from, text);
    if (to.includes('\nevidence')) {
      const whole = `${sources.main.text}\n${to.split('\n')[1]}\n`;
      const withFiles = await readSources(`${SCENARIOS}evidence-by-lag.yaml`);
      sources = { ...sources, main: parseSource(sources.main.file, whole), shelf: withFiles.shelf ?? [] };
    }
    const [first, last] = await ends(sources, of);
    expect(first).not.toEqual(last);
  });

  it('follows from care that improves', async () => {
    const text = `title: drift
timeUnit: month
trial:
  arms:
    - { name: C, role: control, survival: { model: exponential, median: 9 } }
    - { name: E, role: experimental, survival: { model: relative, hazardRatio: 0.7 } }
  patients: 300
  accrual: { duration: 20 }
  drift: { medianPerYear: { value: 1.05, source: assumed, prior: { estimate: 1.05, ci: [1, 1.1] } } }
  analysis: { events: 200 }
  test: { alpha: 0.025, sides: 1 }
`;
    const sources = { main: parseSource('case.yaml', text), study: null };
    const [first, last] = await ends(sources, ({ drift }) => drift?.logPerUnit);
    expect(Number(first)).toBeLessThan(Number(last));
  });
});
