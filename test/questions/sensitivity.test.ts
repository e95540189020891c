import { describe, expect, it } from 'vitest';
import { assumptionsOf } from '../../src/questions/assumptions.ts';
import { askPower } from '../../src/questions/power.ts';
import { askSensitivity } from '../../src/questions/sensitivity.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { resolveScenario, type Scenario } from '../../src/scenario/scenario.ts';
import { parseSource } from '../../src/scenario/source.ts';
import { accrualDuration } from '../../src/trial/accrual.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { asking } from './asked.ts';

const TRIAL = `title: A trial
timeUnit: month
trial:
  arms:
    - { name: control, role: control, survival: { model: exponential, median: 9 } }
    - name: ICI
      role: experimental
      survival:
        model: relative
        hazardRatio: { value: 0.7, source: assumed }
        delay: { value: 2 months, source: assumed }
  allocation: "1:1"
  patients: 300
  accrual: { duration: { value: 24, source: assumed } }
  dropout: { probability: 0.1, by: 1 year }
  analysis: { calendarTime: { value: 36, source: assumed } }
  test: { statistic: log-rank, alpha: 0.025, sides: 1 }
`;

const read = (text: string): Scenario => resolveScenario({ main: parseSource('trial.yaml', text), study: null });

function trialOf({ trial }: Scenario): Trial {
  if (trial === null || trial.patients === null) throw new Error('no trial');
  return { ...trial.unsized, patients: trial.patients };
}

async function sensitivityOf(scenario: Scenario, replicates: number) {
  const asked = asking('sensitivity', { replicates });
  const trial = trialOf(scenario);
  const power = await askPower(asked, trial, scenario.timeUnit);
  return { result: await askSensitivity(asked, scenario, trial, power.alternative.power), power, trial };
}

describe('askSensitivity', () => {
  it('changes power the way each assumption should, and says the value taken', async () => {
    const { result, power } = await sensitivityOf(read(TRIAL), 2000);
    expect(result.planned).toEqual(power.alternative.power);
    const of = (assumption: string) => {
      const row = result.rows.find((each) => each.assumption === assumption);
      if (!row) throw new Error(`no ${assumption}: ${result.rows.map((each) => each.assumption)}`);
      return [row.planned, row.low, row.high] as const;
    };
    const [, strong, weak] = of('hazard ratio');
    expect([strong.value, weak.value]).toEqual(['0.63', '0.77']);
    expect(strong.change).toBeGreaterThan(0.05);
    expect(weak.change).toBeLessThan(-0.05);
    const [planned, atOnce, later] = of('delay of the effect');
    expect([planned, atOnce.value, later.value]).toEqual(['2 months', '0 months', '4 months']);
    expect(atOnce.change).toBeGreaterThan(0.05);
    expect(later.change).toBeLessThan(-0.05);
    const [, none, twice] = of('dropout');
    expect([none.value, twice.value]).toEqual(['0 % a year', '19 % a year']);
    expect(none.change).toBeGreaterThan(twice.change);
    const [, quick, slow] = of('duration of enrolment');
    expect([quick.value, slow.value]).toEqual(['18 months', '32 months']);
    expect(quick.change).toBeGreaterThan(slow.change);
    const [, soon, late] = of('time of the analysis');
    expect([soon.value, late.value]).toEqual(['29 months', '45 months']);
    expect(soon.change).toBeLessThan(late.change);
    expect(result.unvaried).toEqual([]);
    for (const { low, high } of result.rows)
      for (const { power: shown, change, standardError } of [low, high]) {
        expect(shown).toBeCloseTo(power.alternative.power.estimate + change, 12);
        // Pairs part in fewer replicates than independent trials would.
        expect(standardError).toBeLessThan(Math.sqrt(0.5 / 2000));
      }
  });

  it('gives a paired difference its own error', async () => {
    // Ten independent runs of the difference scatter about as much as each says. χ² with 9 degrees of freedom lies in
    // (0.36, 48.0) but for 1e-6.
    const scenario = read(TRIAL);
    const trial = trialOf(scenario);
    const changes: number[] = [];
    let error = 0;
    for (let run = 0; run < 10; run++) {
      const asked = asking(`paired ${run}`, { replicates: 500 });
      const power = await askPower(asked, trial, 'month');
      const { rows } = await askSensitivity(asked, scenario, trial, power.alternative.power);
      const point = rows.find(({ assumption }) => assumption === 'delay of the effect')?.high;
      changes.push(point?.change ?? Number.NaN);
      error += (point?.standardError ?? Number.NaN) ** 2 / 10;
    }
    const mean = changes.reduce((a, b) => a + b) / 10;
    const scatter = changes.reduce((sum, x) => sum + (x - mean) ** 2, 0) / error;
    expect(scatter).toBeGreaterThan(0.36);
    expect(scatter).toBeLessThan(48);
  });

  it('gives the same numbers again', async () => {
    const scenario = read(TRIAL);
    const once = await sensitivityOf(scenario, 200);
    expect((await sensitivityOf(scenario, 200)).result).toEqual(once.result);
  });
});

describe('assumptionsOf', () => {
  it('has every assumed value of centres, scans and timing, and keeps enrolment', { tags: ['long'] }, async () => {
    const scenario = await loadScenario(new URL('../../scenarios/multicentre-scans.yaml', import.meta.url).pathname);
    const planned = trialOf(scenario);
    const { varied, unvaried } = assumptionsOf(scenario, planned);
    const names = varied.map(({ name }) => name);
    for (const name of [
      'number of centres',
      'variation of recruitment',
      'frailty of centres',
      'interval of scans',
      'jitter of scans',
      'half-life of priming',
      'onset of the effect',
      'latest start of camrelizumab',
    ])
      expect(names).toContain(name);
    // Nobody starts the second treatment before 0 days: 80 % of that is no other value.
    expect(unvaried).toEqual(['trial.arms[TACE + early camrelizumab].treatmentStart.uniform[0]']);
    expect(names).toContain('duration of enrolment');
    for (const { low, high } of varied)
      for (const { trial } of [low, high]) {
        expect(trial.patients).toBe(planned.patients);
        expect(accrualDuration(trial.accrual, trial.patients)).toBeGreaterThan(0);
      }
    const slower = varied.find(({ name }) => name === 'duration of enrolment')?.high.trial;
    expect(slower?.centres?.regions[0].rate).toBeCloseTo(0.75 * (planned.centres?.regions[0].rate ?? 0), 12);
  });

  it('names what has no other value by itself', () => {
    const two = TRIAL.replace(
      '  allocation',
      `  population:
    factors:
      - name: stage
        levels:
          - { name: B, prevalence: { value: 0.4, source: assumed } }
          - { name: C, prevalence: 0.6, hazardRatio: { value: 1.5, source: assumed } }
  allocation`,
    );
    const scenario = read(two);
    const { varied, unvaried } = assumptionsOf(scenario, trialOf(scenario));
    expect(unvaried).toEqual(['trial.population.factors[stage].levels[B].prevalence']);
    expect(varied.find(({ name }) => name === 'hazard ratio, C')?.low.value).toBe('1.35');
  });
});
