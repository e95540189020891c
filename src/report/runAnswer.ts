/** What a whole run answers, before its parts: what a trial needs, what the plan has, what the study could show. */
import type { PowerResult } from '../questions/power.ts';
import type { ReplayResult } from '../questions/replay.ts';
import type { RunResult } from '../questions/run.ts';
import type { SizeResult } from '../questions/size.ts';
import type { Reported, Scenario } from '../scenario/scenario.ts';
import type { Design } from '../trial/family.ts';
import { successText } from './familyReport.ts';
import { neededTable, targetText } from './neededTable.ts';
import { count, percent, proportionText, significant, units } from './numbers.ts';
import type { Section } from './table.ts';
import { alphaText, capital, testPhrase } from './testWords.ts';

/** Targets that no number of patients reaches, each with the reason. */
function unreachable({ targets }: SizeResult): string[] {
  return targets.flatMap(({ simulated: s }) =>
    s.kind === 'unreachable'
      ? [
          `Power of ${targetText(s.targetPower)} is out of reach: ${s.reason}. What would make it reachable: ${s.remedy}.`,
        ]
      : [],
  );
}

function plannedPower({ patients, alternative, null: none }: PowerResult): string {
  return `With the ${units(count(patients), 'patient')} planned the power is ${proportionText(alternative.power)}; with no effect it rejects in ${percent(none.power.estimate, 2)}.`;
}

/** What the published study could show, in a sentence. */
function replayed({ truths, patientsExperimental, patientsControl }: ReplayResult): string {
  const chances = truths.flatMap(({ truth, hazardRatio, characteristics }) =>
    truth === 'no difference'
      ? []
      : [
          `${percent(characteristics.power.estimate)} if its ${truth.replace('reported ', '')} (HR ${significant(hazardRatio)}) were the truth`,
        ],
  );
  const study = `The published study (${count(patientsExperimental)} v ${count(patientsControl)} patients)`;
  return chances.length === 0 ? '' : `${study} had power ${chances.join(', ')}.`;
}

/** Null where nothing but the check was answered. */
export function runAnswer(
  { replay, power, size }: RunResult,
  { reported, timeUnit: unit }: Pick<Scenario, 'timeUnit'> & { readonly reported: Reported | null },
  design: Design | null,
): Section | null {
  if (replay === null && power === null && size === null) return null;
  const family = design?.family ? ` Power: that ${successText(design.family)}.` : '';
  return {
    title: 'The answer',
    answer: [
      ...(size && design
        ? [`${capital(testPhrase(design.test, unit))} at ${alphaText(design.test)}; N found by simulation.${family}`]
        : []),
    ],
    provisos: [
      ...(size ? unreachable(size) : []),
      ...(power ? [plannedPower(power)] : []),
      ...(replay && reported ? [replayed(replay)] : []),
    ].filter((text) => text !== ''),
    prose: [],
    tables: size ? [neededTable(size.targets, unit)] : [],
  };
}
