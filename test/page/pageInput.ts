/** Pages to open: a real answer of few replicates, words and a figure made by hand. */
import type { Figure } from '../../src/report/figures/figure.ts';
import { answerSections } from '../../src/report/outputs.ts';
import type { PageInput } from '../../src/report/page/htmlReport.ts';
import { runPresenter } from '../../src/report/presenters/runPresenter.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import type { Statement } from '../../src/report/prose.ts';
import { type Answer, resultRecord } from '../../src/report/record.ts';
import { cell, left, right } from '../../src/report/table.ts';
import type { Manifest } from '../../src/run/manifest.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { askAll, asking } from '../questions/asked.ts';

export interface Answered {
  readonly scenario: Scenario;
  readonly answer: Answer;
  readonly manifest: Manifest;
}

/** Everything asked of a shipped scenario, with few replicates. */
export async function answered(name: string, replicates = 200): Promise<Answered> {
  const scenario = await loadScenario(`scenarios/${name}.yaml`);
  const given = asking(scenario.seed, { replicates });
  const result = await askAll(given, scenario);
  const manifest: Manifest = {
    trialwright: '0.1.0',
    kernels: [...given.account.kernels],
    seed: scenario.seed,
    scenarioHash: scenario.hash,
    precision: { replicates },
    replicates: given.account.replicates,
    blocks: given.account.blocks,
    interrupted: null,
    timings: {
      startedAt: '2026-01-01T00:00:00.000Z',
      seconds: 1.5,
      threads: 1,
      node: 'v20.0.0',
      platform: 'linux x64',
    },
  };
  return { scenario, answer: { question: 'run', result }, manifest };
}

/** Words made by hand; `name` stands where a scenario's own names do. */
export function statementOf(dialect: Statement['dialect'], name = 'TACE + camrelizumab'): Statement {
  const randomised = dialect === 'british' ? 'randomised' : 'randomized';
  const power = {
    text: '80.1 %',
    trace: 'power, planned effect: 80.06 %, SE 0.13, 95 % CI 79.82–80.31, 100,000 replicates',
  };
  const patients = { text: '480', trace: 'size search for 80 %: N 476.2, 95 % CI 474.1–478.3' };
  return {
    dialect,
    headline: [
      patients,
      ` patients ${randomised} 1:1, followed until `,
      { text: '400', trace: 'trial.analysis.events = 400 (derived)' },
      ' events in month ',
      { text: '37.4', trace: 'mean analysis time 37.42 months, SE 0.01' },
      `, show with a power of `,
      power,
      ` whether ${name} delays progression.`,
    ],
    protocol: [
      [
        `Patients are ${randomised} to ${name} or TACE alone. The primary analysis is a two-sided log-rank test at a level of `,
        { text: '5 %', trace: 'trial.alpha = 0.05, two-sided' },
        ' (Schoenfeld 1981).',
      ],
      [
        'With ',
        patients,
        ' patients the power is ',
        power,
        ', by simulation; the closed form says 81.0 % (Schoenfeld 1981).',
      ],
    ],
    grant: [['We need ', patients, ' patients for a power of ', power, '.']],
    references: [
      {
        key: 'Schoenfeld 1981',
        text: 'Schoenfeld DA. The asymptotic properties of nonparametric tests for comparing survival distributions. Biometrika 1981;68:316–319.',
      },
    ],
  };
}

/** A drawing made by hand, in the manner of the others. */
export function drawnFigure(title = 'Power against the number of patients'): Figure {
  return {
    name: 'power',
    title,
    caption: 'Simulated power with its 95 % interval; the dashed line is the target.',
    svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 420" width="720" height="420" role="img" aria-label="Power rises with N" font-family="sans-serif" font-size="13"><g stroke="currentColor" fill="none"><path d="M60 20V370H700"/></g><path d="M60 330C200 180 350 90 700 40" stroke="var(--series-1, #0072B2)" stroke-width="3" fill="none"/><path d="M60 120H700" stroke="var(--series-2, #D55E00)" stroke-dasharray="6 4"/><text x="380" y="405" fill="currentColor" text-anchor="middle">patients</text><text x="70" y="112" fill="currentColor">target 80 %</text></svg>',
    table: {
      name: 'power-figure',
      title: 'Power against N',
      columns: [right('n', 'N'), right('power', 'Power, %'), left('target', 'Target')],
      rows: [
        [cell(300), cell(60.2), cell('below')],
        [cell(480), cell(80.1), cell('reached')],
      ],
      notes: ['Monte Carlo standard error 0.4 at most.'],
      audience: 'both',
    },
  };
}

export function pageInput({ scenario, answer, manifest }: Answered, more: Partial<PageInput> = {}): PageInput {
  const record = resultRecord(scenario, answer, manifest);
  return {
    record,
    presenter: runPresenter,
    sections: answerSections(record, PRESENTERS),
    statements: { british: statementOf('british'), american: statementOf('american') },
    figures: [drawnFigure()],
    explorer: null,
    ...more,
  };
}
