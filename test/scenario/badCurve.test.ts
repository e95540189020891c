/** Mistakes in a published curve: what the user reads, in full; x.yaml is the scenario. */
import { describe, expect, it, test } from 'vitest';
import { draft, problems, problemsOf, save } from './draft.ts';

const AT_RISK = '[[0, 51], [6, 30], [12, 12]]';
const POINTS = '[[0, 1], [3, 0.8], [6, 0.6], [12, 0.4], [15, 0.35]]';
const OLD = '    - { name: Old, role: control, patients: 51, median: { value: 9, ci: [3, 15] } }\n';

/** The sound scenario with a curve in the control arm, line 6. */
const withCurve = (curve: string) =>
  draft([OLD, `    - { name: Old, role: control, patients: 51, curve: {${curve}} }\n`]);
const points = (list: string) => withCurve(`points: ${list}, atRisk: ${AT_RISK}`);
const atRisk = (list: string) => withCurve(`points: ${POINTS}, atRisk: ${list}`);

const CURVE = 'x.yaml:6: reported.arms[Old].curve';

const WRONG: readonly (readonly [text: string, message: string])[] = [
  [points('[]'), `${CURVE}.points has no points; must have the points of a curve`],
  [points('[[3, 0.8]]'), `${CURVE}.points has one point; must have the points of a curve`],
  [
    points('[[0, 100], [3, 80], [6, 60]]'),
    `${CURVE}.points[0] survival is 100 (and 2 more rows); must be a share from 0 to 1: 100 % is 1`,
  ],
  [
    points('[[0, 1], [3, 1.2], [6, -0.4]]'),
    `${CURVE}.points[1] survival is 1.2 (and 1 more row); must be a share from 0 to 1`,
  ],
  [
    points('[[0, 1], [3, 0.5], [6, 0.52], [12, 0.62]]'),
    `${CURVE}.points[3] survival is 0.62 at 12, after 0.5 at 3; must not rise by more than 0.03, which digitising may leave: check both points`,
  ],
  [
    points('[[0, 1], [6, 0.6], [3, 0.58]]'),
    `${CURVE}.points[2] time is 3, after 6; must not fall: list the points in order of time`,
  ],
  [points('[[0, 0.8], [6, 0.6]]'), `${CURVE}.points[0] survival is 0.8 at 0; must be 1 at the start`],
  [points('[[-1, 1], [6, 0.6]]'), `${CURVE}.points[0] time is -1; must be ≥ 0`],
  [
    points('[[0, 1], [6, 0.999]]'),
    `${CURVE}.points never fall by as much as one patient; a curve without events tells nothing`,
  ],
  [
    points('[[0, 1], [6, 0.6], [30, 0.2]]'),
    `${CURVE}.points[2] time is 30; must be ≤ 18: the numbers at risk end at 12 and are 6 apart; give the later rows too`,
  ],
  [
    points('[[0, 1], [6]]'),
    `${CURVE}.points[1] is a list of 1; must be a list of [time, survival], or the name of a CSV file of them, e.g. [[0, 1], [3, 0.85]]`,
  ],
  [points('lost.csv'), `${CURVE}.points names lost.csv, which does not exist; check the path`],
  [atRisk('[]'), `${CURVE}.atRisk has no rows; must have the patients at time 0 at least, e.g. [[0, 51]]`],
  [
    atRisk('[[0, 50], [6, 30]]'),
    `${CURVE}.atRisk[0] 50 at risk at time 0; must be 51, the patients of the arm: check either`,
  ],
  [atRisk('[[0, 51], [6, 52]]'), `${CURVE}.atRisk[1] 52 at risk; must be ≤ 51, the patients of the arm`],
  [
    atRisk('[[0, 51], [6, 20], [12, 25]]'),
    `${CURVE}.atRisk[2] 25 at risk at 12, after 20 at 6; must not grow: check both`,
  ],
  [atRisk('[[0, 51], [6, 30], [6, 25]]'), `${CURVE}.atRisk[2] time is 6, after 6; times must rise from row to row`],
  [
    atRisk('[[1, 51], [6, 30]]'),
    `${CURVE}.atRisk[0] begins at 1; must begin at time 0 with the 51 patients of the arm`,
  ],
  [atRisk('[[0, 51], [6, 30.5]]'), `${CURVE}.atRisk[1] 30.5 at risk; must be a whole number ≥ 0`],
  [
    atRisk('[[0, 51], [6, 30], [9, 0]]'),
    `${CURVE}.points[3] survival falls to 0.4 at 12; nobody is at risk from 9 on: check either`,
  ],
  [
    withCurve(`points: ${POINTS}, atRisk: ${AT_RISK}, events: 60`),
    `${CURVE}.events is 60; must be ≤ 51, the patients of the arm`,
  ],
  [
    withCurve(`points: ${POINTS}, atRisk: ${AT_RISK}, events: 3`),
    `${CURVE}.events is 3; the curve falls as with 12 to 23 events with these numbers at risk: check the total, the points and the table`,
  ],
];

test.each(WRONG)('%#', async (text, message) => {
  expect(await problems(text)).toBe(message);
});

describe('a table in a CSV file', () => {
  const wrong = async (csv: string) => {
    save(csv, 'points.csv');
    return problemsOf(save(points('points.csv')));
  };

  it('is read with or without a header, and with the separators of spreadsheets', async () => {
    for (const csv of ['time,survival\n0,1\n3,0.8\n15,0.35\n', '0;1\n3;0.8\n15;0.35\n', 'x\ty\n0\t1\n15\t0.5\n']) {
      save(csv, 'points.csv');
      expect(await problemsOf(save(points('points.csv')))).toBe('no problem');
    }
  });

  it('names its own line', async () => {
    expect(await wrong('time,survival\n0,1\n3,0.5\n\n9,0.7\n')).toBe(
      'points.csv:5: 9, 0.7: survival is 0.7 at 9, after 0.5 at 3; must not rise by more than 0.03, which digitising may leave: check both points',
    );
    expect(await wrong('0;1\n3;0,5\n')).toBe('points.csv:2: has 0,5 for survival; must be a number (write 0.5)');
    expect(await wrong('0,1\n3,0.5,7\n')).toBe('points.csv:2: has 3 columns; must have two: time and survival');
    expect(await wrong('0,1\n3,\n')).toBe('points.csv:2: has nothing for survival; must be a number');
  });

  it('says what is wrong with the file', async () => {
    expect(await wrong('')).toBe(
      `${CURVE}.points names points.csv, which is empty; must have a row of two numbers for each point`,
    );
    expect(await wrong('time,survival\n')).toBe(`${CURVE}.points has no points; must have the points of a curve`);
  });
});

describe('an arm planned from a published curve', () => {
  const planned = (survival: string, curve = true) => {
    const [from, to] = ['      survival: { model: exponential, median: 9 }\n', `      survival: ${survival}\n`];
    const old = `    - { name: Old, role: control, patients: 51, curve: {points: ${POINTS}, atRisk: ${AT_RISK}} }\n`;
    return draft([OLD, curve ? old : OLD], [from, to]);
  };

  it.each([
    [
      '{ model: published curve, arm: Odl }',
      'x.yaml:14: trial.arms[Old].survival.arm is Odl; must be a reported arm, Old or New',
    ],
    [
      '{ model: published curve, arm: New }',
      'x.yaml:14: trial.arms[Old].survival.arm is New, which is reported without a curve; give its points and atRisk',
    ],
    [
      '{ model: published curve, arm: Old, fit: lognormal }',
      'x.yaml:14: trial.arms[Old].survival.fit is "lognormal"; must be best, exponential, Weibull, piecewise, cure or pseudo-patients',
    ],
  ])('%s', async (survival, message) => {
    expect(await problems(planned(survival))).toBe(message);
  });

  it('needs a study', async () => {
    const text = planned('{ model: published curve, arm: Old }').replace(/reported:\n[\s\S]*?trial:/, 'trial:');
    expect(await problems(text)).toBe(
      'x.yaml:8: trial.arms[Old].survival is published curve, but the scenario has no reported; give the study with the curve of the arm',
    );
  });

  it('and a replay by curves needs both', async () => {
    const text = planned('{ model: published curve, arm: Old }').replace(
      'conduct: { accrual: { duration: 10 }, analysis: { calendarTime: 15 } }',
      'conduct: { followUp: published curve }',
    );
    expect(await problems(text)).toBe(
      'x.yaml:9: reported.conduct.followUp is published curve, but New is reported without a curve; must have the points and atRisk of both arms',
    );
  });
});
