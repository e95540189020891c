/** The watch over survival in words and tables. */
import type { DetrimentLook, DetrimentResult, DetrimentWorld, SurvivalTruth } from '../questions/detrimentResult.ts';
import { endpointOf } from '../trial/endpoint.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { count, fixed, percent, proportionText, shareText, significant, units } from './numbers.ts';
import { cell, fileOnly, left, right, type Section, type Table } from './table.ts';

/** `harmed (hazard ratio 1.3)`, as in: if survival is … */
export function truthText(truth: SurvivalTruth, { harmful }: Pick<DetrimentResult, 'harmful'>): string {
  if (truth === 'harmful') return `harmed (hazard ratio ${significant(harmful)})`;
  return truth === 'neutral' ? 'the same in both arms' : 'as planned';
}

/** The name of the endpoint whose hazard ratio is watched. */
export function watchedName(trial: Pick<UnsizedTrial, 'endpoints' | 'detriment'>): string {
  return (trial.detriment && endpointOf(trial, trial.detriment).name) ?? 'survival';
}

/** `2`, `final`. */
function lookName(look: number, { interims = [] }: UnsizedTrial): string {
  return look === interims.length ? 'final' : String(look + 1);
}

/** Replicates in which any look saw a detriment. */
export const seenIn = ({ neverAbove }: DetrimentWorld): number => 1 - neverAbove.estimate;

function chancesProse(result: DetrimentResult): string[] {
  return result.worlds.map((world) => {
    const { truth, hazardRatio } = world;
    const average = truth === 'planned' ? ` (average hazard ratio ${fixed(hazardRatio, 3)} by the last look)` : '';
    return `If survival is ${truthText(truth, result)}${average}, some look sees a detriment in ${percent(seenIn(world), 1)} of trials.`;
  });
}

/** Power with a detriment acted on, and ignored. */
function powersProse(result: DetrimentResult, worlds: readonly DetrimentWorld[]): string[] {
  return worlds.map(
    ({ truth, powerActing, powerIgnoring }) =>
      `Claims of benefit if survival is ${truthText(truth, result)}: ${proportionText(powerActing)} where none is made once a detriment was seen, and ${proportionText(powerIgnoring)} where it is ignored.`,
  );
}

function thresholdsTable(result: DetrimentResult, trial: UnsizedTrial): Table {
  const chance = ({ each }: DetrimentLook['harmful']) => cell(each, percent(each, 1));
  return {
    name: 'detriment-thresholds',
    title: 'Thresholds at the deaths expected, and chances to see a detriment if one hazard ratio is true throughout',
    audience: 'both',
    columns: [
      left('look', 'look'),
      fileOnly('time'),
      right('deaths', 'deaths'),
      right('threshold', 'threshold'),
      right('harmful', `HR ${significant(result.harmful)}`),
      fileOnly('harmfulByLook'),
      right('neutral', 'HR 1'),
      fileOnly('neutralByLook'),
      right('planned', `HR ${significant(result.planned)}`),
      fileOnly('plannedByLook'),
      right('posteriorNeutral', 'P(HR ≥ 1)'),
      right('posteriorHarmful', `P(HR ≥ ${significant(result.harmful)})`),
    ],
    rows: result.looks.map((look) => [
      cell(look.look + 1, lookName(look.look, trial)),
      cell(look.time),
      cell(look.deaths, fixed(look.deaths, 0)),
      cell(look.threshold, fixed(look.threshold, 3)),
      chance(look.harmful),
      cell(look.harmful.byLook),
      chance(look.neutral),
      cell(look.neutral.byLook),
      chance(look.planned),
      cell(look.planned.byLook),
      cell(look.posterior.neutral, fixed(look.posterior.neutral, 3)),
      cell(look.posterior.harmful, fixed(look.posterior.harmful, 3)),
    ]),
    notes: [
      `A look whose observed hazard ratio is below the threshold passes. Chances: of the look by itself, by the normal distribution of the log hazard ratio. P(HR ≥ …): chance that the true hazard ratio is as large, where that observed is the threshold${trial.detriment?.prior.sd === Number.POSITIVE_INFINITY ? ' and nothing was known of it before' : ' and before it had the prior given'}.`,
    ],
  };
}

function worldsTable(result: DetrimentResult, trial: UnsizedTrial): Table {
  return {
    name: 'detriment-simulated',
    title: 'What simulated looks see, thresholds at the deaths observed',
    audience: 'both',
    columns: [
      left('truth', 'survival'),
      left('look', 'look'),
      right('deaths', 'deaths'),
      right('threshold', 'threshold'),
      right('above', 'seen, %'),
      fileOnly('aboveStandardError'),
      right('firstAbove', 'first, %'),
      fileOnly('firstAboveStandardError'),
      fileOnly('p5'),
      right('p50', 'HR, 5–95 %'),
      fileOnly('p95'),
      fileOnly('taken'),
    ],
    rows: result.worlds.flatMap(({ truth, looks }) =>
      looks.map(({ look, deaths, threshold, above, firstAbove, p5, p50, p95, taken }, k) => [
        cell(truth, k === 0 ? truth : ''),
        cell(look + 1, lookName(look, trial)),
        cell(deaths.mean, fixed(deaths.mean, 0)),
        cell(threshold, fixed(threshold, 3)),
        cell(above.estimate, shareText(above, 1)),
        cell(above.standardError),
        cell(firstAbove.estimate, shareText(firstAbove, 1)),
        cell(firstAbove.standardError),
        cell(p5),
        cell(p50, `${fixed(p50, 2)}, ${fixed(p5, 2)}–${fixed(p95, 2)}`),
        cell(p95),
        cell(taken.estimate),
      ]),
    ),
    notes: [
      `HR: hazard ratio of death by Cox’s model in the strata of the deciding test, median and percentiles. Seen: a detriment. First: no look before saw a detriment. Truths keep first events as planned and multiply the hazard of death after progression. In brackets: Monte Carlo standard error, from ${units(count(result.replicates), 'replicate')} of each.`,
    ],
  };
}

export function detrimentSection(result: DetrimentResult, trial: UnsizedTrial): Section {
  const name = watchedName(trial);
  const { looks, binding, impossible } = result;
  const answered = binding ? result.worlds.filter(({ truth }) => truth === 'planned') : [];
  return {
    title: `Looks for a detriment in ${name}`,
    // What a binding rule leaves of the power is part of the answer.
    answer: [...powersProse(result, answered), ...chancesProse(result)],
    prose: [
      `At ${units(looks.length, 'look')} the observed hazard ratio of ${name} is held against a threshold; below it the look has seen no detriment. ${
        binding
          ? 'The rule is binding: once a detriment was seen nothing is claimed.'
          : 'The rule is not binding: a detriment is a recommendation.'
      }`,
      ...powersProse(
        result,
        result.worlds.filter((world) => !answered.includes(world)),
      ),
      ...impossible.map(
        (truth) =>
          `No hazard of death after progression makes survival ${truthText(truth, result)} while first events are as planned: that case is left out.`,
      ),
    ],
    tables: [thresholdsTable(result, trial), worldsTable(result, trial)],
  };
}
