/** `check` in words and tables. */
import type { CheckResult, PublicationSummary, TrialSummary } from '../questions/check.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import { count, fixed, percent, pValueText, significant, units } from './numbers.ts';
import { alphaText, withoutAnswer } from './powerReport.ts';
import { boundaryTable, crossingTable } from './sequentialReport.ts';
import { cell, fileOnly, left, right, type Section, type Table } from './table.ts';

function publicationSection(p: PublicationSummary, unit: string): Section {
  const prose: string[] = [];
  if (p.standardErrorLogHazardRatio !== null && p.impliedEvents !== null)
    prose.push(
      `HR ${fixed(p.reportedHazardRatio, 3)} with its interval has SE(log HR) ${fixed(p.standardErrorLogHazardRatio, 4)}, the precision of about ${fixed(p.impliedEvents, 1)} events at this allocation; its two-sided P is ${pValueText(p.hazardRatioP)}${p.reportedP === null ? '' : ` (reported: ${pValueText(p.reportedP)})`}.`,
    );
  if (p.hazardRatioOfMedians !== null) {
    const agree =
      p.reportedHazardRatio === null
        ? ''
        : Math.abs(Math.log(p.reportedHazardRatio / p.hazardRatioOfMedians)) > 0.01
          ? ` The reported hazard ratio is ${significant(p.reportedHazardRatio)}: under proportional exponential hazards the two do not agree. A trial can be planned from either; ask replay how often chance alone does this.`
          : ' The reported hazard ratio agrees.';
    prose.push(`The medians imply HR ${significant(p.hazardRatioOfMedians)} if survival is exponential.${agree}`);
  }
  const tables: Table[] = [];
  if (p.medians.length > 0)
    tables.push({
      name: 'published-medians',
      title: `Published medians (${p.endpoint})`,
      audience: 'both',
      columns: [
        left('arm', ''),
        right('median', `${unit}s`),
        right('standardError', 'SE'),
        left('intervalScale', 'interval symmetric on'),
      ],
      rows: p.medians.map((m) => [
        cell(m.arm),
        cell(m.median, significant(m.median)),
        cell(m.standardError, fixed(m.standardError, 2)),
        cell(m.scale, m.scale === 'linear' ? 'its own scale' : m.scale === 'log' ? 'the log scale' : (m.scale ?? '–')),
      ]),
      notes: [],
    });
  if (p.responses.length > 0)
    tables.push({
      name: 'published-responses',
      title: 'Responses, recomputed (chi-square without continuity correction)',
      audience: 'both',
      columns: [
        left('outcome', ''),
        right('experimental', 'experimental'),
        right('control', 'control'),
        right('p', 'P'),
        right('reportedP', 'reported P'),
      ],
      rows: p.responses.map((r) => [
        cell(r.outcome),
        cell(r.experimental),
        cell(r.control),
        cell(r.p, fixed(r.p, 4)),
        cell(r.reportedP, r.reportedP === null ? '–' : String(r.reportedP)),
      ]),
      notes: [],
    });
  return { title: 'What the publication says', prose, tables };
}

/** A model's name where there is little room: `Weibull(1.2, 12.21) × HR`. */
function shortModel(model: string): string {
  return model
    .replace(
      /Weibull, shape ([\d.]+), scale ([\d.]+)/,
      (_, shape, scale) => `Weibull(${shape}, ${significant(+scale)})`,
    )
    .replace('hazard ratio', 'HR');
}

function armTables(t: TrialSummary, unit: TimeUnit): Table[] {
  const [first] = t.arms;
  return [
    {
      name: 'arms',
      title: 'Arms',
      audience: 'both',
      columns: [
        left('arm', ''),
        fileOnly('role'),
        right('patients', 'N'),
        fileOnly('model'),
        right('median', 'median'),
        ...first.milestones.map(({ time }) => right(`survivalAt${significant(time)}`, `S(${significant(time, 3)})`)),
        right('dropoutByOneYear', 'dropout a year'),
      ],
      rows: t.arms.map((arm) => [
        cell(arm.name, arm.name.length > 20 ? `${arm.name.slice(0, 19)}…` : arm.name),
        cell(arm.role),
        cell(arm.patients, arm.patients === null ? '–' : count(arm.patients)),
        cell(arm.model),
        cell(arm.median, Number.isFinite(arm.median) ? significant(arm.median) : 'never'),
        ...arm.milestones.map(({ survival }) => cell(survival, percent(survival))),
        cell(arm.dropoutByOneYear, percent(arm.dropoutByOneYear)),
      ]),
      notes: [],
    },
    {
      name: 'hazards',
      title: `Hazards, per ${unit}`,
      audience: 'both',
      columns: [
        left('arm', ''),
        left('model', 'model'),
        right('from', `from ${unit}`),
        right('hazard', 'event'),
        right('dropoutHazard', 'dropout'),
      ],
      rows: t.arms.flatMap((arm) =>
        arm.hazards.map(({ from, hazard }, i) => [
          cell(arm.name, i === 0 ? (arm.name.length > 20 ? `${arm.name.slice(0, 19)}…` : arm.name) : ''),
          cell(arm.model, i === 0 ? shortModel(arm.model) : ''),
          cell(from, significant(from)),
          cell(hazard, significant(hazard, 6)),
          cell(arm.dropoutHazard, arm.dropoutHazard === 0 ? 'none' : significant(arm.dropoutHazard, 6)),
        ]),
      ),
      notes: t.arms.some(({ model }) => model.startsWith('Weibull') || model.startsWith('cure'))
        ? [
            'Weibull(shape, scale) and cure hazards change all the time; shown at half the median, or at the start of a step.',
          ]
        : [],
    },
  ];
}

function trialSection(t: TrialSummary, unit: TimeUnit): Section {
  const effect =
    t.hazardRatio !== null
      ? `hazard ratio ${significant(t.hazardRatio)} (experimental ÷ control)`
      : `hazard ratio ${t.hazardRatioSteps.map(({ from, hazardRatio }) => `${significant(hazardRatio)} from ${unit} ${significant(from)}`).join(', ')}`;
  const n = t.patients === null ? 'N not given' : `${count(t.patients)} patients`;
  const duration = t.accrualDuration === null ? '' : ` over ${units(significant(t.accrualDuration), unit)}`;
  const due =
    t.expectedAnalysisTime === null
      ? t.patients === null
        ? ''
        : ' (never expected to come due)'
      : ` (expected at ${unit} ${fixed(t.expectedAnalysisTime, 1)})`;
  const prose = [
    `${n}, allocation ${t.allocation} (experimental:control); ${effect}.`,
    `Accrual ${t.accrualPattern}${duration}; analysis ${t.analysis}${due}.`,
    `Log-rank test, ${alphaText({ alpha: t.test.sides === 2 ? t.test.alphaTwoSided : t.test.alphaOneSided, sides: t.test.sides })}, critical value ${fixed(t.test.criticalValue, 4)}; target power ${t.targetPower.map((p) => percent(p, 0)).join(' and ')}.`,
  ];
  const tables = armTables(t, unit);
  if (t.expected.length > 0)
    tables.push({
      name: 'expected-events',
      title: 'Expected over calendar time',
      audience: 'both',
      columns: [
        right('calendarTime', unit),
        right('enrolled', 'enrolled'),
        right('events', 'events'),
        right('eventsControl', 'control'),
        right('eventsExperimental', 'experimental'),
        right('dropouts', 'dropouts'),
        right('atRisk', 'at risk'),
      ],
      rows: t.expected.map((e) => [
        cell(e.calendarTime, significant(e.calendarTime)),
        ...[e.enrolled, e.events, e.eventsControl, e.eventsExperimental, e.dropouts, e.atRisk].map((x) =>
          cell(x, fixed(x, 1)),
        ),
      ]),
      notes: [],
    });
  if (t.sequential)
    tables.push(boundaryTable('boundaries', t.sequential, unit, t.test.sides), crossingTable(t.sequential));
  if (t.closedForms)
    tables.push({
      name: 'closed-power',
      title: 'Power by formula, at the expected analysis',
      audience: 'both',
      columns: [left('method', ''), right('power', 'power')],
      rows: t.closedForms.powers.map(({ name, power }) => [cell(name), cell(power, percent(power, 2))]),
      notes: [
        `${fixed(t.closedForms.events, 1)} expected events; hazard ratio ${significant(t.closedForms.hazardRatio)} (${t.closedForms.basis}). Formulas are approximate: ask power for the simulated answer.`,
        ...withoutAnswer(t.closedForms),
      ],
    });
  const reasons = [
    ...new Set(t.closedSizes.flatMap(({ result }) => (result.kind === 'unreachable' ? [result.reason] : []))),
  ];
  tables.push({
    name: 'closed-size',
    title: 'Patients and events by formula',
    audience: 'both',
    columns: [
      left('targetPower', 'power'),
      left('method', ''),
      right('patientsUnrounded', 'N exact'),
      right('patients', 'N'),
      right('eventsUnrounded', 'D exact'),
      right('events', 'D'),
    ],
    rows: t.closedSizes.map(({ targetPower, name, result }) => [
      cell(targetPower, percent(targetPower, 0)),
      cell(name),
      ...(result.kind === 'size'
        ? [
            cell(result.patientsUnrounded, fixed(result.patientsUnrounded, 3)),
            cell(result.patients, count(result.patients)),
            cell(result.eventsUnrounded, fixed(result.eventsUnrounded, 3)),
            cell(result.events, count(result.events)),
          ]
        : [cell(null, 'no answer'), cell(null), cell(null), cell(null)]),
    ]),
    notes: [
      ...(t.sequential
        ? ['Formulas size a fixed design; its N and D are multiplied by the inflation factor of the looks.']
        : []),
      ...reasons.map((reason) => `No answer: ${reason}.`),
    ],
  });
  return { title: 'The planned trial', prose, tables };
}

export function checkSections(result: CheckResult, unit: TimeUnit): Section[] {
  return [
    ...(result.publication ? [publicationSection(result.publication, unit)] : []),
    ...(result.trial ? [trialSection(result.trial, unit)] : []),
  ];
}
