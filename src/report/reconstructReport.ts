/** `reconstruct` in words and tables. */
import type { ReconstructedArm, ReconstructedFit, ReconstructionResult } from '../questions/reconstruction.ts';
import type { Reported, TimeUnit } from '../scenario/scenario.ts';
import { count, estimateText, fixed, pText, significant, units } from './numbers.ts';
import { publishedP } from './publishedWords.ts';
import { cell, left, right, type Section, type Table } from './table.ts';
import { clipped } from './testWords.ts';

type EstimatedMedian = NonNullable<ReconstructedArm['median']>;

/** Distances from the points, as shares, and from the numbers at risk, in patients, beyond which a reconstruction strays. */
const FAR = 0.03;
const MANY = 2;

function medianText(median: EstimatedMedian | null): string {
  if (median === null) return 'not reached';
  return median.standardError === null
    ? significant(median.value)
    : estimateText(median.value, median.standardError, 2);
}

export const bestOf = ({ fits }: Pick<ReconstructedArm, 'fits'>): ReconstructedFit =>
  fits.reduce((best, fit) => (fit.aic < best.aic ? fit : best));

function armAnswer(arm: ReconstructedArm, unit: TimeUnit): string {
  const { name, patients, events, median } = arm;
  const { model, aic } = bestOf(arm);
  const found =
    median === null
      ? 'the median is not reached'
      : `median ${significant(median.value)} ${unit}s${median.standardError === null ? '' : ` (SE ${significant(median.standardError, 2)})`}`;
  return `${name}: ${patients} patients, ${events} events, ${found}; of the models the ${model} fits best (AIC ${fixed(aic, 1)}).`;
}

function comparisonAnswer({ comparison }: ReconstructionResult, reported: Reported): string[] {
  if (comparison === null) return [];
  const { hazardRatio, logRankP } = comparison;
  const ratio =
    hazardRatio === null
      ? 'no hazard ratio can be estimated'
      : `the hazard ratio is ${fixed(hazardRatio.estimate, 3)} (Cox, 95 % CI ${fixed(hazardRatio.low, 3)}–${fixed(hazardRatio.high, 3)})`;
  const printed = [
    ...(reported.hazardRatio === null
      ? []
      : [`hazard ratio ${significant(reported.hazardRatio.value)}${intervalOf(reported)}`]),
    ...(reported.pValue === null ? [] : [`P ${publishedP(reported.pValue.value)}`]),
  ];
  const beside = printed.length === 0 ? '' : `; published: ${printed.join(', ')}`;
  return [`Between the reconstructed arms ${ratio}, log-rank ${pText(logRankP)}${beside}.`];
}

function intervalOf({ hazardRatio }: Reported): string {
  return hazardRatio?.low && hazardRatio.high
    ? ` (${significant(hazardRatio.low)}–${significant(hazardRatio.high)})`
    : '';
}

/** Where the reconstruction cannot follow what was printed. */
function provisos({ arms }: ReconstructionResult): string[] {
  return arms.flatMap(({ name, atRisk, strays, events, eventsPrinted }) => {
    const worst = atRisk.reduce((most, row) =>
      Math.abs(row.printed - row.reconstructed) > Math.abs(most.printed - most.reconstructed) ? row : most,
    );
    const said: string[] = [];
    if (Math.abs(worst.printed - worst.reconstructed) > MANY)
      said.push(`${worst.reconstructed} are at risk at ${significant(worst.time)} where ${worst.printed} are printed`);
    if (strays.most > FAR) said.push(`the curve is up to ${fixed(100 * strays.most, 1)} % away from a point`);
    if (eventsPrinted !== null && events !== eventsPrinted)
      said.push(`${events} events are found where ${eventsPrinted} are printed`);
    return said.length === 0
      ? []
      : [`The reconstruction of ${name} strays from what was printed: ${said.join('; ')}. Check points and table.`];
  });
}

function fitsTable(arm: ReconstructedArm, unit: TimeUnit): Table {
  return {
    name: `fits-${arm.role}`,
    title: `Models fitted to the reconstructed patients of ${clipped(arm.name, 20)} (${unit}s)`,
    audience: 'readers',
    columns: [
      left('model', 'model'),
      left('parameters', 'parameters'),
      right('median', 'median (SE)'),
      right('aic', 'AIC'),
      right('aicDifference', 'ΔAIC'),
    ],
    rows: arm.fits.map((fit) => [
      cell(fit.model, SHORT[fit.model]),
      cell(parametersText(fit)),
      cell(fit.median?.value ?? null, shortMedian(fit.median)),
      cell(fit.aic, fixed(fit.aic, 1)),
      cell(fit.aicDifference, fixed(fit.aicDifference, 1)),
    ]),
    notes: [
      'AIC is 2 × parameters − 2 × log-likelihood, least for the best. Piecewise: hazards of the pieces in order, whose cuts count as known.',
    ],
  };
}

const SHORT: Record<ReconstructedFit['model'], string> = {
  exponential: 'exponential',
  Weibull: 'Weibull',
  'piecewise exponential': 'piecewise',
  'exponential cure': 'exp. cure',
  'Weibull cure': 'Weibull cure',
};

const shortMedian = (median: EstimatedMedian | null): string =>
  median === null
    ? '–'
    : `${significant(median.value, 3)}${median.standardError === null ? '' : ` (${significant(median.standardError, 2)})`}`;

function parametersText({ parameters }: ReconstructedFit): string {
  const pieces = parameters.filter(({ name }) => name.startsWith('hazard from'));
  if (pieces.length > 0) return pieces.map(({ value }) => significant(value, 2)).join(' ');
  return parameters.map(({ name, value }) => `${name.replace('share ', '')} ${significant(value, 3)}`).join(', ');
}

function fitsFile({ arms }: ReconstructionResult): Table {
  const keys = [
    'arm',
    'model',
    'logLikelihood',
    'aic',
    'aicDifference',
    'median',
    'medianStandardError',
    'parameter',
    'value',
  ];
  return {
    name: 'fits',
    title: 'Models fitted to the reconstructed patients',
    audience: 'files',
    columns: keys.map((key) => left(key, key)),
    rows: arms.flatMap((arm) =>
      arm.fits.flatMap(({ model, parameters, logLikelihood, aic, aicDifference, median }) =>
        parameters.map(({ name, value }) =>
          [
            arm.name,
            model,
            logLikelihood,
            aic,
            aicDifference,
            median?.value ?? null,
            median?.standardError ?? null,
            name,
            value,
          ].map((each) => cell(each)),
        ),
      ),
    ),
    notes: [],
  };
}

function atRiskTable({ arms }: ReconstructionResult, unit: TimeUnit): Table {
  return {
    name: 'at-risk',
    title: 'Numbers at risk, printed and reconstructed',
    audience: 'both',
    columns: [
      left('arm', 'arm'),
      right('time', unit),
      right('printed', 'printed'),
      right('reconstructed', 'reconstructed'),
    ],
    rows: arms.flatMap(({ name, atRisk }) =>
      atRisk.map(({ time, printed, reconstructed }) => [
        cell(name, clipped(name, 32)),
        cell(time, significant(time)),
        cell(printed, count(printed)),
        cell(reconstructed, count(reconstructed)),
      ]),
    ),
    notes: [],
  };
}

function besideTable({ arms, comparison }: ReconstructionResult, reported: Reported, unit: TimeUnit): Table {
  const printedOf = ({ role }: ReconstructedArm) => reported[role];
  const ratio = comparison?.hazardRatio ?? null;
  return {
    name: 'published-beside',
    title: 'What was published, and what the reconstructed patients show',
    audience: 'both',
    columns: [left('quantity', ''), right('published', 'published'), right('reconstructed', 'reconstructed')],
    rows: [
      ...arms.flatMap((arm) => {
        const { median, followUp } = printedOf(arm);
        const label = clipped(arm.name, 24);
        return [
          [
            cell(`events, ${label}`),
            cell(arm.eventsPrinted, arm.eventsPrinted === null ? '–' : count(arm.eventsPrinted)),
            cell(arm.events, count(arm.events)),
          ],
          [
            cell(`median, ${label} (${unit}s)`),
            cell(median?.value ?? null, median === null ? '–' : significant(median.value)),
            cell(arm.median?.value ?? null, medianText(arm.median)),
          ],
          [
            cell(`median follow-up, ${label} (${unit}s)`),
            cell(followUp?.median ?? null, followUp === null ? '–' : significant(followUp.median)),
            cell(arm.followUp?.value ?? null, medianText(arm.followUp)),
          ],
        ];
      }),
      ...(comparison === null
        ? []
        : [
            [
              cell('hazard ratio (Cox)'),
              cell(
                reported.hazardRatio?.value ?? null,
                reported.hazardRatio === null
                  ? '–'
                  : `${significant(reported.hazardRatio.value)}${intervalOf(reported)}`,
              ),
              cell(
                ratio?.estimate ?? null,
                ratio === null ? '–' : `${fixed(ratio.estimate, 3)} (${fixed(ratio.low, 3)}–${fixed(ratio.high, 3)})`,
              ),
            ],
            [
              cell('P'),
              cell(reported.pValue?.value ?? null, reported.pValue === null ? '–' : publishedP(reported.pValue.value)),
              cell(comparison.logRankP, pText(comparison.logRankP).replace(/^P = /, '')),
            ],
          ]),
    ],
    notes: ['Reconstructed follow-up is potential follow-up, by the reverse Kaplan–Meier estimate.'],
  };
}

function patientsTable({ arms }: ReconstructionResult): Table {
  return {
    name: 'pseudo-patients',
    title: 'Pseudo-patients',
    audience: 'files',
    columns: [left('arm', 'arm'), right('time', 'time'), right('event', 'event')],
    rows: arms.flatMap(({ name, pseudoPatients }) =>
      pseudoPatients.map(({ time, event }) => [cell(name), cell(time), cell(event ? 1 : 0)]),
    ),
    notes: [],
  };
}

function straysProse({ arms }: ReconstructionResult): string {
  const each = arms.map(
    ({ name, strays }) => `${fixed(100 * strays.usual, 2)} % (at most ${fixed(100 * strays.most, 1)} %) in ${name}`,
  );
  return `The reconstructed curve is away from the points by ${each.join(' and ')}, root mean square.`;
}

export function reconstructSection(result: ReconstructionResult, reported: Reported, unit: TimeUnit): Section {
  const until = units(significant(Math.max(...result.arms.map((arm) => arm.until))), unit);
  return {
    title: 'The patients behind the published curves',
    answer: [...result.arms.map((arm) => armAnswer(arm, unit)), ...comparisonAnswer(result, reported)],
    provisos: provisos(result),
    prose: [
      `Pseudo-patients are reconstructed from points and numbers at risk (Guyot et al. 2012), to ${until}; they are no patients of the study, and their times of censoring are guesses between the numbers at risk.`,
      straysProse(result),
      ...(result.arms.some(({ eventsPrinted }) => eventsPrinted === null)
        ? ['Where no total of events is printed, the number after the last number at risk is told by the curve alone.']
        : []),
    ],
    tables: [
      ...result.arms.map((arm) => fitsTable(arm, unit)),
      fitsFile(result),
      besideTable(result, reported, unit),
      atRiskTable(result, unit),
      patientsTable(result),
    ],
  };
}
