import { expect, test } from 'vitest';
import { type DetrimentRule, nextThreshold, noLooksTaken } from '../../src/sequential/detriment.ts';
import { type DetrimentSpec, ObservedThresholds } from '../../src/tally/observedThresholds.ts';

const spending = { kind: 'obrienFleming' } as const;
const THRESHOLDS = [
  { kind: 'probability', passing: 0.9, missing: 0.025 },
  { kind: 'missedHarm', spending, error: 0.025 },
  { kind: 'stoppedNeutral', spending: { kind: 'pocock' }, error: 0.1 },
  { kind: 'given', thresholds: [1.2, 1.1, 1] },
] as const;

const DEATHS = [
  [97, 181, 250],
  [110, 173, 241],
  [88, 88, 262],
  [0, 150, 250],
];

test.each(THRESHOLDS)('$kind: as solved look by look, within a hundredth of a standard error', (thresholds) => {
  const rule: DetrimentRule = { harmful: 1.3, planned: 0.8, thresholds };
  const spec: DetrimentSpec = {
    finalDeaths: 250,
    perDeath: 0.25,
    rule,
    looks: [true, false, true, true],
    statistic: 1,
    further: 0,
  };
  const observed = new ObservedThresholds(spec);
  for (const deaths of DEATHS) {
    let taken = noLooksTaken();
    let history = observed.begin();
    deaths.forEach((count, i) => {
      const look = [0, 2, 3][i];
      const direct = nextThreshold(rule, spec, taken, count, i === 2);
      const found = observed.at(history, look, count);
      if (direct.threshold === Number.POSITIVE_INFINITY) expect(found).toBe(Number.POSITIVE_INFINITY);
      else expect(Math.abs(found - Math.log(direct.threshold)) * Math.sqrt(count / 4)).toBeLessThan(0.01);
      taken = direct.taken;
      history = observed.after(history, look, count);
    });
  }
});
