/** `monitor` in words and tables. */

import type { LookBoundsRow, LookSeen, MonitorResult } from '../questions/monitorResult.ts';
import { type HazardRatioScale, USUAL_SCALE } from '../trial/hypothesisScale.ts';
import { chancesTable, reestimationTable, reestimationText } from './chancesReport.ts';
import { ratioOfZText, zOfRatioText } from './hypothesisWords.ts';
import { beside, nameOf, ratio, small, zText } from './lookWords.ts';
import { fixed, percent, significant, units } from './numbers.ts';
import { type Column, cell, fileOnly, left, right, type Section, type Table, type TableCell } from './table.ts';

/** Where the current look's z lies among its bounds, and what follows. */
function verdict(look: LookSeen, futility: MonitorResult['futility']): string {
  const { efficacyZ, futilityZ, futilityHazardRatio, decision } = look;
  const z = look.weightedZ ?? look.z;
  const bound = efficacyZ === null ? null : beside(efficacyZ, Math.abs(z));
  switch (decision) {
    case 'efficacy':
      return `crosses the efficacy bound ${bound}: efficacy is claimed${look.final ? '' : ' and the trial may stop'}`;
    case 'harm':
      return `crosses the bound of harm −${bound}: harm is claimed${look.final ? '' : ' and the trial may stop'}`;
    case 'no claim':
      return `does not cross the efficacy bound ${bound}: no claim`;
    case 'futility':
      return `meets the futility rule (z ≤ ${fixed(futilityZ, 2)}, HR ≥ ${fixed(futilityHazardRatio, 2)}): stop for futility${futility === 'non-binding' ? ', though the rule is not binding and going on costs no alpha' : ''}`;
    case 'continue': {
      const futile = futilityZ === null ? null : `above the futility bound ${beside(futilityZ, z)}`;
      if (bound === null)
        return `${futile === null ? '' : `lies ${futile}; it `}is not tested for efficacy here: continue`;
      return futile === null
        ? `does not cross the efficacy bound ${bound}: continue`
        : `lies below the efficacy bound ${bound} and ${futile}: continue`;
    }
  }
}

/** ` The repeated 97.5 % confidence interval of the hazard ratio is 0.48–1.10.` */
function repeatedText({ repeated }: LookSeen, level: number): string {
  return repeated === null
    ? ''
    : ` The repeated ${significant(100 * level)} % confidence interval of the hazard ratio is ${fixed(repeated.low, 2)}–${fixed(repeated.high, 2)}.`;
}

function summary({
  looks,
  plannedLooks,
  chances,
  planned,
  later,
  futility,
  reestimation,
  repeatedLevel,
}: MonitorResult): string {
  const now = looks[looks.length - 1];
  const where = now.final
    ? 'At the final analysis'
    : now.look === null
      ? 'At a look that was not planned'
      : `At look ${now.look} of ${plannedLooks}`;
  const z = now.weightedZ ?? now.z;
  const shown = beside(z, now.efficacyZ);
  const statistic = now.weightedZ === null ? `z = ${shown}` : `weighted z = ${shown} (z = ${fixed(now.z, 2)})`;
  const seen = `${where}, with ${units(now.events, 'event')} (${percent(now.informationFraction)} of the information planned) and HR ${fixed(now.hazardRatio, 2)}, ${statistic} ${verdict(now, futility)}.`;
  const repeated = repeatedText(now, repeatedLevel);
  // The effect's own course over time, where it has one, is what the plan assumes.
  const believed = chances.find(({ under }) => under === 'planned effect as it sets in') ?? chances[0];
  if (believed === undefined || now.decision === 'efficacy' || now.decision === 'harm') return `${seen}${repeated}`;
  const chance = planned === 'harm' ? believed.harm : believed.efficacy;
  const claim = planned === 'harm' ? 'harm' : 'efficacy';
  const changes = reestimation !== null && reestimation.events > reestimation.plannedEvents;
  const when = `${later.length === 1 ? `at ${nameOf(later[0])}` : 'at a later look'}${changes ? ', at the events planned,' : ''}`;
  return `${seen} If the planned effect holds, the chance to claim ${claim} ${when} is ${percent(chance)}.${repeated}`;
}

function lookCell(look: LookBoundsRow, note: string): TableCell {
  const text = [
    look.look === null ? 'unplanned' : String(look.look),
    ...(look.final ? ['final'] : []),
    ...(note === '' ? [] : [note]),
  ].join(' ');
  return cell(look.look, text);
}

function boundsTable(
  { looks, later, futility, sides, endedEarlier, reestimation }: MonitorResult,
  hypothesis: HazardRatioScale,
): Table {
  const spendsBeta = looks[0].betaSpent !== null;
  const columns: Column[] = [
    left('look', 'look'),
    right('events', 'events'),
    right('informationFraction', 'info'),
    right('efficacyZ', 'z ≥'),
    right('efficacyP', 'p ≤'),
    right('efficacyHazardRatio', 'HR ≤'),
    right('alphaSpent', 'α used'),
    ...(futility === null ? [] : [right('futilityZ', 'futile z'), right('futilityHazardRatio', 'HR ≥')]),
    ...(spendsBeta ? [right('betaSpent', 'β used')] : []),
    fileOnly('state'),
  ];
  const row = (look: LookBoundsRow, state: 'past' | 'now' | 'to come'): TableCell[] => [
    lookCell(look, state === 'now' && !look.final ? 'now' : ''),
    cell(look.events, fixed(look.events, 0)),
    cell(look.informationFraction, fixed(look.informationFraction, 3)),
    cell(look.efficacyZ, zText(look.efficacyZ)),
    cell(look.efficacyP, small(look.efficacyP)),
    cell(look.efficacyHazardRatio, ratio(look.efficacyHazardRatio)),
    cell(look.alphaSpent, fixed(look.alphaSpent, 4)),
    ...(futility === null
      ? []
      : [cell(look.futilityZ, zText(look.futilityZ)), cell(look.futilityHazardRatio, ratio(look.futilityHazardRatio))]),
    ...(spendsBeta ? [cell(look.betaSpent, fixed(look.betaSpent, 4))] : []),
    cell(state),
  ];
  const notes = [
    `Looks so far with the bounds of the information observed${later.length > 0 ? ', those to come as planned with the bounds they would then have' : ''}. p: nominal, ${sides === 2 ? 'two' : 'one'}-sided. HR: the observed hazard ratio that is the bound, ${ratioOfZText('z', hypothesis)}.`,
  ];
  if (sides === 2) notes.push('Harm is claimed at z at or below minus the efficacy bound.');
  if (futility !== null)
    notes.push(
      futility === 'binding'
        ? 'Futility (z at or below the bound) is binding: the efficacy bounds count on it.'
        : 'Futility (z at or below the bound) is non-binding: the efficacy bounds are as without it.',
    );
  if (reestimation?.statistic === 'weighted' && looks[looks.length - 1].final)
    notes.push('The bound of the final analysis is that of the weighted statistic, at the information planned.');
  if (endedEarlier !== null) notes.push('Bounds after a look that ended the trial are as if it had gone on.');
  return {
    name: 'monitor-bounds',
    title: 'Bounds of the looks',
    audience: 'both',
    columns,
    rows: [
      ...looks.map((look, i) => row(look, i === looks.length - 1 ? 'now' : 'past')),
      ...later.map((look) => row(look, 'to come')),
    ],
    notes,
  };
}

const FROM: Record<LookSeen['hazardRatioFrom'], string> = { z: 'from z', given: 'given', Cox: 'Cox' };

function seenTable({ looks, sides }: MonitorResult, hypothesis: HazardRatioScale): Table {
  const weighs = looks.some(({ weightedZ }) => weightedZ !== null);
  const sources = new Set(looks.map(({ hazardRatioFrom }) => hazardRatioFrom));
  return {
    name: 'monitor-seen',
    title: 'What was seen',
    audience: 'both',
    columns: [
      left('look', 'look'),
      right('events', 'events'),
      right('plannedEvents', 'planned'),
      right('z', 'z'),
      ...(weighs ? [right('weightedZ', 'weighted z')] : []),
      right('p', 'p'),
      right('hazardRatio', 'HR'),
      left('hazardRatioFrom', ''),
      left('decision', 'decision'),
    ],
    rows: looks.map((look, i) => [
      lookCell(look, i === looks.length - 1 && !look.final ? 'now' : ''),
      cell(look.events),
      cell(look.plannedEvents, fixed(look.plannedEvents, 0)),
      cell(look.z, beside(look.z, look.efficacyZ)),
      ...(weighs ? [cell(look.weightedZ, fixed(look.weightedZ, 2))] : []),
      cell(look.p, small(look.p)),
      cell(look.hazardRatio, ratio(look.hazardRatio)),
      cell(look.hazardRatioFrom, FROM[look.hazardRatioFrom]),
      cell(look.decision),
    ]),
    notes: [
      `p: nominal, ${sides === 2 ? 'two' : 'one'}-sided. z > 0 and HR ${hypothesis.benefit === 'below' ? '<' : '>'} ${significant(hypothesis.nullRatio, 4)} favour experimental${hypothesis.nullRatio === 1 ? '' : ' against the margin'}.${sources.has('z') || sources.has('given') ? ` z and HR belong together by z = ${zOfRatioText(hypothesis)}, p₀ and p₁ the planned shares of the arms.` : ''}${sources.has('Cox') ? ' Of patients: log-rank z, Cox’s HR.' : ''}`,
      ...(weighs
        ? ['The final analysis is held against its bound by the weighted statistic of Cui, Hung & Wang.']
        : []),
    ],
  };
}

const interval = (low: number | null, high: number | null): string =>
  low === null || high === null ? '–' : `${ratio(low)}–${ratio(high)}`;

function repeatedTable({ looks, repeatedLevel, sides, futility }: MonitorResult, hypothesis: HazardRatioScale): Table {
  const level = `${significant(100 * repeatedLevel)} %`;
  return {
    name: 'monitor-repeated',
    title: 'Repeated confidence intervals of the hazard ratio',
    audience: 'both',
    columns: [
      left('look', 'look'),
      right('events', 'events'),
      right('hazardRatio', 'HR'),
      right('low', `${level} CI`),
      fileOnly('high'),
      fileOnly('level'),
    ],
    rows: looks.map((look, i) => [
      lookCell(look, i === looks.length - 1 && !look.final ? 'now' : ''),
      cell(look.events),
      cell(look.hazardRatio, ratio(look.hazardRatio)),
      cell(look.repeated?.low ?? null, interval(look.repeated?.low ?? null, look.repeated?.high ?? null)),
      cell(look.repeated?.high ?? null),
      cell(repeatedLevel),
    ]),
    notes: [
      `Jennison & Turnbull 1989: ${sides === 2 ? `all of them together hold the true ratio with ${level} confidence` : `their upper ends all hold with ${significant(50 + 50 * repeatedLevel)} % confidence, and so do the lower`}, whether or not the trial stops by its bounds. ${ratioOfZText('(z ± c)', hypothesis)}, c the efficacy bound of the look${futility === 'binding' ? ' as it is without the binding futility stops' : ''}.`,
      ...(looks.some(({ hazardRatioFrom }) => hazardRatioFrom === 'Cox')
        ? ['Of patients the interval is about the ratio that belongs to the log-rank z, beside Cox’s.']
        : []),
      ...(looks.some(({ weightedZ }) => weightedZ !== null)
        ? ['After the re-estimation it is that of the weighted statistic (Mehta et al. 2007).']
        : []),
      ...(looks.some(({ repeated }) => repeated === null) ? ['A look that tests no efficacy has none.'] : []),
    ],
  };
}

function stoppedTable({ stoppedHere, futility, reestimation, looks, data }: MonitorResult): Table {
  const { naive, stagewise, biasAdjusted } = stoppedHere;
  const row = (
    label: string,
    estimate: number | null,
    low: number | null,
    high: number | null,
    p: number[],
  ): TableCell[] => [
    cell(label),
    cell(estimate, ratio(estimate)),
    cell(low, interval(low, high)),
    cell(high),
    cell(p[0] ?? null, small(p[0] ?? null)),
    cell(p[1] ?? null, small(p[1] ?? null)),
  ];
  const notes = [
    `Naive figures take no account of the looks. Stagewise ordering (Tsiatis, Rosner & Mehta 1984): an earlier crossing is stronger evidence; its estimate is median-unbiased. Bias-adjusted: Whitehead 1986, for the looks as planned.${
      futility === null
        ? ''
        : futility === 'binding'
          ? ' Binding futility stops count in the ordering.'
          : ' Futility stops, not binding, are left out of the stagewise p-values, estimates and interval: the p-values are conservative.'
    }`,
  ];
  if (data?.hazardRatio != null) notes.push('The naive hazard ratio and interval are Cox’s; the others follow from z.');
  if (stagewise.hazardRatio === null && reestimation !== null)
    notes.push(
      `After the re-estimation at look ${reestimation.look} the stagewise p is that of the statistic tested; the ordering knows no estimates for changed events.`,
    );
  return {
    name: 'monitor-stopped',
    title: looks[looks.length - 1].final ? 'The result' : 'Were the trial to stop here',
    audience: 'both',
    columns: [
      left('inference', ''),
      right('hazardRatio', 'HR'),
      right('low', '95 % CI'),
      fileOnly('high'),
      right('pOneSided', 'p one-sided'),
      right('pTwoSided', 'p two-sided'),
    ],
    rows: [
      row('naive', naive.hazardRatio, naive.low, naive.high, [naive.pOneSided, naive.pTwoSided]),
      row('stagewise', stagewise.hazardRatio, stagewise.low, stagewise.high, [
        stagewise.pOneSided,
        stagewise.pTwoSided,
      ]),
      row('bias-adjusted', biasAdjusted, null, null, []),
    ],
    notes,
  };
}

function dataTable({ data }: MonitorResult): Table[] {
  if (data === null) return [];
  const { patientsControl, patientsExperimental, eventsControl, eventsExperimental } = data;
  const cox = data.hazardRatio;
  return [
    {
      name: 'monitor-data',
      title: 'The patients of this look',
      audience: 'both',
      columns: [left('arm', ''), right('patients', 'patients'), right('events', 'events')],
      rows: [
        [cell('experimental'), cell(patientsExperimental), cell(eventsExperimental)],
        [cell('control'), cell(patientsControl), cell(eventsControl)],
      ],
      notes: [
        `Log-rank: O − E of experimental ${fixed(data.score, 2)}, variance ${fixed(data.variance, 2)}, z ${fixed(data.z, 3)}, two-sided p ${small(data.pTwoSided)}. Cox (Efron’s ties): ${cox === null ? 'no finite estimate' : `HR ${ratio(cox.estimate)} (95 % CI ${ratio(cox.low)}–${ratio(cox.high)})`}.`,
      ],
    },
  ];
}

const ENDINGS = {
  efficacy: 'crossed its efficacy bound',
  harm: 'crossed the bound of harm',
  futility: 'met its futility rule',
};

/** `hypothesis`: how z reads as a hazard ratio. */
export function monitorSection(result: MonitorResult, hypothesis: HazardRatioScale = USUAL_SCALE): Section {
  const { looks, endedEarlier, remarks, chances, reestimation, futility } = result;
  const now = looks[looks.length - 1];
  const provisos: string[] = [];
  if (endedEarlier !== null) {
    const { decision } = endedEarlier;
    const name = nameOf({ ...endedEarlier, final: false });
    const how = ENDINGS[decision as keyof typeof ENDINGS];
    const ended =
      decision === 'futility' && futility === 'non-binding'
        ? 'the plan would have stopped there; the rule is not binding, and the bounds hold for a trial that went on'
        : 'by the plan the trial had ended there. What follows is as if it had gone on without a claim';
    provisos.push(`${name[0].toUpperCase()}${name.slice(1)} already ${how}: ${ended}.`);
  }
  provisos.push(...reestimationText(result), ...remarks);
  return {
    title: now.final ? 'The final analysis' : `The trial at ${nameOf(now)}`,
    answer: [summary(result)],
    provisos,
    prose: [],
    tables: [
      seenTable(result, hypothesis),
      boundsTable(result, hypothesis),
      repeatedTable(result, hypothesis),
      ...(chances.length > 0 ? [chancesTable(result, hypothesis)] : []),
      ...(reestimation === null ? [] : [reestimationTable(reestimation)]),
      stoppedTable(result),
      ...dataTable(result),
    ],
  };
}
