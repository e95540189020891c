/** Loading a sound scenario: defaults, units, provenance, hash, the study file. */

import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Conduct } from '../../src/scenario/scenario.ts';
import { median } from '../../src/survival/law.ts';
import { logRankTest, sizesOf } from '../../src/trial/trial.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';
import { draft, load, SOUND, save } from './draft.ts';

async function hashes(...texts: string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const text of texts) found.add((await load(text)).hash);
  return found;
}

async function trialOf(...edits: [string, string][]) {
  const { trial } = await load(draft(...edits));
  if (!trial) throw new Error('no trial');
  return trial;
}

function together(conduct: Conduct | null | undefined) {
  if (conduct?.followed.kind !== 'together') throw new Error('not followed together');
  return conduct.followed;
}

describe('loadScenario', () => {
  it('resolves a sound scenario', async () => {
    const scenario = await load(SOUND);
    expect(scenario).toMatchObject({
      title: 'A trial',
      citation: null,
      timeUnit: 'month',
      seed: 'x',
      precision: { replicates: 1000 },
      sizeInterval: 0.01,
      provenance: [],
    });
    const trial = scenario.trial as NonNullable<typeof scenario.trial>;
    expect(median(lawOfArm(trial.unsized.arms[0]))).toBeCloseTo(9, 12);
    expect(lawOfArm(trial.unsized.arms[1]).clock).toBe(lawOfArm(trial.unsized.arms[0]).clock);
    expect(trial.unsized.arms[0].dropoutHazard).toBeCloseTo(-Math.log(0.95) / 12, 15);
    expect(trial.unsized.accrual).toEqual({ pattern: 'uniform', starts: [0], rates: [1], duration: 24 });
    expect(trial.unsized.analysis).toEqual({ kind: 'events', events: 200 });
  });

  it('fills in defaults', async () => {
    const text = draft(
      ['seed: x\n', ''],
      ['  allocation: "1:1"\n', ''],
      ['  test: { alpha: 0.05, sides: 2 }\n', ''],
      ['  targetPower: [0.8, 0.9]\n', ''],
      ['  dropout: { probability: 0.05, by: 1 year }\n', ''],
      ['precision: { replicates: 1000 }\n', ''],
    );
    const { seed, trial, precision, reported } = await load(text);
    expect(seed).toBe('trialwright');
    expect(trial?.unsized.test).toEqual(logRankTest(0.05, 2));
    expect(trial?.targetPower).toEqual([0.8, 0.9]);
    expect(trial?.unsized.arms[0]).toMatchObject({ weight: 1, dropoutHazard: 0 });
    expect(precision).toEqual({ replicates: 100_000 });
    expect(reported).toMatchObject({ endpoint: 'progression-free survival', pValue: null, responsePValues: null });
    expect(reported?.conduct).toMatchObject({ dropoutHazard: 0, survivalShape: 1 });
    expect(reported?.experimental).toMatchObject({
      median: { value: 6, low: null, high: null },
      deaths: 5,
      milestones: [],
    });
  });

  it('takes a seed of numbers, and one from outside', async () => {
    expect((await load(draft(['seed: x', 'seed: 2022']))).seed).toBe('2022');
    expect((await loadScenario(save(SOUND), { seed: 'mine' })).seed).toBe('mine');
  });

  it('reads JSON, tabs and all, and files with a byte order mark', async () => {
    const json = {
      title: 'A',
      timeUnit: 'week',
      reported: {
        arms: [
          { name: 'a', role: 'control', patients: 5, median: '2 weeks' },
          { name: 'b', role: 'experimental', patients: 5 },
        ],
      },
    };
    const { reported, trial } = await load(JSON.stringify(json, null, '\t'), 'x.json');
    expect(reported?.control.median).toEqual({ value: 2, low: null, high: null });
    expect(trial).toBeNull();
    expect((await load(`\ufeff${SOUND}`)).title).toBe('A trial');
  });

  it('takes anchors, merge keys and an allocation without quotes', async () => {
    const trial = await trialOf(
      ['{ model: exponential, median: 9 }', '&old { model: exponential, median: 9 }'],
      ['{ model: relative, hazardRatio: 0.7 }', '{ <<: *old, median: 6 }'],
      ['"1:1"', '2:1'],
    );
    expect(median(lawOfArm(trial.unsized.arms[1]))).toBeCloseTo(6, 12);
    expect(sizesOf({ ...trial.unsized, patients: 300 })).toEqual([100, 200]);
  });

  it('lets the arms follow the roles, whatever their order, each with its own dropout', async () => {
    const { unsized } = await trialOf(
      [
        'role: control\n      survival: { model: exponential, median: 9 }',
        'role: experimental\n      survival: { model: exponential, median: 6 }',
      ],
      [
        'role: experimental\n      survival: { model: relative, hazardRatio: 0.7 }',
        'role: control\n      dropout: { hazard: 0.02 }\n      survival: { model: exponential, median: 9 }',
      ],
    );
    expect(unsized.arms[0]).toMatchObject({ name: 'New', dropoutHazard: 0.02 });
    expect(unsized.arms[1].name).toBe('Old');
    expect(unsized.arms[1].dropoutHazard).toBeCloseTo(-Math.log(0.95) / 12, 15);
  });

  it('takes a share lost by a time in any unit, of the plan and of a study that counts in its own', async () => {
    const conduct = 'conduct: { accrual: { duration: 10 }, analysis: { calendarTime: 15 } }';
    const lost = (by: string) =>
      `conduct: { accrual: { duration: 10 }, analysis: { calendarTime: 15 }, dropout: { probability: 0.05, by: ${by} } }`;
    const hazards = async (unit: string, plan: string, study: string, ofStudy: string) => {
      const { reported, trial } = await load(
        draft(
          ['timeUnit: month', `timeUnit: ${unit}`],
          ['reported:\n', `reported:\n  timeUnit: ${ofStudy}\n`],
          [conduct, lost(study)],
          ['{ probability: 0.05, by: 1 year }', `{ probability: 0.05, by: ${plan} }`],
          ['{ events: 200 }', '{ events: 100 }'],
        ),
      );
      return [trial?.unsized.arms[0].dropoutHazard ?? 0, reported?.conduct?.dropoutHazard ?? 0];
    };
    // −ln(0.95) a year, in the unit of the scenario.
    const yearly = 0.05129329438755058;
    const perUnit = { day: 365.25, week: 365.25 / 7, month: 12, year: 1 };
    for (const [unit, units] of Object.entries(perUnit)) {
      const expected = [yearly / units, yearly / units].map((hazard) => expect.closeTo(hazard, 15));
      expect(await hazards(unit, '1 year', '12', 'month')).toEqual(expected);
      expect(await hazards(unit, '12 months', '1', 'year')).toEqual(expected);
      expect(await hazards(unit, String(units), '365.25', 'day')).toEqual(expected);
    }
  });

  it('resolves combined rules', async () => {
    const { unsized } = await trialOf([
      '{ events: 200 }',
      '{ earlierOf: [{ laterOf: [{ events: 200 }, { followUp: 1 year }] }, { calendarTime: 5 years }] }',
    ]);
    expect(unsized.analysis).toEqual({
      kind: 'earlierOf',
      rules: [
        {
          kind: 'laterOf',
          rules: [
            { kind: 'events', events: 200 },
            { kind: 'followUp', time: 12 },
          ],
        },
        { kind: 'calendarTime', time: 60 },
      ],
    });
  });

  it('lets a calendar time come before the end of enrolment where it cannot cut it short', async () => {
    await expect(
      trialOf(['{ events: 200 }', '{ laterOf: [{ calendarTime: 12 }, { followUp: 3 }] }']),
    ).resolves.toBeDefined();
  });

  it('lets rates and a duration decide how many enter, in whole blocks', async () => {
    const trial = await trialOf(
      ['  patients: 300\n', ''],
      ['"1:1"', '"2:1"'],
      [
        'accrual: { duration: 24 }',
        'accrual: { duration: 24, rates: [{ from: 0, rate: 5 }, { from: 4, rate: 10.1 }] }',
      ],
    );
    expect(trial.patients).toBe(222);
    expect(trial.unsized.accrual).toEqual({ pattern: 'uniform', starts: [0, 4], rates: [5, 10.1], duration: null });
  });

  it('leaves the patients open when nothing decides them', async () => {
    expect((await trialOf(['  patients: 300\n', ''])).patients).toBeNull();
    expect(
      (await trialOf(['  patients: 300\n', ''], ['accrual: { duration: 24 }', 'accrual: { rate: 5 }'])).patients,
    ).toBeNull();
  });

  it('collects where values come from, in file order, by readable paths', async () => {
    const { provenance, trial } = await load(
      draft(
        ['hazardRatio: 0.7', 'hazardRatio: { value: 0.70, source: assumed, note: "as in\n        LEAP-012, about" }'],
        ['patients: 300', 'patients: { value: 300, source: derived }'],
        ['by: 1 year', 'by: { value: 1 year, source: reported }'],
        ['median: { value: 9, ci: [3, 15] }', 'median: { value: 9, ci: [3, 15], source: reported, note: page 3 }'],
      ),
    );
    expect(provenance).toMatchObject([
      { path: 'reported.arms[Old].median', value: '9', source: 'reported', note: 'page 3' },
      { path: 'trial.arms[New].survival.hazardRatio', value: '0.70', source: 'assumed', note: 'as in LEAP-012, about' },
      { path: 'trial.patients', value: '300', source: 'derived', note: null },
      { path: 'trial.dropout.by', value: '1 year', source: 'reported', note: null },
    ]);
    expect(lawOfArm(trial?.unsized.arms[1]).steps.ratios).toEqual([0.7]);
  });
});

describe('hash', () => {
  it('is the same for the same meaning', async () => {
    const same = await hashes(
      SOUND,
      `# a comment\n${SOUND}`,
      draft(['seed: x', 'seed: y'], ['replicates: 1000', 'standardError: 0.01'], ['title: A trial', 'title: Another']),
      draft(['patients: 300', 'patients: { value: 300, source: assumed }'], ['duration: 24', 'duration: 2 years']),
      draft(['by: 1 year', 'by: 12']),
      draft(['{ events: 200 }', '\n    events: 200']),
    );
    expect(same.size).toBe(1);
  });

  it('differs when what is simulated does', async () => {
    const different = await hashes(
      SOUND,
      draft(['patients: 300', 'patients: 302']),
      draft(['hazardRatio: 0.7', 'hazardRatio: 0.71']),
      draft(['sides: 2', 'sides: 1']),
      draft(['duration: 10 }', 'duration: 11 }']),
      draft(['timeUnit: month', 'timeUnit: week']),
    );
    expect(different.size).toBe(6);
  });

  it('does not depend on where the file lies', async () => {
    expect((await load(SOUND, 'other.yaml')).hash).toBe((await load(SOUND)).hash);
  });
});

describe('a study in a file of its own', () => {
  const study = `timeUnit: week
citation: A paper
arms:
  - { name: a, role: control, patients: 20, median: { value: 39, ci: [10, null] } }
  - { name: b, role: experimental, patients: 10, median: 6 months }
conduct:
  accrual: { rate: { value: 1, source: assumed } }
  analysis: { calendarTime: 52 }
`;
  const scenario = 'title: A\ntimeUnit: month\nreported: study.yaml\n';

  it('keeps its own unit', async () => {
    save(study, 'study.yaml');
    const { reported, citation, provenance } = await load(scenario);
    const month = 365.25 / 12;
    expect(citation).toBe('A paper');
    expect(reported?.control.median).toEqual({ value: (39 * 7) / month, low: (10 * 7) / month, high: null });
    expect(reported?.experimental.median?.value).toBe(6);
    const followed = together(reported?.conduct);
    expect(followed.accrual.rates[0]).toBeCloseTo(month / 7, 12);
    expect(followed.analysis).toEqual({ kind: 'calendarTime', time: (52 * 7) / month });
    expect(provenance).toMatchObject([
      { path: 'reported.conduct.accrual.rate', value: '1', source: 'assumed', note: null },
    ]);
  });

  it('has its conduct replaced key by key, in the scenario’s unit', async () => {
    save(study, 'study.yaml');
    const { reported } = await load(`${scenario}conduct: { survivalShape: 1.3, analysis: { calendarTime: 15 } }\n`);
    expect(reported?.conduct?.survivalShape).toBe(1.3);
    const followed = together(reported?.conduct);
    expect(followed.analysis).toEqual({ kind: 'calendarTime', time: 15 });
    expect(followed.accrual.starts).toEqual([0]);
  });

  const byArm = study
    .replace(/^conduct:[\s\S]*$/m, 'conduct: { followUp: by arm }\n')
    .replace(/(patients: \d+)/g, '$1, followUp: { median: 52, range: [26, 104] }');

  it('is followed an arm at a time, and accrual with analysis replaces that', async () => {
    save(byArm, 'study.yaml');
    const { reported } = await load(scenario);
    const month = 365.25 / 12;
    const span = { shortest: (26 * 7) / month, median: (52 * 7) / month, longest: (104 * 7) / month };
    expect(reported?.conduct?.followed).toEqual({ kind: 'by arm', control: span, experimental: span });
    const own = 'conduct: { accrual: { duration: 4 }, analysis: { calendarTime: 15 } }\n';
    expect(together((await load(`${scenario}${own}`)).reported?.conduct).accrual.duration).toBe(4);
    save(study, 'study.yaml');
    const { reported: other } = await load(`${scenario}conduct: { survivalShape: 1.3 }\n`);
    expect(other?.conduct?.followed.kind).toBe('together');
  });

  it('says what follow-up by arm lacks', async () => {
    const refused = async (text: string, pattern: RegExp) => {
      save(text, 'study.yaml');
      await expect(load(scenario)).rejects.toThrow(pattern);
    };
    await refused(byArm.replace(', range: [26, 104]', ''), /has a followUp without its range; must have a median and/);
    await refused(byArm.replace(/, followUp: \{ median: 52, range: \[26, 104\] \}/, ''), /has no followUp; must have/);
    await refused(byArm.replace('range: [26, 104]', 'range: [52, 104]'), /must be shortest < median < longest/);
    // One line of one mistake.
    await refused(byArm.replace('range: [26, 104]', 'range: [53, 104]'), /^[^\n]*around the median [\d.]+$/);
    await refused(byArm.replace('by arm', 'by arms'), /must be by arm or published curve \(did you mean by arm\?\)$/);
    await refused(
      byArm.replace('followUp: by arm', 'followUp: by arm, analysis: { calendarTime: 9 }'),
      /gives followUp and analysis; must give followUp, or accrual and analysis/,
    );
  });
});
