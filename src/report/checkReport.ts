/** `check` in words and tables. */
import type { CheckResult, PlannedEffect, TrialSummary } from '../questions/check.ts';
import type { PublicationSummary } from '../questions/publicationSummary.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { lateComersText } from './analysisWords.ts';
import { bestFormula } from './bestFormula.ts';
import { designProse, heldText, missedText } from './designWords.ts';
import { plannedFamilyTables, successText } from './familyReport.ts';
import { SHORT_NAMES_NOTE, shortName } from './formulaNames.ts';
import { overTime } from './hazardRatioWords.ts';
import { count, fixed, percent, pText, significant, units } from './numbers.ts';
import { populationProse, populationTables } from './populationReport.ts';
import { withoutAnswer } from './powerReport.ts';
import { agreementText, differ, intervalText, publishedP } from './publishedWords.ts';
import { boundaryTable, crossingTable } from './sequentialReport.ts';
import { startTables } from './startReport.ts';
import { cell, fileOnly, left, right, type Section, type Table } from './table.ts';
import { alphaText, capital, clipped, decidingPhrase, listed } from './testWords.ts';

function publicationSection(p: PublicationSummary, unit: string, alone: boolean): Section {
  const prose: string[] = [];
  if (p.standardErrorLogHazardRatio !== null && p.impliedEvents !== null)
    prose.push(
      `HR ${significant(p.reportedHazardRatio ?? Number.NaN)} with its interval has SE(log HR) ${fixed(p.standardErrorLogHazardRatio, 3)}, the precision of about ${fixed(p.impliedEvents, 1)} events shared as patients are, and two-sided ${pText(p.hazardRatioP)}${p.reportedP === null ? '' : ` (reported: ${publishedP(p.reportedP)})`}.`,
    );
  if (p.hazardRatioOfMedians !== null) {
    const { summaries } = p;
    const beside =
      summaries === null
        ? ''
        : ` The reported hazard ratio is ${significant(summaries.reportedHazardRatio)}${intervalText(summaries)}. ${agreementText(summaries)}`;
    const choice =
      summaries !== null && differ(summaries)
        ? ` A trial can be planned from either${alone ? '; ask replay how often chance alone sets them as far apart' : ''}.`
        : '';
    prose.push(
      `The medians imply HR ${significant(p.hazardRatioOfMedians)} if survival is exponential.${beside}${choice}`,
    );
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
        cell(r.reportedP, r.reportedP === null ? '–' : publishedP(r.reportedP)),
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

/** All of a few steps, the first and the last of many. */
function spelt<T>(steps: readonly T[]): readonly T[] {
  return steps.length > MOST_STEPS ? [steps[0], steps[steps.length - 1]] : steps;
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
        cell(arm.name, clipped(arm.name, 20)),
        cell(arm.role),
        cell(arm.patients, arm.patients === null ? '–' : count(arm.patients)),
        cell(arm.model),
        cell(arm.median, Number.isFinite(arm.median) ? significant(arm.median) : 'never'),
        ...arm.milestones.map(({ survival }) => cell(survival, percent(survival))),
        cell(arm.dropoutByOneYear, percent(arm.dropoutByOneYear)),
      ]),
      notes: t.population ? ['Median and survival S of all patients of the arm together.'] : [],
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
        spelt(arm.hazards).map(({ from, hazard }, i) => [
          cell(arm.name, i === 0 ? clipped(arm.name, 20) : ''),
          cell(arm.model, i === 0 ? shortModel(arm.model) : ''),
          cell(from, significant(from)),
          cell(hazard, significant(hazard, 6)),
          cell(arm.dropoutHazard, arm.dropoutHazard === 0 ? 'none' : significant(arm.dropoutHazard, 6)),
        ]),
      ),
      notes: [
        ...(t.arms.some(({ hazards }) => hazards.length > MOST_STEPS) ? ['Of many steps the first and the last.'] : []),
        ...(t.arms.some(({ model }) => model.startsWith('Weibull') || model.startsWith('cure'))
          ? [
              'Weibull(shape, scale) and cure hazards change all the time; shown at half the median, or at the start of a step.',
            ]
          : []),
        ...(t.population
          ? [
              t.population.survivalOf === 'everyone'
                ? 'Before what makes patients differ: their hazards are these × the HR of factors and covariates × one factor that keeps the control median.'
                : 'Of the patients described above: those of others are × the HR of factors and covariates.',
            ]
          : []),
      ],
    },
  ];
}

/** Steps up to which a hazard ratio is spelt out. */
const MOST_STEPS = 6;

/** `0.7`, or `1 for the first 3 months and 0.7 from then on`. */
function ratioText({ hazardRatio, steps }: PlannedEffect, unit: string): string {
  if (hazardRatio !== null) return significant(hazardRatio);
  if (steps.length > MOST_STEPS) {
    const [first, last] = [steps[0], steps[steps.length - 1]];
    const ends = [first.hazardRatio, last.hazardRatio];
    const extreme = (best: number) => steps.find(({ hazardRatio }) => hazardRatio === best) ?? first;
    const ratios = steps.map(({ hazardRatio }) => hazardRatio);
    const turns = [extreme(Math.min(...ratios)), extreme(Math.max(...ratios))]
      .filter(({ hazardRatio }) => ends.every((end) => Math.abs(hazardRatio / end - 1) > 1e-3))
      .sort((a, b) => a.from - b.from);
    const [goes, ...later] = [...turns, last].map(
      ({ from, hazardRatio }) => `${significant(hazardRatio)} by ${unit} ${significant(from)}`,
    );
    const falls = (turns[0] ?? last).hazardRatio < first.hazardRatio;
    return `${significant(first.hazardRatio)} ${falls ? 'falling' : 'rising'} to ${[goes, ...later].join(', then ')}`;
  }
  return overTime(steps, unit, {
    ratio: (x) => significant(x),
    length: (x) => units(significant(x), unit),
    time: (x) => significant(x),
  }).join('');
}

/** Hazard ratios of the experimental arms. */
function effectsText(effects: readonly PlannedEffect[], unit: string): string {
  const [first] = effects;
  if (effects.length > 1)
    return `hazard ratio (each experimental arm ÷ control) ${effects.map((effect) => `${ratioText(effect, unit)} for ${effect.arm}`).join('; ')}`;
  return `hazard ratio ${ratioText(first, unit)}${first.hazardRatio === null ? '' : ' (experimental ÷ control)'}`;
}

function expectedTable(name: string, title: string, expected: TrialSummary['expected'], unit: string): Table {
  return {
    name,
    title,
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
    rows: expected.map((e) => [
      cell(e.calendarTime, significant(e.calendarTime)),
      ...[e.enrolled, e.events, e.eventsControl, e.eventsExperimental, e.dropouts, e.atRisk].map((x) =>
        cell(x, fixed(x, 1)),
      ),
    ]),
    notes: [],
  };
}

/** The test that decides, or the hypotheses it is put to; then the tests beside it. */
function testProse(t: TrialSummary, trial: UnsizedTrial, unit: string): string[] {
  const { alphaOneSided, alphaTwoSided, sides, criticalValue, beside } = t.test;
  const alpha = alphaText({ alpha: sides === 2 ? alphaTwoSided : alphaOneSided, sides });
  const target = `target power ${listed(t.targetPower.map((p) => percent(p, 0)))}`;
  const label = capital(decidingPhrase(trial, unit));
  const { family } = trial;
  const tests = family
    ? `${label}, ${family.hypotheses.length} hypotheses (${listed(family.hypotheses.map((hypothesis) => hypothesis.name))})${t.family ? `, ${t.family.procedure}` : ''}, ${alpha} over all of them; success: ${successText(family)}; ${target}.`
    : `${label}, ${alpha}, critical value ${fixed(criticalValue, 4)}; ${target}.`;
  return [tests, ...(beside.length === 0 ? [] : [`Made on the same trials, deciding nothing: ${beside.join('; ')}.`])];
}

/** Power and N by formula, in a sentence. */
function formulaAnswer({ closedForms, closedSizes, sequential }: TrialSummary, alone: boolean): string[] {
  const best = bestFormula(closedForms);
  const power = best?.power ?? null;
  const futile = sequential?.rows.some(({ futilityZ }) => futilityZ !== null) ?? false;
  const ignored =
    sequential !== null && futile && sequential.numerical.power === power
      ? ` with futility stops acted on, ${percent(sequential.numerical.powerIgnoringFutility)} with them ignored,`
      : '';
  const sizes = closedSizes.flatMap(({ method, targetPower, result }) =>
    method === 'schoenfeld' && result.kind === 'size'
      ? [
          `${units(count(result.patients), 'patient')} and ${count(result.events)} events for ${percent(targetPower, 0)}`,
        ]
      : [],
  );
  const parts = [
    ...(best === null || closedForms === null
      ? []
      : [`power ${percent(power)}${ignored} with ${fixed(closedForms.events, 1)} events (${best.words})`]),
    ...(sizes.length === 0 ? [] : [`${listed(sizes)} (Schoenfeld 1981)`]),
  ];
  const ask = alone ? ' Ask power and size for the simulated answers.' : '';
  return parts.length === 0 ? [] : [`By formula: ${parts.join('; ')}.${ask}`];
}

function trialSection(t: TrialSummary, trial: UnsizedTrial, unit: TimeUnit, alone: boolean): Section {
  const effect = effectsText(t.effects, unit);
  const n = t.patients === null ? 'N not given' : units(count(t.patients), 'patient');
  const several = t.effects.length > 1;
  const duration =
    t.accrualDuration === null
      ? ''
      : t.accrualDuration === 0
        ? ', everybody at once'
        : ` over ${units(significant(t.accrualDuration, 3), unit)}`;
  const changing = trial.accrual.duration === null ? 'at rates that change' : 'at rates in fixed proportions';
  const entries = t.accrualPattern === 'uniform' ? '' : ` (${t.accrualPattern} entries)`;
  const accrual =
    t.accrualPattern === 'centres'
      ? 'by the centres'
      : trial.accrual.rates.length > 1
        ? `${changing}${entries}`
        : t.accrualPattern;
  const last = t.expected.at(-1);
  const late = last && t.patients !== null ? lateComersText(last.enrolled, t.patients) : null;
  const due =
    t.expectedAnalysisTime === null
      ? t.patients === null
        ? ''
        : ' (never expected to come due)'
      : ` (expected at ${unit} ${fixed(t.expectedAnalysisTime, 1)}${late === null ? '' : `, ${late}`})`;
  const missed = t.missedAllocation
    ? `, as near as whole patients come to it ${t.missedAllocation.sizes}${t.missedAllocation.ratio === null ? '' : `, ${missedText(t.missedAllocation)}`}`
    : '';
  const answer = [
    `${n}, allocation ${t.allocation} (${several ? 'experimental arms' : 'experimental'}:control)${missed}; ${effect}.`,
    `Accrual ${accrual}${duration}; analysis ${t.analysis}${due}.`,
    ...formulaAnswer(t, alone),
  ];
  const prose = [
    ...testProse(t, trial, unit),
    ...designProse(trial, t.patients, unit),
    ...(t.population ? [populationProse(t.population)] : []),
  ];
  const tables = [
    ...armTables(t, unit),
    ...startTables(trial, unit),
    ...(t.population ? populationTables(t.population, t.effects) : []),
  ];
  if (t.expected.length > 0)
    tables.push(expectedTable('expected-events', 'Expected over calendar time', t.expected, unit));
  if (t.familyLooks.length > 0)
    tables.push(expectedTable('expected-looks', 'Expected at the looks', t.familyLooks, unit));
  if (t.family) tables.push(...plannedFamilyTables(t.family));
  if (t.sequential) tables.push(boundaryTable('boundaries', t.sequential, unit, trial), crossingTable(t.sequential));
  tables.push(...formulaTables(t, trial, alone));
  const without = sizesWithoutAnswer(t);
  if (t.closedSizes.every(({ result }) => result.kind === 'unreachable')) prose.push(...without);
  return { title: 'The planned trial', answer, prose, tables };
}

/** Why formulas give no number of patients. */
function sizesWithoutAnswer({ closedSizes }: TrialSummary): string[] {
  const reasons = closedSizes.flatMap(({ name, result }) =>
    result.kind === 'unreachable' ? [{ name, reason: result.reason }] : [],
  );
  return [...new Set(reasons.map(({ reason }) => reason))].map((reason) => {
    const names = [...new Set(reasons.filter((row) => row.reason === reason).map(({ name }) => name))];
    const all = names.length === new Set(closedSizes.map(({ name }) => name)).size;
    return `No number of patients ${all ? 'by formula' : `from ${listed(names)}`}: ${reason}.`;
  });
}

/** Power and size by the formulas that have an answer. */
function formulaTables(t: TrialSummary, trial: UnsizedTrial, alone: boolean): Table[] {
  const tables: Table[] = [];
  const powers = t.closedForms?.powers.filter(({ power }) => power !== null) ?? [];
  if (t.closedForms && powers.length > 0)
    tables.push({
      name: 'closed-power',
      title: 'Power by formula, at the expected analysis',
      audience: 'both',
      columns: [left('method', ''), right('power', 'power')],
      rows: powers.map(({ name, power }) => [cell(name), cell(power, percent(power, 2))]),
      notes: [
        `${fixed(t.closedForms.events, 1)} expected events; hazard ratio ${significant(t.closedForms.hazardRatio)} (${t.closedForms.basis}). Formulas are approximate${alone ? ': ask power for the simulated answer' : ''}.`,
        ...withoutAnswer(t.closedForms),
      ],
    });
  const sizes = t.closedSizes.flatMap(({ targetPower, method, name, result }) =>
    result.kind === 'size' ? [{ targetPower, method, name, result }] : [],
  );
  if (sizes.length > 0)
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
      rows: sizes.map(({ targetPower, method, name, result }) => [
        cell(targetPower, percent(targetPower, 0)),
        cell(shortName({ method, name })),
        cell(result.patientsUnrounded, fixed(result.patientsUnrounded, 1)),
        cell(result.patients, count(result.patients)),
        cell(result.eventsUnrounded, fixed(result.eventsUnrounded, 1)),
        cell(result.events, count(result.events)),
      ]),
      notes: [
        ...(t.sizesVary === 'events'
          ? ['The analysis comes before enrolment ends, so that D decides the power and N stays as planned.']
          : [`N varies with ${heldText(trial)}.`]),
        ...(sizes.some(({ method }) => method === 'lachinFoulkesLog') ? [SHORT_NAMES_NOTE] : []),
        ...(t.sequential
          ? ['Formulas size a fixed design; its N and D are multiplied by the inflation factor of the looks.']
          : []),
        ...sizesWithoutAnswer(t),
      ],
    });
  return tables;
}

/**
 * `trial`: of the scenario that was checked, null where it plans no trial. `alone`: nothing was simulated beside it, so
 * that it says what to ask next.
 */
export function checkSections(
  result: CheckResult,
  trial: UnsizedTrial | null,
  unit: TimeUnit,
  alone = true,
): Section[] {
  return [
    ...(result.publication ? [publicationSection(result.publication, unit, alone)] : []),
    ...(result.trial && trial ? [trialSection(result.trial, trial, unit, alone)] : []),
  ];
}
