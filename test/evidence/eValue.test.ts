/** E-values against those of the paper, the worked formula of a common event, and what follows from the definition. */
import { describe, expect, it } from 'vitest';
import { eValueOfHazardRatio, eValueOfRiskRatio, riskRatioOfCommonEvent } from '../../src/evidence/eValue.ts';

describe('E-values', () => {
  it('are those that VanderWeele & Ding (2017) print', () => {
    // Risk ratios 3.9 (1.8 to 8.7) and 0.80 (0.71 to 0.91): 7.26 and 3.0, 1.81 and 1.43.
    const first = eValueOfHazardRatio(3.9, { low: 1.8, high: 8.7 }, 'rare');
    expect([first.estimate.toFixed(2), first.limit?.toFixed(1)]).toEqual(['7.26', '3.0']);
    const second = eValueOfHazardRatio(0.8, { low: 0.71, high: 0.91 }, 'rare');
    expect([second.estimate.toFixed(2), second.limit?.toFixed(2)]).toEqual(['1.81', '1.43']);
  });

  it('of HR 1.206 (0.599 to 2.428) are 1.704 for a rare event and 1.536 for a common one, and 1 for the limit', () => {
    const interval = { low: 0.599, high: 2.428 };
    expect(eValueOfHazardRatio(1.206, interval, 'rare').estimate).toBeCloseTo(1.704434, 6);
    // √1.206 = 1.0981803: (1 − 0.5^1.0981803) / (1 − 0.5^(1 / 1.0981803)) = 0.5328947 / 0.4680352 = 1.1385783.
    expect(riskRatioOfCommonEvent(1.206)).toBeCloseTo(1.1385783, 7);
    expect(eValueOfHazardRatio(1.206, interval, 'common').estimate).toBeCloseTo(1.5357964, 7);
    expect(eValueOfHazardRatio(1.206, interval, 'rare').limit).toBe(1);
    expect(eValueOfHazardRatio(1.206, interval, 'common').limit).toBe(1);
  });

  it('are the strength at which the bias of a factor reaches the ratio', () => {
    // A factor of strength E with treatment and with event biases by E²/(2E − 1) at most.
    for (const ratio of [1.05, 1.206, 2, 5]) {
      const e = eValueOfRiskRatio(ratio);
      expect((e * e) / (2 * e - 1)).toBeCloseTo(ratio, 10);
    }
  });

  it('are the same for a ratio and its inverse, and 1 for no effect', () => {
    expect(eValueOfRiskRatio(1)).toBe(1);
    expect(eValueOfHazardRatio(1, { low: 0.5, high: 2 }, 'common')).toEqual({ estimate: 1, limit: 1 });
    for (const ratio of [1.3, 2.5]) {
      expect(eValueOfRiskRatio(1 / ratio)).toBeCloseTo(eValueOfRiskRatio(ratio), 12);
      expect(riskRatioOfCommonEvent(1 / ratio)).toBeCloseTo(1 / riskRatioOfCommonEvent(ratio), 12);
    }
  });

  it('know no limit that was not printed', () => {
    expect(eValueOfHazardRatio(0.7, { low: 0.5, high: null }, 'rare').limit).toBeNull();
    expect(eValueOfHazardRatio(1.4, { low: null, high: null }, 'rare').limit).toBeNull();
  });
});
