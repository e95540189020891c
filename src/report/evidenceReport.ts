/** What several publications say together, in words and tables. */
import type { CombinedRatio, EvidenceByLag, EvidenceResult, PublishedStudy } from '../questions/combinedEvidence.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import { treatmentNames } from '../trial/treatmentNames.ts';
import { fixed, percent } from './numbers.ts';
import type { ScenarioRead } from './record.ts';
import { cell, fileOnly, left, right, type Section, type Table, type TableCell } from './table.ts';
import { clipped, listed } from './testWords.ts';
import { roundTime } from './times.ts';

/** A hazard ratio as publications print it. */
export const ratioText = (x: number): string => fixed(x, x < 0.1 ? 3 : x < 10 ? 2 : 1);

export const intervalOf = (low: number, high: number): string => `${ratioText(low)}–${ratioText(high)}`;

const withInterval = ({ hazardRatio, low, high }: CombinedRatio): string =>
  `${ratioText(hazardRatio)} (95 % CI ${intervalOf(low, high)})`;

const predicted = ({ predictionLow, predictionHigh }: CombinedRatio): string =>
  `95 % prediction interval ${intervalOf(predictionLow, predictionHigh)}`;

const NUMBERS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

const inWords = (n: number): string => NUMBERS[n - 2] ?? String(n);

/** `2 weeks before surgery`, `with surgery`, `1 week after surgery`. */
export function lagText(lag: number, unit: TimeUnit, procedure: string): string {
  if (lag === 0) return `with ${procedure}`;
  return `${roundTime(Math.abs(lag), unit)} ${lag < 0 ? 'before' : 'after'} ${procedure}`;
}

/** `−3 weeks`. */
const lagCell = (lag: number | null, unit: TimeUnit): TableCell =>
  cell(lag, lag === null ? '–' : `${lag < 0 ? '−' : ''}${lag === 0 ? '0' : roundTime(Math.abs(lag), unit)}`);

const ratioCells = ({ hazardRatio, low, high, predictionLow, predictionHigh }: CombinedRatio): TableCell[] => [
  cell(hazardRatio, ratioText(hazardRatio)),
  cell(low, intervalOf(low, high)),
  cell(high),
  cell(predictionLow, intervalOf(predictionLow, predictionHigh)),
  cell(predictionHigh),
];

const ratioColumns = [
  right('hazardRatio', 'HR'),
  right('low', '95 % CI'),
  fileOnly('high'),
  right('predictionLow', 'prediction'),
  fileOnly('predictionHigh'),
];

/** What the change with the lag amounts to. */
function changeText({ model, change, atStudies }: EvidenceByLag, unit: TimeUnit, procedure: string): string {
  const { ratio, low, high } = change;
  const numbers = `${fixed(ratio, 2)} (95 % CI ${fixed(low, 2)}–${fixed(high, 2)})`;
  const open = low <= 1 && high >= 1 ? '; the interval holds 1, so that they do not tell an effect of the lag' : '';
  if (model === 'linear') return `The hazard ratio changes by a factor of ${numbers} per ${unit} of lag${open}.`;
  const [before, after] = [atStudies[0], atStudies[atStudies.length - 1]];
  return `From ${procedure} on it is ${ratioText(after.hazardRatio)}, before ${ratioText(before.hazardRatio)}: a factor of ${numbers}${open}.`;
}

function plannedText({ planned }: EvidenceByLag, unit: TimeUnit, procedure: string): string[] {
  return planned.map(
    ({ arm, lag, beyond, prior, ...ratio }) =>
      `${arm}, ${lagText(lag, unit, procedure)} as planned: ${withInterval(ratio)}, ${predicted(ratio)}; the chance that a trial with this lag has a hazard ratio below 1 is ${percent(prior.belowOne, 0)} by the robust MAP prior.${beyond ? ' No study had such a lag: this is extrapolated.' : ''}`,
  );
}

/** What must be borne in mind, in numbers. */
function cautions({ studies, without, subsets, combined, heterogeneity }: EvidenceResult): string[] {
  const sorted = [...without].sort((a, b) => a.combined.hazardRatio - b.combined.hazardRatio);
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  const endpoints = [...new Set(studies.map(({ endpoint }) => endpoint))];
  const cohorts = studies.filter(({ design }) => design === 'retrospective').map(({ name }) => name);
  const notPrinted = studies.filter(({ source }) => source === 'derived' || source === 'assumed');
  const ofP = studies.filter(({ precision }) => precision === 'P value').map(({ name }) => name);
  return [
    `Of the variance of the estimates ${percent(heterogeneity.iSquared, 0)} is not sampling error (I²); between studies the log hazard ratio has a standard deviation of ${fixed(heterogeneity.tau, 3)} (REML).`,
    ...(least && most
      ? [
          `Without ${least.name} the mean is ${withInterval(least.combined)}, without ${most.name} ${withInterval(most.combined)}.`,
        ]
      : []),
    ...subsets.map(
      ({ design, studies: n, combined: own }) =>
        `The ${inWords(n)} ${design} studies alone: ${withInterval(own)}, against ${ratioText(combined.hazardRatio)} of all.`,
    ),
    ...(cohorts.length > 0
      ? [
          `${listed(cohorts)} ${cohorts.length === 1 ? 'is' : 'are'} retrospective: the arms may have differed before they were treated.`,
        ]
      : []),
    ...(endpoints.length > 1 ? [`Endpoints differ: ${listed(endpoints)}.`] : []),
    ...notPrinted.map(({ name, source }) => `The hazard ratio of ${name} is ${source}, not printed.`),
    ...(ofP.length > 0 ? [`Of ${listed(ofP)} the interval is derived from the P value.`] : []),
    ...(studies.length < 6
      ? [
          `With ${inWords(studies.length)} studies what lies between them is hardly known: the intervals are wide for it.`,
        ]
      : []),
  ];
}

function studiesTable(studies: readonly PublishedStudy[], unit: TimeUnit): Table {
  return {
    name: 'evidence-studies',
    title: 'The publications: hazard ratio with its interval, and shrunken',
    audience: 'both',
    answers: true,
    columns: [
      left('study', 'study'),
      right('hazardRatio', 'HR'),
      right('low', '95 % CI'),
      fileOnly('high'),
      fileOnly('standardError'),
      right('shrunken', 'shrunken'),
      fileOnly('kept'),
      right('weight', 'weight'),
      right('lag', 'lag'),
      left('design', 'design'),
      { ...left('endpoint', 'endpoint'), fileOnly: true },
      { ...left('precision', 'precision'), fileOnly: true },
      { ...left('source', 'source'), fileOnly: true },
    ],
    rows: studies.map((study) => [
      cell(study.name, clipped(study.name, 18)),
      cell(study.hazardRatio, ratioText(study.hazardRatio)),
      cell(study.low, intervalOf(study.low, study.high)),
      cell(study.high),
      cell(study.standardError),
      cell(study.shrunken, ratioText(study.shrunken)),
      cell(study.kept),
      cell(study.weight, percent(study.weight, 0)),
      lagCell(study.lag, unit),
      cell(study.design, study.design ?? '–'),
      cell(study.endpoint),
      cell(study.precision),
      cell(study.source),
    ]),
    notes: [
      'Shrunken: the winner’s curse taken off, as of 23,551 trials (van Zwet, Schwab & Senn 2021).',
      'Weight: share of the random-effects mean.',
    ],
  };
}

function priorsTable({ priors }: EvidenceResult, vague: number): Table {
  return {
    name: 'evidence-priors',
    title: 'What is believed of the hazard ratio of a new trial',
    audience: 'both',
    columns: [
      left('prior', 'prior'),
      right('median', 'median'),
      right('low', '95 % interval'),
      fileOnly('high'),
      right('belowOne', 'P(HR < 1)'),
    ],
    rows: priors.map(({ kind, median, low, high, belowOne }) => [
      cell(kind),
      cell(median, ratioText(median)),
      cell(low, intervalOf(low, high)),
      cell(high),
      cell(belowOne, percent(belowOne)),
    ]),
    notes: [
      'Random effects: normal, at the estimates. MAP: what lies between studies uncertain too.',
      `Robust MAP: with a weight of ${percent(vague, 0)} a vague part worth one event.`,
    ],
  };
}

function combinedTable({ combined, without, subsets }: EvidenceResult): Table {
  const row = (label: string, ratio: CombinedRatio): TableCell[] => [
    cell(label, clipped(label, 32)),
    ...ratioCells(ratio),
  ];
  return {
    name: 'evidence-combined',
    title: 'Random effects: the mean and the prediction of a new study',
    audience: 'both',
    columns: [left('studies', 'studies'), ...ratioColumns],
    rows: [
      row('all', combined),
      ...subsets.map(({ design, studies, combined: own }) => row(`${design} (${studies})`, own)),
      ...without.map(({ name, combined: own }) => row(`without ${name}`, own)),
    ],
    notes: ['Intervals by Hartung and Knapp, not narrower than the plain ones.'],
  };
}

function lagTables(byLag: EvidenceByLag, unit: TimeUnit): Table[] {
  const rows = [...byLag.atStudies.map((each) => ({ ...each, arm: null })), ...byLag.planned]
    .map(({ lag, arm, ...ratio }) => ({ lag, arm, ratio }))
    .sort((a, b) => a.lag - b.lag);
  return [
    {
      name: 'evidence-by-lag',
      title: `Effect by lag (${unit}s from the procedure, negative for before)`,
      audience: 'both',
      columns: [right('lag', 'lag'), ...ratioColumns, left('arm', '')],
      rows: rows.map(({ lag, arm, ratio }) => [
        lagCell(lag, unit),
        ...ratioCells(ratio),
        cell(arm, arm === null ? '' : `planned: ${clipped(arm, 22)}`),
      ]),
      notes: [],
    },
  ];
}

/** The mean effect as a planned effect may have it, to be pasted into a scenario. */
function pastedByLag({ table }: EvidenceByLag, unit: TimeUnit): string {
  const lines = table.map(({ lag, hazardRatio }) => {
    const time = `${lag < 0 ? '-' : ''}${lag === 0 ? `0 ${unit}s` : roundTime(Math.abs(lag), unit)}`;
    return `    - { lag: ${time}, hazardRatio: ${fixed(hazardRatio, 3)} }`;
  });
  return ['  model: timed', '  byLag:', ...lines].join('\n');
}

export function evidenceSections(result: EvidenceResult, scenario: ScenarioRead): Section[] {
  const { timeUnit: unit, evidence, trial } = scenario;
  const { studies, combined, byLag } = result;
  const { procedure } = treatmentNames(trial?.unsized ?? {});
  const together = `Together the ${inWords(studies.length)} publications put the hazard ratio at ${withInterval(combined)}; a new trial’s at ${ratioText(combined.hazardRatio)} (${predicted(combined)}).`;
  return [
    {
      title: 'What the publications say together',
      answer: [together, ...(byLag ? plannedText(byLag, unit, procedure) : [])],
      provisos: [...(byLag ? [changeText(byLag, unit, procedure)] : []), ...cautions(result)],
      prose: [],
      tables: [studiesTable(studies, unit), combinedTable(result), priorsTable(result, evidence?.vague ?? 0)],
    },
    ...(byLag
      ? [
          {
            title: 'The effect by lag',
            prose: [
              `Meta-regression of ${inWords(byLag.studies)} studies, ${byLag.model === 'linear' ? 'the log hazard ratio along a line' : `one effect before ${procedure} and one from it on`}; between studies a standard deviation of ${fixed(byLag.tau, 3)} is left.`,
            ],
            tables: lagTables(byLag, unit),
            drawings: [{ title: 'The mean as the survival of a planned arm', text: pastedByLag(byLag, unit) }],
          },
        ]
      : []),
  ];
}
