/** `monitor` of a trial with several hypotheses in words and tables; endpoints and hypotheses by name. */
import type { FamilyMonitorResult, HypothesisSeen, HypothesisStanding } from '../questions/monitorFamilyResult.ts';
import { beside, ratio, small, zText } from './lookWords.ts';
import { fixed, percent, significant, units } from './numbers.ts';
import { cell, left, right, type Section, type Table } from './table.ts';
import { capital, listed } from './testWords.ts';

const lookName = (look: number, final: boolean): string => (final ? 'the final analysis' : `look ${look}`);

const shareText = (share: number | null, alpha: number): string =>
  share === null ? '' : ` at ${significant(share * alpha, 3)} one-sided`;

/** `PFS (progression-free survival): z = 3.95 with 380 events reaches its bound 2.44 at 0.025 one-sided: rejected`. */
function seenText({ hypotheses, alpha }: FamilyMonitorResult, row: HypothesisSeen): string {
  const { name, endpoint } = hypotheses[row.hypothesis];
  const events = row.events[0] + row.events[1];
  const hr = row.hazardRatio === null ? '' : `, HR ${fixed(row.hazardRatio, 2)}`;
  const found = `${name} (${endpoint}): z = ${beside(row.z, row.boundZ)} with ${units(events, 'event')}${hr}`;
  switch (row.decision) {
    case 'rejected':
      return `${found}, reaches its bound ${beside(row.boundZ ?? 0, row.z)}${shareText(row.share, alpha)}: rejected.`;
    case 'rejected before':
      return `${found}; rejected at an earlier look.`;
    case 'not rejected':
      return `${found}, does not reach its bound ${beside(row.boundZ ?? 0, row.z)}${shareText(row.share, alpha)}: not rejected.`;
    case 'as at its last test':
      return `${found}; its last test was at an earlier look, and z and bound are kept as they were then.`;
    case 'not tested':
      return row.share === 0
        ? `${found}; it has no alpha yet and may not be tested.`
        : `${found}; it is not tested at this look.`;
  }
}

/** What the rejection of an open hypothesis would hand on: `PFS rejected now would give OS 0.025`. */
function freesText({ hypotheses, standings, alpha }: FamilyMonitorResult): string[] {
  return standings.flatMap(({ frees, share }, h) => {
    if (share === null || share === 0) return [];
    const gains = frees.flatMap((after, other) => {
      const before = standings[other].share ?? 0;
      return after !== null && after > before + 1e-12
        ? [`${hypotheses[other].name} ${significant(after * alpha, 3)}`]
        : [];
    });
    return gains.length === 0 ? [] : [`A rejection of ${hypotheses[h].name} would give ${listed(gains)}.`];
  });
}

function nextText(result: FamilyMonitorResult): string {
  const { standings, hypotheses, alpha, looks, success, stopsAt } = result;
  const now = looks[looks.length - 1];
  const open = standings.flatMap((standing, h) => (isOpen(standing, now.look) ? [h] : []));
  const claimed = success ? 'By the plan the trial is a success.' : '';
  const ends = stopsAt === 'firstRejection' && standings.some(({ rejectedAt }) => rejectedAt !== null);
  if (ends) return `${claimed} It ends at the first rejection.`.trim();
  if (open.length === 0) return `${claimed} Nothing is left to test.`.trim();
  const has = open.map((h) => {
    const { share } = standings[h];
    return share === null ? hypotheses[h].name : `${hypotheses[h].name} at ${significant(share * alpha, 3)}`;
  });
  return `${claimed} Tests still to come, one-sided: ${listed(has)}.`.trim();
}

/** Whether a hypothesis has alpha, or may be given some, and tests to come. */
const isOpen = ({ rejectedAt, lastTest }: HypothesisStanding, look: number): boolean =>
  rejectedAt === null && lastTest > look;

function seenTable({ looks, hypotheses, alpha }: FamilyMonitorResult): Table {
  return {
    name: 'monitor-hypotheses',
    title: 'Hypotheses at the looks so far',
    audience: 'both',
    columns: [
      left('look', 'look'),
      left('hypothesis', 'hypothesis'),
      right('events', 'events'),
      right('informationFraction', 'info'),
      right('z', 'z'),
      right('hazardRatio', 'HR'),
      right('alpha', 'α'),
      right('boundZ', 'z ≥'),
      right('boundP', 'p ≤'),
      right('boundHazardRatio', 'HR at bound'),
      left('decision', 'decision'),
    ],
    rows: looks.flatMap(({ look, rows }) =>
      rows.map((row) => [
        cell(look),
        cell(hypotheses[row.hypothesis].name),
        cell(row.events[0] + row.events[1]),
        cell(row.informationFraction, fixed(row.informationFraction, 3)),
        cell(row.z, beside(row.z, row.boundZ)),
        cell(row.hazardRatio, ratio(row.hazardRatio)),
        cell(
          row.share === null ? null : row.share * alpha,
          row.share === null ? '–' : significant(row.share * alpha, 3),
        ),
        cell(row.boundZ, zText(row.boundZ)),
        cell(row.boundP, small(row.boundP)),
        cell(row.boundHazardRatio, ratio(row.boundHazardRatio)),
        cell(row.decision),
      ]),
    ),
    notes: [
      'z by the test of each hypothesis, above 0 in favour of experimental; HR: Cox’s in the strata of that test. α, one-sided, is what the hypothesis has at the look after all rejections there; bounds are those of that alpha at the information observed. info: information over that planned for the last test; – where bounds stay as planned. p: nominal, one-sided.',
    ],
  };
}

function armsTable({ looks, hypotheses }: FamilyMonitorResult): Table {
  const { rows } = looks[looks.length - 1];
  return {
    name: 'monitor-compared',
    title: 'The patients of this look',
    audience: 'both',
    columns: [
      left('hypothesis', 'hypothesis'),
      left('endpoint', 'endpoint'),
      left('test', 'test'),
      right('patientsControl', 'control'),
      right('eventsControl', 'events'),
      right('patientsExperimental', 'experimental'),
      right('eventsExperimental', 'events'),
    ],
    rows: rows.map(({ hypothesis, patients, events }) => [
      cell(hypotheses[hypothesis].name),
      cell(hypotheses[hypothesis].endpoint),
      cell(hypotheses[hypothesis].test),
      cell(patients[0]),
      cell(events[0]),
      cell(patients[1]),
      cell(events[1]),
    ]),
    notes: ['Patients compared and their events; of a response those assessed and the responders.'],
  };
}

function aheadTable({ ahead, hypotheses }: FamilyMonitorResult): Table[] {
  if (ahead.length === 0) return [];
  return [
    {
      name: 'monitor-ahead',
      title: 'Bounds to come, as alpha stands now',
      audience: 'both',
      columns: [
        left('look', 'look'),
        left('hypothesis', 'hypothesis'),
        right('information', 'information'),
        right('boundZ', 'z ≥'),
        right('boundP', 'p ≤'),
        right('boundHazardRatio', 'HR at bound'),
      ],
      rows: ahead.map((row) => [
        cell(row.look, row.final ? `${row.look} final` : String(row.look)),
        cell(hypotheses[row.hypothesis].name),
        cell(row.information, fixed(row.information, 1)),
        cell(row.boundZ, zText(row.boundZ)),
        cell(row.boundP, small(row.boundP)),
        cell(row.boundHazardRatio, ratio(row.boundHazardRatio)),
      ]),
      notes: ['At the information planned, events where the test counts them; a rejection before then raises alpha.'],
    },
  ];
}

function detrimentTable({ detriment }: FamilyMonitorResult): Table[] {
  if (detriment === null) return [];
  return [
    {
      name: 'monitor-detriment',
      title: 'Survival held against thresholds of a detriment',
      audience: 'both',
      columns: [
        left('look', 'look'),
        right('deaths', 'deaths'),
        right('hazardRatio', 'HR of death'),
        right('threshold', 'threshold'),
        right('chanceOfHarm', 'P(HR ≥ 1)'),
        right('chanceOfHarmful', `P(HR ≥ ${detriment[0].harmful})`),
        left('detriment', ''),
      ],
      rows: detriment.map((row) => [
        cell(row.look),
        cell(row.deaths),
        cell(row.hazardRatio, ratio(row.hazardRatio)),
        cell(row.threshold, ratio(row.threshold)),
        cell(row.chanceOfHarm, small(row.chanceOfHarm)),
        cell(row.chanceOfHarmful, small(row.chanceOfHarmful)),
        cell(row.detriment ? 'detriment' : 'none seen'),
      ]),
      notes: ['Thresholds at the deaths observed; chances given the hazard ratio observed and the prior of the plan.'],
    },
  ];
}

function detrimentText({ detriment, looks }: FamilyMonitorResult): string[] {
  const now = detriment?.find(({ look }) => look === looks[looks.length - 1].look);
  if (now === undefined || now.hazardRatio === null || now.threshold === null) return [];
  const held = `with ${units(now.deaths, 'death')} the hazard ratio of death is ${beside(now.hazardRatio, now.threshold)}`;
  return now.detriment
    ? [
        `Survival: ${held}, at or above the threshold ${beside(now.threshold, now.hazardRatio)}: a detriment is seen${now.binding ? ', after which the plan claims nothing' : ', which the plan takes as a recommendation'}.`,
      ]
    : [`Survival: ${held}, below the threshold ${beside(now.threshold, now.hazardRatio)}: no detriment is seen.`];
}

function gateText({ gate }: FamilyMonitorResult): string[] {
  if (gate === null) return [];
  const value = gate.value === null ? 'cannot be estimated' : `is ${fixed(gate.value, 3)}`;
  const name = gate.on === 'z' ? 'z' : 'the estimate';
  return [
    gate.passed
      ? `The gate at look ${gate.look} is passed: ${name} ${value}, asked is at least ${gate.least}.`
      : `The gate at look ${gate.look} is not passed: ${name} ${value}, below ${gate.least}; the plan ends the trial there${gate.binding ? '' : ', though the gate is not binding and going on costs no alpha'}.`,
  ];
}

export function monitorFamilySection(result: FamilyMonitorResult): Section {
  const now = result.looks[result.looks.length - 1];
  const where = now.final ? 'the final analysis' : `look ${now.look} of ${result.plannedLooks}`;
  return {
    title: capital(now.final ? where : `the trial at ${lookName(now.look, now.final)}`),
    answer: [
      `At ${where}:`,
      ...now.rows.map((row) => seenText(result, row)),
      nextText(result),
      ...(now.final ? [] : freesText(result)),
      ...gateText(result),
      ...detrimentText(result),
    ],
    provisos:
      result.procedure === 'allNeeded'
        ? ['Only the rejection of all hypotheses together is a claim.']
        : result.procedure === 'none'
          ? [
              `Each hypothesis is tested at the whole alpha of ${percent(result.alpha)}, without control over all of them.`,
            ]
          : [],
    prose: [],
    tables: [seenTable(result), ...aheadTable(result), ...detrimentTable(result), armsTable(result)],
  };
}
