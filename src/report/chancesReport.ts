/** Conditional and predictive power of a running trial, and what its re-estimation did, in words and tables. */

import type { Chance, MonitoredReestimation, MonitorResult } from '../questions/monitorResult.ts';
import type { HazardRatioScale } from '../trial/hypothesisScale.ts';
import { nameOf, ratio } from './lookWords.ts';
import { count, fixed, percent } from './numbers.ts';
import { cell, fileOnly, left, right, type Table } from './table.ts';

const CHANCE_LABELS: Record<Chance['under'], string> = {
  'planned effect': 'planned effect',
  'planned effect as it sets in': 'planned, as it sets in',
  'observed effect': 'observed effect',
  'no effect': 'no effect',
  'flat prior': 'predictive, flat prior',
  'prior given': 'predictive, prior given',
  'published study': 'predictive, published study',
};

export function chancesTable(
  { chances, later, sides, futility, reestimation }: MonitorResult,
  { nullRatio }: HazardRatioScale,
): Table {
  const labels = nullRatio === 1 ? CHANCE_LABELS : { ...CHANCE_LABELS, 'no effect': 'at the margin' };
  const several = later.length > 1;
  const ignoring = later.some(({ futilityZ }) => futilityZ !== null);
  const harm = sides === 2;
  const any = several ? 'any later' : nameOf(later[0]).replace('the ', '');
  const of = (p: number) => cell(p, percent(p));
  return {
    name: 'monitor-chances',
    title: 'Chances to claim efficacy',
    audience: 'both',
    columns: [
      left('under', ''),
      right('hazardRatio', 'HR'),
      ...(several ? [right('next', 'next look')] : []),
      right('efficacy', any),
      ...(ignoring ? [right('efficacyIgnoringFutility', 'no futility')] : []),
      ...(harm ? [right('harm', 'harm')] : []),
      fileOnly('kind'),
    ],
    rows: chances.map((chance) => [
      cell(chance.under, labels[chance.under]),
      cell(chance.hazardRatio, ratio(chance.hazardRatio)),
      ...(several ? [of(chance.next)] : []),
      of(chance.efficacy),
      ...(ignoring ? [of(chance.efficacyIgnoringFutility)] : []),
      ...(harm ? [of(chance.harm)] : []),
      cell(chance.kind),
    ]),
    notes: [
      'Conditional power takes the effect for true from here on; predictive power averages over what prior and data leave of it. HR: the effect to come, for a prior its posterior median.',
      ...(ignoring
        ? [
            `Futility stops to come are acted on${futility === 'binding' ? '' : ', though not binding'}; “no futility” is without them.`,
          ]
        : []),
      ...(harm ? ['harm: the chance to claim that instead, at any later look.'] : []),
      ...(reestimation === null ? [] : ['All at the events planned.']),
    ],
  };
}

export function reestimationTable({ look, chances, plannedEvents, events }: MonitoredReestimation): Table {
  return {
    name: 'monitor-reestimation',
    title: `Re-estimation at look ${look}: conditional power of the final analysis`,
    audience: 'both',
    columns: [
      left('under', ''),
      right('atPlanned', `at ${fixed(plannedEvents, 0)} events, as planned`),
      right('atReestimated', `at ${count(Math.ceil(events))}, re-estimated`),
    ],
    rows: chances.map(({ under, atPlanned, atReestimated }) => [
      cell(under),
      cell(atPlanned, percent(atPlanned)),
      cell(atReestimated, percent(atReestimated)),
    ]),
    notes: [],
  };
}

export function reestimationText({ reestimation, looks }: MonitorResult): string[] {
  if (reestimation === null) return [];
  const { zone, effect, conditionalPower, lowerLimit, target, plannedEvents, events, maxEvents, look, statistic } =
    reestimation;
  const power = `conditional power under the ${effect} effect was ${percent(conditionalPower)} at look ${look}`;
  const now = looks[looks.length - 1].look === look && !looks[looks.length - 1].final;
  const tense = now ? power.replace('was', 'is').replace(` at look ${look}`, '') : power;
  const planned = count(Math.round(plannedEvents));
  const range = `promising from ${percent(lowerLimit, 0)} to ${percent(target, 0)}`;
  const outcome =
    zone === 'promising'
      ? `the final analysis ${now ? 'takes' : 'was to take'} ${count(Math.ceil(events))} events instead of ${planned}${Math.ceil(events) >= maxEvents ? ', the most allowed' : ''}, and tests the ${statistic} statistic`
      : `the ${planned} events planned ${now ? 'stay' : 'stayed'}`;
  return [`Re-estimation: ${tense}, the ${zone} zone (${range}): ${outcome}.`];
}
