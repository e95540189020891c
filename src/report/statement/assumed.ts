/** What a trial takes for granted: survival, effect, entry, dropout, scans, each with where it comes from. */

import type { PlannedEffect } from '../../questions/check.ts';
import { centreCount } from '../../trial/centres.ts';
import { meanLag } from '../../trial/lag.ts';
import { armsOf } from '../../trial/trial.ts';
import { count, percent, significant, units } from '../numbers.ts';
import type { Traced } from '../prose.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import type { Subject } from './subject.ts';

/** A time in the scenario's unit. */
export function timeText(time: number, unit: string, trace: string): Traced {
  return traced(units(significant(time, 3), unit), trace);
}

/** What the scenario says of the source of a value at one of these paths; the first that is there. */
function given({ scenario }: Subject, ...paths: readonly (string | RegExp)[]) {
  for (const path of paths) {
    const found = scenario.provenance.find((each) =>
      typeof path === 'string' ? each.path === path : path.test(each.path),
    );
    if (found !== undefined) return found;
  }
  return null;
}

type Given = ReturnType<typeof given>;

const traceOf = (found: Given, otherwise: string): string =>
  found === null
    ? otherwise
    : `${found.path} = ${found.value} (${found.source}${found.note === null ? '' : `: ${found.note}`})`;

/** ` (reported)`. */
const sourceOf = (found: Given): Draft => (found === null ? NOTHING : say` (${found.source})`);

export const hasCentres = ({ design }: Subject): boolean => design.centres !== undefined;

function effectDraft({ hazardRatio, steps, byLevel }: PlannedEffect, subject: Subject, where: Given): Draft {
  const { unit, closedForms, planned, design } = subject;
  const from = traceOf(where, 'hazard ratio of the planned laws, experimental ÷ control');
  const ratio = (value: number) => traced(significant(value, 3), from);
  if (byLevel.length > 0)
    return say`hazard ratio ${enumerated(byLevel.map(({ factor, level, hazardRatio: each }) => say`${ratio(each)} where ${factor} is ${level}`))}`;
  if (hazardRatio !== null) return say`hazard ratio ${ratio(hazardRatio)}`;
  const changes = steps.filter(
    ({ hazardRatio: each }, i) => i === 0 || Math.abs(each / steps[i - 1].hazardRatio - 1) > 1e-9,
  );
  if (
    changes.length <= 4 &&
    design.experimental.start === undefined &&
    armsOf(design).every(({ law }) => law.clock.kind === 'piecewise')
  )
    return say`hazard ratio ${joined(
      changes.map(({ from: start, hazardRatio: each }, i) =>
        i === 0
          ? say`${ratio(each)}`
          : say`${ratio(each)} from ${unit} ${traced(significant(start, 3), `${from}; the change`)} on`,
      ),
      ', ',
    )}`;
  if (closedForms !== null)
    return say`a hazard ratio that changes over time, ${traced(significant(closedForms.hazardRatio, 3), 'hazard ratio, averaged over the expected events by numerical integration')} on average`;
  return planned.hazardRatio === null
    ? say`a hazard ratio that changes over time`
    : say`a hazard ratio that changes over time, observed at ${traced(significant(planned.hazardRatio.geometricMean, 3), `${subject.run}, observed hazard ratio${planned.hazardRatio.stratifiedBy.length > 0 ? ` (stratified Cox)` : ''}: geometric mean, SE of its log ${planned.hazardRatio.logHazardRatio.standardError.toFixed(4)}, ${count(planned.hazardRatio.logHazardRatio.replicates)} replicates`)} on average`;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function effectSource(subject: Subject, arm: string): Given {
  const within = `^trial\\.arms\\[${escaped(arm)}\\]\\.survival\\.`;
  return given(
    subject,
    new RegExp(`${within}(hazardRatio|steps|synchronous)`),
    new RegExp(`${within}median`),
    new RegExp(within),
  );
}

/** The effect of the first experimental arm: `hazard ratio 1.5`, `hazard ratio 1, 0.7 from month 2 on`. */
export function effectOf(subject: Subject): Draft {
  const [effect] = subject.summary.effects;
  return effectDraft(effect, subject, effectSource(subject, effect.arm));
}

function survivalDraft(subject: Subject): Draft {
  const { summary, unit } = subject;
  const [control] = summary.arms;
  const where = given(subject, new RegExp(`^trial\\.arms\\[${escaped(control.name)}\\]\\.survival\\.`));
  const model =
    control.model === 'exponential'
      ? say`exponential`
      : say`${control.model.replace(/^Weibull.*/, 'Weibull').replace(/^cure.*/, 'cure-model')}`;
  const half = Number.isFinite(control.median)
    ? say`a median of ${timeText(control.median, unit, traceOf(where, `median of ${control.name}, from its law`))} with ${control.name}${sourceOf(where)}`
    : say`no median with ${control.name}, as more than half never have an event`;
  const effects = summary.effects.map((effect) => {
    const source = effectSource(subject, effect.arm);
    return say`${effectDraft(effect, subject, source)} for ${effect.arm} against it${sourceOf(source)}`;
  });
  return say`Assumed are ${model} times to the event with ${half}, and ${enumerated(effects)}; hazard ratios below 1 favour the experimental arm.`;
}

function startsDraft({ design, unit }: Subject): Draft {
  return joined(
    armsOf(design).flatMap(({ name, start }) => {
      if (start === undefined) return [];
      const mean = meanLag(start.lag);
      const when = traced(
        units(significant(Math.abs(mean), 3), unit),
        `trial.arms[${name}].treatmentStart: mean lag ${significant(mean)} ${unit}s (${start.lag.kind})`,
      );
      const spread = start.lag.kind === 'fixed' ? NOTHING : say` on average`;
      return [
        mean === 0
          ? say`${name} starts the immune checkpoint inhibitor at randomisation.`
          : mean < 0
            ? say`${name} starts the immune checkpoint inhibitor ${when} before TACE${spread}.`
            : say`${name} starts the immune checkpoint inhibitor ${when} after randomisation${spread}.`,
      ];
    }),
    ' ',
  );
}

/** `20 centres`. */
export function centresDraft(n: number, trace: string): Draft {
  const number = traced(count(n), trace);
  return n === 1 ? say`${number} centre` : say`${number} centres`;
}

function enrolmentDraft(subject: Subject): Draft {
  const { design, unit, accrualDuration, found } = subject;
  const { accrual, centres } = design;
  const rated = given(subject, /^trial\.accrual\./, /^trial\.centres\./);
  const over =
    accrualDuration === null || !Number.isFinite(accrualDuration)
      ? NOTHING
      : say` over ${timeText(accrualDuration, unit, `${traceOf(rated, 'trial.accrual')}${found === null ? '' : '; for the N found'}`)}`;
  const where = centres
    ? say` in ${centresDraft(
        centreCount(centres),
        traceOf(given(subject, /^trial\.centres\.(count|regions)/, /^trial\.centres/), 'trial.centres'),
      )}`
    : NOTHING;
  if (centres?.recruit)
    return say`Patients are expected to enter${over}${where} that recruit at random, as a Poisson–gamma process (Anisimov & Fedorov 2007)${sourceOf(rated)}.`;
  const changes = accrual.rates.filter((rate, i) => i === 0 || rate !== accrual.rates[i - 1]).length > 1;
  return say`Patients enter${over}${where} at ${changes ? 'rates that change over time' : 'a constant rate'}${sourceOf(rated)}.`;
}

function randomisationDraft({ design, summary }: Subject): Draft {
  const rule = design.randomisation;
  const ratio = traced(summary.allocation, 'trial.allocation, experimental:control');
  const factors = (names: readonly string[]) =>
    enumerated(names.map((name) => (name === 'centre' ? say`centre` : say`${name}`)));
  switch (rule?.kind) {
    case undefined:
      return say`They are allocated ${ratio}.`;
    case 'complete':
      return say`They are randomised ${ratio}, each independently.`;
    case 'permutedBlocks':
      return say`They are randomised ${ratio} in permuted blocks${rule.stratifiedBy.length > 0 ? say` within ${factors(rule.stratifiedBy)}` : NOTHING}.`;
    case 'minimisation':
      return say`They are allocated ${ratio} by minimisation over ${factors(rule.factors)} (Pocock & Simon 1975).`;
  }
}

function dropoutDraft(subject: Subject): Draft {
  const where = given(subject, /^trial\.dropout/, /^trial\.arms\[.*\]\.dropout/);
  const shares = subject.summary.arms.map(({ name, dropoutByOneYear }) => ({ name, lost: dropoutByOneYear }));
  const text = ({ name, lost }: (typeof shares)[number]) =>
    traced(percent(lost, 1), `${traceOf(where, 'trial.dropout')}; within a year, of ${name}`);
  if (shares.every(({ lost }) => lost === 0)) return say`There is no dropout${sourceOf(where)}.`;
  if (shares.every(({ lost }) => Math.abs(lost - shares[0].lost) < 1e-9))
    return say`Dropout is independent of the event, ${text(shares[0])} within a year${sourceOf(where)}.`;
  return say`Dropout is independent of the event, within a year ${enumerated(shares.map((each) => say`${text(each)} of ${each.name}`))}${sourceOf(where)}.`;
}

function scansDraft(subject: Subject): Draft {
  const { design, unit } = subject;
  if (design.scans === undefined) return NOTHING;
  const { schedules, deaths } = design.scans;
  const where = given(subject, /^trial\.scans\.every/, /^trial\.scans/);
  const alike = schedules.every((each) => JSON.stringify(each) === JSON.stringify(schedules[0]));
  const [{ intervals, missed }] = schedules;
  const every = traced(units(significant(intervals[0], 3), unit), traceOf(where, 'trial.scans'));
  const later = intervals.length > 1 ? say` at first` : NOTHING;
  const dying = deaths === null ? NOTHING : say`, deaths at once`;
  const lost =
    alike && missed > 0 ? say`, ${traced(percent(missed, 0), 'trial.scans.missed')} of scans being missed` : NOTHING;
  return alike
    ? say`Progression is seen at scans only, every ${every}${later}${sourceOf(where)}${lost}${dying}.`
    : say`Progression is seen at scans only, by schedules that differ between arms${sourceOf(where)}${dying}.`;
}

function populationDraft({ design }: Subject): Draft {
  const names = [...(design.population?.factors ?? []), ...(design.population?.covariates ?? [])].map(
    ({ name }) => say`${name}`,
  );
  const frail = design.centres && (design.centres.frailty !== null || design.centres.effectSd > 0);
  if (names.length === 0 && !frail) return NOTHING;
  return say`Patients differ in their hazards by ${enumerated([...names, ...(frail ? [say`centre`] : [])])}.`;
}

export function assumptions(subject: Subject): Draft {
  return joined(
    [survivalDraft, startsDraft, populationDraft, enrolmentDraft, randomisationDraft, dropoutDraft, scansDraft].map(
      (part) => part(subject),
    ),
    ' ',
  );
}
