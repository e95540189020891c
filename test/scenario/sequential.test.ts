/** Group-sequential designs: every form of the file, and what it is resolved to. */
import { describe, expect, it } from 'vitest';
import type { PlannedTrial } from '../../src/scenario/scenario.ts';
import { looksOf } from '../design/looksOf.ts';
import { draft, load, SOUND } from './draft.ts';

/** The sound scenario (200 events of 300 patients, two-sided 0.05, 80 % power) with looks. */
const sequential = (block: string, ...edits: [from: string, to: string][]) =>
  draft(...edits, ['  test: {', `  sequential: ${block}\n  test: {`]);

async function unsizedOf(block: string, ...edits: [string, string][]): Promise<PlannedTrial['unsized']> {
  const { trial } = await load(sequential(block, ...edits));
  if (!trial) throw new Error('no trial');
  return trial.unsized;
}

const planOf = async (block: string, ...edits: [string, string][]) => (await unsizedOf(block, ...edits)).sequential;

const HALF = 'looks: [{ informationFraction: 0.5 }]';
const THIRDS = 'looks: [{ events: 67 }, { events: 134 }]';
const SPENDING = 'efficacy: { spending: obrienFleming }';

describe('looks', () => {
  it('leave no trace where there are none', async () => {
    const { trial } = await load(SOUND);
    expect(Object.keys(trial?.unsized ?? {})).toEqual(['endpoints', 'arms', 'accrual', 'analysis', 'test']);
  });

  it('fill in the rest of the plan', async () => {
    const unsized = await unsizedOf(`{ ${HALF}, ${SPENDING} }`);
    expect(unsized.interims).toEqual([{ kind: 'informationFraction', fraction: 0.5 }]);
    expect(unsized.sequential).toEqual({
      efficacy: { kind: 'spending', spending: { kind: 'obrienFleming' } },
      tested: [true],
      futility: null,
      chosen: [false],
      binding: false,
      information: 'observed',
      reestimation: null,
    });
  });

  it.each([
    ['{ events: 100 }', { kind: 'events', events: 100 }],
    ['{ calendarTime: 1.5 years }', { kind: 'calendarTime', time: 18 }],
    ['{ calendarTime: 12 }', { kind: 'calendarTime', time: 12 }],
    ['{ followUp: 3 }', { kind: 'followUp', time: 3 }],
    ['{ followUp: 6, patients: 150 }', { kind: 'followUp', time: 6, patients: 150 }],
    ['{ informationFraction: { value: 0.6, source: assumed } }', { kind: 'informationFraction', fraction: 0.6 }],
    [
      '{ earlierOf: [{ informationFraction: 0.5 }, { followUp: 6, patients: { value: 150, source: assumed } }] }',
      {
        kind: 'earlierOf',
        rules: [
          { kind: 'informationFraction', fraction: 0.5 },
          { kind: 'followUp', time: 6, patients: 150 },
        ],
      },
    ],
  ])('take the rule %s', async (look, rule) => {
    expect((await unsizedOf(`{ looks: [${look}], ${SPENDING} }`)).interims).toEqual([rule]);
  });

  it('may wait for time since the look before, alone or with other rules, the final analysis too', async () => {
    const unsized = await unsizedOf(
      `{ looks: [{ events: 60 }, { laterOf: [{ events: 80 }, { sinceLook: 3 }] }, { sinceLook: 4 weeks }], ${SPENDING} }`,
      ['{ events: 200 }', '{ laterOf: [{ events: 200 }, { sinceLook: 3 }] }'],
    );
    const since = { kind: 'sinceLook', time: 3 };
    expect(unsized.interims?.slice(1)).toEqual([
      { kind: 'laterOf', rules: [{ kind: 'events', events: 80 }, since] },
      { kind: 'sinceLook', time: 28 / (365.25 / 12) },
    ]);
    expect(unsized.analysis).toEqual({ kind: 'laterOf', rules: [{ kind: 'events', events: 200 }, since] });
  });

  it('may come before enrolment ends', async () => {
    await expect(unsizedOf(`{ looks: [{ calendarTime: 10 }], ${SPENDING} }`)).resolves.toBeDefined();
  });

  it('leave efficacy or futility out one by one', async () => {
    const looks = 'looks: [{ events: 50, efficacy: false }, { events: 100 }, { events: 150, futility: false }]';
    const plan = await planOf(`{ ${looks}, ${SPENDING}, futility: { z: 0 } }`);
    expect(plan).toMatchObject({ tested: [false, true, true], chosen: [true, true, false] });
  });

  it('may be nineteen', async () => {
    const looks = Array.from({ length: 19 }, (_, k) => `{ events: ${10 * k + 10} }`).join(', ');
    expect((await unsizedOf(`{ looks: [${looks}], ${SPENDING} }`)).interims).toHaveLength(19);
  });

  it('need no number of patients when they go by time and fraction', async () => {
    const time: [string, string][] = [
      ['  patients: 300\n', ''],
      ['{ events: 200 }', '{ calendarTime: 36 }'],
    ];
    const looks = 'looks: [{ calendarTime: 18 }, { informationFraction: 0.8 }]';
    expect((await unsizedOf(`{ ${looks}, ${SPENDING}, futility: { z: 0 } }`, ...time)).interims).toHaveLength(2);
    expect(
      (await unsizedOf(`{ ${looks}, ${SPENDING}, futility: { hazardRatio: 0.1 } }`, ...time)).interims,
    ).toHaveLength(2);
    const rate: [string, string] = ['accrual: { duration: 24 }', 'accrual: { rate: 5 }'];
    expect((await unsizedOf(`{ ${HALF}, ${SPENDING} }`, ...time, rate)).interims).toHaveLength(1);
  });
});

describe('efficacy', () => {
  it.each([
    ['obrienFleming', { kind: 'obrienFleming' }],
    ['pocock', { kind: 'pocock' }],
    ['{ value: pocock, source: assumed, note: as the charter says }', { kind: 'pocock' }],
    ['{ hwangShihDeCani: -4 }', { kind: 'hwangShihDeCani', gamma: -4 }],
    ['{ hwangShihDeCani: 0 }', { kind: 'hwangShihDeCani', gamma: 0 }],
    ['{ kimDeMets: { value: 3, source: assumed } }', { kind: 'kimDeMets', rho: 3 }],
  ])('spends by %s', async (file, spending) => {
    expect((await planOf(`{ ${HALF}, efficacy: { spending: ${file} } }`))?.efficacy).toEqual({
      kind: 'spending',
      spending,
    });
  });

  it('spends a list at the fractions planned', async () => {
    const plan = await planOf(`{ ${THIRDS}, efficacy: { spending: { cumulative: [0, 0.02, 0.05] } } }`);
    expect(plan?.efficacy).toEqual({
      kind: 'spending',
      spending: { kind: 'cumulative', fractions: [0.335, 0.67], spent: [0, 0.02] },
    });
  });

  it('spends a list at the fractions expected of looks by time', async () => {
    const unsized = await unsizedOf(
      '{ looks: [{ calendarTime: 20 }], efficacy: { spending: { cumulative: [0.01, 0.05] } } }',
    );
    const { looks } = looksOf({ ...unsized, patients: 300 });
    expect(unsized.sequential?.efficacy).toMatchObject({ spending: { fractions: [looks[0].fraction], spent: [0.01] } });
    expect(looks[0].efficacy).toBeCloseTo(2.5758293, 6);
  });

  it.each([
    ['obrienFleming', { kind: 'obrienFleming' }],
    ['pocock', { kind: 'pocock' }],
    ['{ wangTsiatis: 0.25 }', { kind: 'wangTsiatis', delta: 0.25 }],
    ['{ haybittlePeto: 3 }', { kind: 'haybittlePeto', z: 3 }],
    ['{ z: [2.797, 1.977] }', { kind: 'z', z: [2.797, 1.977] }],
    ['{ z: [{ value: 2.797, source: reported }, 1.978] }', { kind: 'z', z: [2.797, 1.978] }],
    ['{ p: [0.005, 0.048] }', { kind: 'p', p: [0.005, 0.048] }],
  ])('has the bounds %s', async (file, rule) => {
    expect((await planOf(`{ ${HALF}, efficacy: { bounds: ${file} } }`))?.efficacy).toEqual(rule);
  });

  it('leaves a look out by null', async () => {
    const z = await planOf(`{ ${THIRDS}, efficacy: { bounds: { z: [null, 3, 1.99] } }, futility: { z: 0 } }`);
    expect(z).toMatchObject({ tested: [false, true], efficacy: { z: [Number.POSITIVE_INFINITY, 3, 1.99] } });
    const unsized = await unsizedOf(
      `{ ${THIRDS}, efficacy: { bounds: { p: [null, 0.01, 0.04] } }, futility: { z: 0 } }`,
    );
    const { looks } = looksOf({ ...unsized, patients: 300 });
    expect(looks.map(({ efficacy }) => efficacy)).toEqual([
      Number.POSITIVE_INFINITY,
      expect.closeTo(2.5758293, 6),
      expect.closeTo(2.0537489, 6),
    ]);
  });

  it.each([
    ['O’Brien & Fleming, two looks', HALF, '2.797, 1.977'],
    ['O’Brien & Fleming, three looks', 'looks: [{ events: 66 }, { events: 132 }]', '3.471, 2.454, 2.004'],
    ['Pocock, two looks', HALF, '2.178, 2.178'],
    ['Pocock, three looks', 'looks: [{ events: 66 }, { events: 132 }]', '2.289, 2.289, 2.289'],
    ['Lan & DeMets, two looks', HALF, '2.963, 1.969'],
  ])('takes bounds from tables to three decimals: %s', async (_, looks, z) => {
    const final: [string, string] = ['{ events: 200 }', '{ events: 198 }'];
    await expect(planOf(`{ ${looks}, efficacy: { bounds: { z: [${z}] } } }`, final)).resolves.toBeDefined();
  });

  it('may be none beside futility or re-estimation', async () => {
    const none = { efficacy: { kind: 'none' }, tested: [false] };
    expect(await planOf(`{ ${HALF}, efficacy: none, futility: { z: 0 } }`)).toMatchObject({ ...none, chosen: [true] });
    expect(await planOf(`{ ${HALF}, efficacy: none, reestimation: { maxEvents: 260 } }`)).toMatchObject(none);
  });
});

describe('futility', () => {
  it.each([
    [
      '{ spending: obrienFleming, beta: 0.1 }',
      { kind: 'spending', spending: { kind: 'obrienFleming' }, beta: 0.1 },
      [true, true],
    ],
    ['{ spending: pocock }', { kind: 'spending', spending: { kind: 'pocock' }, beta: 0.2 }, [true, true]],
    [
      '{ spending: { cumulative: [0.05, 0.1, 0.15] } }',
      { kind: 'spending', spending: { kind: 'cumulative', fractions: [0.335, 0.67], spent: [0.05, 0.1] }, beta: 0.15 },
      [true, true],
    ],
    ['{ z: 0 }', { kind: 'z', z: [0, 0] }, [true, true]],
    ['{ z: { value: -0.5, source: assumed } }', { kind: 'z', z: [-0.5, -0.5] }, [true, true]],
    ['{ z: [null, 0.5] }', { kind: 'z', z: [Number.NaN, 0.5] }, [false, true]],
    ['{ hazardRatio: [1, 0.9] }', { kind: 'hazardRatio', hazardRatio: [1, 0.9] }, [true, true]],
    ['{ hazardRatio: 1 }', { kind: 'hazardRatio', hazardRatio: [1, 1] }, [true, true]],
    ['{ conditionalPower: 0.2 }', { kind: 'conditionalPower', atMost: [0.2, 0.2], under: 'planned' }, [true, true]],
    [
      '{ conditionalPower: [0.1, null], under: observed }',
      { kind: 'conditionalPower', atMost: [0.1, Number.NaN], under: 'observed' },
      [true, false],
    ],
    ['{ predictivePower: 0.1 }', { kind: 'predictivePower', atMost: [0.1, 0.1] }, [true, true]],
  ])('stops by %s', async (file, futility, chosen) => {
    const plan = await planOf(`{ ${THIRDS}, ${SPENDING}, futility: ${file} }`);
    expect(plan).toMatchObject({ futility, chosen, binding: false });
  });

  it('takes its beta from the first target power', async () => {
    const plan = await planOf(`{ ${HALF}, ${SPENDING}, futility: { spending: pocock } }`, ['[0.8, 0.9]', '0.9']);
    expect(plan?.futility).toMatchObject({ beta: 0.1 });
  });

  it('may be binding, and goes with one-sided and two-sided tests', async () => {
    for (const test of ['{ alpha: 0.05, sides: 2 }', '{ alpha: 0.025, sides: 1 }']) {
      const plan = await planOf(`{ ${HALF}, ${SPENDING}, futility: { z: 0, binding: true }, information: planned }`, [
        '{ alpha: 0.05, sides: 2 }',
        test,
      ]);
      expect(plan).toMatchObject({ binding: true, information: 'planned' });
    }
  });

  it('when binding, gives its credit to bounds as given', async () => {
    const one: [string, string] = ['{ alpha: 0.05, sides: 2 }', '{ alpha: 0.025, sides: 1 }'];
    const bounds = 'efficacy: { bounds: { z: [2.963, 1.945] } }';
    await expect(load(sequential(`{ ${HALF}, ${bounds}, futility: { z: 0.5 } }`, one))).rejects.toThrow('spend');
    const plan = await planOf(`{ ${HALF}, ${bounds}, futility: { z: 0.5, binding: true } }`, one);
    expect(plan?.efficacy).toEqual({ kind: 'z', z: [2.963, 1.945] });
  });
});

describe('re-estimation', () => {
  it('has defaults', async () => {
    expect((await planOf(`{ ${THIRDS}, ${SPENDING}, reestimation: { maxEvents: 280 } }`))?.reestimation).toEqual({
      look: 1,
      effect: 'observed',
      lowerLimit: 0.3,
      target: 0.8,
      maxFactor: 1.4,
      statistic: 'weighted',
    });
  });

  it('begins its zone at a half where the statistic is not weighted', async () => {
    const plan = await planOf(`{ ${HALF}, ${SPENDING}, reestimation: { maxEvents: 280, statistic: unweighted } }`);
    expect(plan?.reestimation).toMatchObject({ lowerLimit: 0.5, statistic: 'unweighted' });
  });

  it('takes all that is given', async () => {
    const zone = 'conditionalPower: { from: { value: 0.4, source: assumed }, target: 0.9 }';
    const block = `reestimation: { look: 2, ${zone}, effect: planned, maxEvents: { value: 250, source: derived }, statistic: weighted }`;
    const plan = await planOf(`{ ${THIRDS}, ${SPENDING}, ${block} }`, [
      '{ events: 200 }',
      '{ laterOf: [{ events: 200 }, { followUp: 3 }] }',
    ]);
    expect(plan?.reestimation).toEqual({
      look: 1,
      effect: 'planned',
      lowerLimit: 0.4,
      target: 0.9,
      maxFactor: 1.25,
      statistic: 'weighted',
    });
  });
});

describe('provenance and hash', () => {
  it('cover the values of a plan', async () => {
    const block = `{
    looks: [{ informationFraction: { value: 0.50, source: assumed } }, { sinceLook: { value: 3 months, source: assumed } }],
    efficacy: { spending: { kimDeMets: { value: 3, source: assumed, note: late } } },
    futility: { z: [null, { value: 0, source: derived }], binding: { value: false, source: assumed } },
    reestimation: { maxEvents: { value: 280, source: derived } } }`;
    const { provenance } = await load(sequential(block));
    expect(provenance.map(({ path, value }) => [path, value])).toEqual([
      ['trial.sequential.looks[0].informationFraction', '0.50'],
      ['trial.sequential.looks[1].sinceLook', '3 months'],
      ['trial.sequential.efficacy.spending.kimDeMets', '3'],
      ['trial.sequential.futility.z[1]', '0'],
      ['trial.sequential.futility.binding', 'false'],
      ['trial.sequential.reestimation.maxEvents', '280'],
    ]);
  });

  it('make another scenario', async () => {
    const plain = `{ ${HALF}, ${SPENDING} }`;
    const hashes: string[] = [];
    for (const text of [SOUND, sequential(plain), sequential(`{ ${HALF}, ${SPENDING}, futility: { z: 0 } }`)]) {
      hashes.push((await load(text)).hash);
    }
    expect(new Set(hashes).size).toBe(3);
    expect((await load(sequential(`{ ${HALF}, ${SPENDING}, information: observed }`))).hash).toBe(hashes[1]);
  });
});
