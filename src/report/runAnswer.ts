/**
 * What a whole run answers, before its parts: the size that a trial needs, the power that the plan has, what the study
 * could show.
 */

import type { PowerResult } from '../questions/power.ts';
import type { ReplayResult } from '../questions/replay.ts';
import type { RunResult } from '../questions/run.ts';
import type { SizeResult } from '../questions/size.ts';
import type { WhatIf } from '../questions/whatIf.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import type { Proportion } from '../tally/estimates.ts';
import { ratioToNull, scaleOf } from '../trial/hypothesisScale.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { assuranceAnswer } from './assuranceReport.ts';
import { ignoringFutility, stopsOf } from './bothPowers.ts';
import { successText } from './familyReport.ts';
import { nullWords } from './hypothesisWords.ts';
import { longEnrolment } from './longEnrolment.ts';
import { neededTable, targetText } from './neededTable.ts';
import { count, percent, shareText, significant, units } from './numbers.ts';
import type { Section, Table } from './table.ts';
import { alphaText, capital, decidingPhrase, listed } from './testWords.ts';

/** `HR 1.5 (as planned)`, or `as planned` where no single ratio describes it. */
function asPlanned({ hazardRatio }: SizeResult): string {
  return hazardRatio === null ? 'as planned' : `HR ${significant(hazardRatio)} (as planned)`;
}

/** The table of what the plan and its variations need. */
export function needed(size: SizeResult, whatIf: readonly WhatIf[], trial: UnsizedTrial, unit: string): Table {
  const { test } = trial;
  const what = `a ${decidingPhrase(trial, unit)} at ${alphaText(test).replace(/ \(.*/, '')}`;
  const alone = whatIf.length === 0 && size.hazardRatio !== null;
  return neededTable(
    what,
    alone ? `HR ${significant(size.hazardRatio ?? 1)}` : asPlanned(size),
    size.targets,
    whatIf,
    unit,
  );
}

/** Which direction a hazard ratio has, where the table names trials by their hazard ratios. */
export function whichWay({ hazardRatio }: SizeResult, trial: UnsizedTrial): string[] {
  const {
    test,
    arms: [, experimental],
  } = trial;
  if (hazardRatio === null) return [];
  const shown = test.sides === 2 ? '; power is then that of showing it' : '';
  const side = scaleOf(trial).benefit === 'below' ? 'above' : 'below';
  return [`HR ${side} 1: ${experimental.name} does worse${shown}.`];
}

/** Whether a hazard ratio lies on the side of harm from 1, whatever the margin. */
export function isHarm(hazardRatio: number | null, trial: UnsizedTrial): boolean {
  return hazardRatio !== null && ratioToNull(hazardRatio, { ...scaleOf(trial), nullRatio: 1 }) > 1;
}

/** Why no N reaches a target. */
export function unreachable(size: SizeResult, whatIf: readonly WhatIf[]): string[] {
  const of = (targets: SizeResult['targets'], name: string) =>
    targets.flatMap(({ simulated: s }) =>
      s.kind === 'unreachable'
        ? [
            `${name}${name === '' ? 'Power' : 'power'} of ${targetText(s.targetPower)} is out of reach: ${s.reason}. What would make it reachable: ${s.remedy}.`,
          ]
        : [],
    );
  return [...of(size.targets, ''), ...whatIf.flatMap(({ name, size: own }) => of(own?.targets ?? [], `${name}: `))];
}

/** `; if HR 1.206 (as the paper reports) 30.6 %` of each variation that plans N. */
function powersIf(whatIf: readonly WhatIf[], patients: number): string {
  const powers = whatIf.flatMap(({ name, planned }) => {
    if (planned === null) return [];
    const others = planned.patients === patients ? '' : ` (with ${units(count(planned.patients), 'patient')})`;
    return [`if ${name} ${percent(planned.power.estimate)}${others}`];
  });
  return powers.length === 0 ? '' : `; ${powers.join(', ')}`;
}

/** `80.1 % (SE 0.3)`. */
const withError = (p: Proportion): string => shareText(p).replace(' (', ' % (SE ');

function plannedPower(
  { patients, alternative, null: none, family }: PowerResult,
  whatIf: readonly WhatIf[],
  trial: UnsizedTrial | null,
): string {
  const words = trial && nullWords(trial);
  const idle = words === null || words.heading === 'no effect' ? 'With no effect' : capital(words.heading);
  const ignored = ignoringFutility(alternative, family);
  const { acted, them } = stopsOf(family);
  const both = ignored === null ? '' : ` with ${acted} acted on, ${withError(ignored)} with ${them} ignored`;
  const hypotheses = family?.hypotheses ?? [];
  const each =
    hypotheses.length < 2
      ? ''
      : `, of ${listed(hypotheses.map(({ name, rejected }) => `${name} ${withError(rejected)}`))}`;
  return `With the ${units(count(patients), 'patient')} planned: power ${withError(alternative.power)}${both}${each}${powersIf(whatIf, patients)}. ${idle} it rejects in ${withError(none.power)}.`;
}

/** What the published study could show, in a sentence; nothing where it could only be replayed under no difference. */
function replayed({ truths, patientsExperimental, patientsControl }: ReplayResult): string[] {
  const chances = truths.flatMap(({ truth, hazardRatio, characteristics }) => {
    if (truth === 'no difference' || truth === 'unlike patients') return [];
    const power = percent(characteristics.power.estimate);
    if (hazardRatio === null) return [`${power} under its survival curves`];
    return [`${power} if HR ${significant(hazardRatio)} (its ${truth.replace('reported ', '')})`];
  });
  if (chances.length === 0) return [];
  return [
    `The published study (${count(patientsExperimental)} v ${count(patientsControl)} patients) had power ${listed(chances)}.`,
  ];
}

/** A run in which nothing has been answered yet. */
export const EMPTY_RUN: RunResult = {
  check: { publication: null, trial: null },
  replay: null,
  power: null,
  size: null,
  curve: null,
  sensitivity: null,
};

/**
 * The sections of the answer; null where nothing but the check was answered. `exact` are the answers about what is
 * planned exactly.
 */
export function runAnswer(
  result: RunResult,
  trial: UnsizedTrial | null,
  unit: TimeUnit,
  exact: readonly string[] = [],
): Section | null {
  const { check, replay, power, size, assurance = null, whatIf = [] } = result;
  if (replay === null && power === null && size === null && assurance === null && exact.length === 0) return null;
  return {
    title: 'The answer',
    provisos: [
      ...(size && trial ? whichWay(size, trial) : []),
      ...(size ? unreachable(size, whatIf) : []),
      ...(size && trial && check.trial ? longEnrolment(check.trial, trial, size, whatIf, unit) : []),
      ...(size && trial?.family ? [`Power is that ${successText(trial.family)}.`] : []),
      ...(power ? [plannedPower(power, whatIf, trial)] : []),
      ...(assurance && trial ? [assuranceAnswer(assurance, trial, unit)] : []),
      ...exact,
      ...(replay ? replayed(replay) : []),
    ],
    prose: [],
    tables: size && trial ? [needed(size, whatIf, trial, unit)] : [],
  };
}
