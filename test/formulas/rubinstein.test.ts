import { describe, expect, test } from 'vitest';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { rubinsteinPower, rubinsteinVariance } from '../../src/formulas/rubinstein.ts';
import { schoenfeldPower } from '../../src/formulas/schoenfeld.ts';
import { publishedShape } from '../expectation/plannedTrial.ts';

describe('Rubinstein–Gail–Santner', () => {
  test('is Schoenfeld when events split as patients do', () => {
    expect(rubinsteinVariance(60, 40)).toBeCloseTo(1 / (100 * 0.6 * 0.4), 14);
    expect(rubinsteinPower(0.7, 0.025, 100, 200)).toBeCloseTo(schoenfeldPower(0.7, 0.025, 300, 2 / 3), 14);
  });

  test('the published shape: 41.77 and 18.31 events, power by hand', () => {
    const [control, experimental] = expectationOf(publishedShape()).counts(36);
    // ln 1.5 × √(41.7748 × 18.3093 / 60.0841) = 1.446652; Φ(1.446652 − 1.959964) = 0.303867
    expect(rubinsteinPower(1.5, 0.025, control.events, experimental.events)).toBeCloseTo(0.30387, 4);
  });
});
