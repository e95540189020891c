/** The hypotheses of a trial with several: what each is about, how alpha passes between them, at which looks and bounds. */
import type { EndpointCounts } from '../../questions/endpointCounts.ts';
import type { RunResult } from '../../questions/run.ts';
import { describeRule } from '../../trial/analysis.ts';
import { drivingNameAmongOthers, endpointOf } from '../../trial/endpoint.ts';
import type { Gate, Hypothesis, HypothesisFamily } from '../../trial/hypothesisFamily.ts';
import { looksTested, successText } from '../familyReport.ts';
import { fixed, percent, significant } from '../numbers.ts';
import { testPhrase } from '../testWords.ts';
import { allWord, toldTogether } from '../toldTogether.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import { spendingText } from './spendingWords.ts';
import type { Subject } from './subject.ts';
import { average, computed, share } from './tracedEstimates.ts';

/** `in overall survival, high dose against standard, where stage is B`: what tells a hypothesis from the others. */
function aboutDraft({ unsized }: Subject, hypothesis: Hypothesis): Draft {
  const { name } = endpointOf(unsized, hypothesis);
  const several = unsized.endpoints.length > 1 && name !== null && name !== hypothesis.name;
  const parts = [
    ...(several ? [say`${name}`] : []),
    ...(unsized.arms.length > 2 && hypothesis.name !== unsized.arms[hypothesis.arm].name
      ? [say`${unsized.arms[hypothesis.arm].name} against ${unsized.arms[0].name}`]
      : []),
    ...(hypothesis.subgroup === null ? [] : [say`where ${hypothesis.subgroup.factor} is ${hypothesis.subgroup.level}`]),
  ];
  return parts.length === 0 ? NOTHING : say` (${joined(parts, ', ')})`;
}

/** `The trial tests 2 hypotheses for benefit: …; it succeeds if …`. */
export function hypothesesDraft(subject: Subject, family: HypothesisFamily): Draft {
  const { hypotheses } = family;
  const n = traced(String(hypotheses.length), 'trial.comparisons');
  const each = hypotheses.map((hypothesis) => say`${hypothesis.name}${aboutDraft(subject, hypothesis)}`);
  return say`The trial tests ${n} ${hypotheses.length === 1 ? 'hypothesis' : 'hypotheses'} for benefit: ${enumerated(each)}. It succeeds if ${successText(family)}.`;
}

/** Tests and spending that hypotheses have of their own. */
export function ownTests({ unsized, unit }: Subject, { hypotheses }: HypothesisFamily): Draft {
  return joined(
    hypotheses.flatMap(({ name, test, efficacy, spentBy }) => {
      const parts = [
        ...(test === undefined ? [] : [say`is decided by the ${testPhrase(test, unit)}`]),
        ...(efficacy === undefined || unsized.interims === undefined ? [] : [say`is tested ${spendingText(efficacy)}`]),
        ...(spentBy === 'calendarTime' ? [say`spends its alpha by calendar time`] : []),
      ];
      return parts.length === 0 ? [] : [say` ${name} ${enumerated(parts)}.`];
    }),
    '',
  );
}

const shareText = (weight: number): string => percent(weight, Number.isInteger(Math.round(weight * 1e6) / 1e4) ? 0 : 1);

function graphDraft({ hypotheses, procedure }: HypothesisFamily): Draft {
  if (procedure.kind !== 'graph') return NOTHING;
  const { weights, transitions } = procedure;
  const begin = hypotheses.flatMap(({ name }, h) =>
    weights[h] > 0 ? [say`${name} has ${traced(shareText(weights[h]), 'trial.comparisons: weights')}`] : [],
  );
  const passing = hypotheses.flatMap(({ name }, h) => {
    const to = hypotheses.flatMap((other, j) =>
      transitions[h][j] > 0
        ? [say`${traced(shareText(transitions[h][j]), 'trial.comparisons.transitions')} of it to ${other.name}`]
        : [],
    );
    return to.length === 0 ? [] : [say`${name} ${enumerated(to)}`];
  });
  const then =
    passing.length === 0 ? NOTHING : say` A hypothesis that is rejected hands its share on: ${joined(passing, '; ')}.`;
  return say` Of the level, ${enumerated(begin)} at first.${then}`;
}

/** How the level passes from hypothesis to hypothesis. */
export function passesOn(family: HypothesisFamily): Draft {
  const { hypotheses, procedure } = family;
  switch (procedure.kind) {
    case 'fixedSequence': {
      const order = (procedure.order ?? hypotheses.map((_, h) => h)).map((h) => hypotheses[h].name);
      const after = order.slice(1).map((name, i) => say`${name} once ${order[i]} is rejected`);
      return after.length === 0 ? NOTHING : say` ${order[0]} is tested at the whole level, ${enumerated(after)}.`;
    }
    case 'allNeeded':
      return say` Each is tested at the whole level, and only the rejection of ${allWord(hypotheses)} is a claim (co-primary; Berger 1982).`;
    case 'graph':
      return graphDraft(family);
    default:
      return NOTHING;
  }
}

function gateDraft(subject: Subject, gate: Gate): Draft {
  const { unsized, unit, family, nullFamily, run } = subject;
  const named =
    typeof gate.of === 'number' ? unsized.family?.hypotheses[gate.of].name : endpointOf(unsized, gate.of.compared).name;
  const by = typeof gate.of === 'number' ? NOTHING : say` by the ${testPhrase(gate.of.test, unit)}`;
  const what = gate.on === 'z' ? say`z` : say`the difference`;
  const least = traced(significant(gate.least), 'trial.comparisons.gate');
  const binding = gate.binding ? say`is binding` : say`is not binding`;
  const gated = family?.gated ?? null;
  if (family === null || gated === null) return NOTHING;
  const idle =
    (nullFamily?.gated ?? null) === null || nullFamily === null || nullFamily.gated === null
      ? NOTHING
      : say` and ${share(nullFamily.gated, 'power, no effect: the gate ends the trial')} without effect`;
  const ignored = family.hypotheses.flatMap(({ name, rejectedIgnoring }) =>
    rejectedIgnoring === null
      ? []
      : [say`${share(rejectedIgnoring, `${run}, rejections of ${name}, gate ignored`)} for ${name}`],
  );
  return say` The trial goes on past look ${String(gate.look + 1)} only if ${what} of ${named ?? 'the first endpoint'}${by} is at least ${least}; this gate ${binding}, and no bound is lowered for it. It ends ${share(gated, `${run}: the gate ends the trial`)} of trials under the assumed effects${idle}. With the gate ignored the power would be ${enumerated(ignored)}.`;
}

/** At which looks each hypothesis is tested, by the bound that holds once all others are rejected. */
function boundsDraft({ family }: Subject): Draft {
  if (family === null) return NOTHING;
  const looks = family.planned.hypotheses[0].firstBounds.length;
  const lookText = (k: number) => (k === looks - 1 ? 'the final analysis' : `look ${k + 1}`);
  const alone = family.hypotheses.length > 1 ? ', once all others are rejected' : '';
  const each = family.planned.hypotheses.map((hypothesis) => {
    const bounds = looksTested(hypothesis).map((k) => {
      const z = hypothesis.lastBounds[k];
      const first = Number.isFinite(hypothesis.firstBounds[k])
        ? `; ${fixed(hypothesis.firstBounds[k], 3)} while all are open`
        : '';
      return Number.isFinite(z)
        ? say`z ≥ ${computed(fixed(z, 3), `${hypothesis.name}, ${lookText(k)}, as planned: bound${alone}${first}`)} at ${lookText(k)}`
        : say`no bound at ${lookText(k)}`;
    });
    return say`${hypothesis.name} ${enumerated(bounds)}`;
  });
  return say` The bounds as planned${alone === '' ? '' : `${alone},`} are for ${joined(each, '; for ')}.`;
}

/** When looks are due, and how many events of each endpoint have then been seen. */
function dueDraft({ unsized, unit, run }: Subject, counts: EndpointCounts | null): Draft {
  const rules = [...(unsized.interims ?? []), unsized.analysis];
  const named = drivingNameAmongOthers(unsized);
  const each = rules.map((rule, k) => {
    const which = k === rules.length - 1 ? say`the final analysis` : say`look ${String(k + 1)}`;
    const due = traced(
      describeRule(rule, unit, named),
      k === rules.length - 1 ? 'trial.analysis' : `trial.sequential.looks[${k}]`,
    );
    const seen = counts?.[k];
    if (seen === undefined || seen.time.replicates === 0) return say`${which} ${due}`;
    const what = `${run}, ${k === rules.length - 1 ? 'final analysis' : `look ${k + 1}`}`;
    const events = seen.endpoints.map(({ name, kind, events: n }, e) =>
      kind === 'response'
        ? say`${average(n, `${what}, ${name}`, '', 0)} patients with ${name ?? 'a response'}`
        : say`${average(n, `${what}, events of ${name ?? 'the first endpoint'}`, '', 0)}${e === 0 ? ' events' : ''} of ${name ?? 'the first endpoint'}`,
    );
    return say`${which} ${due} (about ${unit} ${average(seen.time, `${what}, calendar time`)}, with ${enumerated(events)})`;
  });
  return say`Analyses are made: ${joined(each, '; ')}.`;
}

/** Looks of a trial with several hypotheses, and when each is due. */
export function familyLooks(subject: Subject, { power }: RunResult): Draft {
  const { unsized, planned, run, unit } = subject;
  const { family, interims = [] } = unsized;
  if (family === undefined) return NOTHING;
  const several = unsized.endpoints.length > 1;
  if (interims.length === 0 && !several) return NOTHING;
  const ends =
    interims.length === 0
      ? NOTHING
      : say` The trial ends ${family.stopsAt === 'firstRejection' ? 'at the first rejection' : 'once nothing is left to test'}, at ${unit} ${average(planned.analysisTime, `${run}, calendar time of the last analysis`)} on average.`;
  const gate = family.gate === undefined ? NOTHING : gateDraft(subject, family.gate);
  return say`${dueDraft(subject, power?.endpoints ?? null)}${interims.length === 0 ? NOTHING : boundsDraft(subject)}${ends}${gate}`;
}

/** The power of each hypothesis, and of any and all where that says more. */
export function powersDraft({ family, run, unsized }: Subject): Draft {
  if (family === null || unsized.family === undefined) return NOTHING;
  const { any, all } = family;
  const told = toldTogether(unsized.family);
  return enumerated([
    ...family.hypotheses.map(
      ({ name, rejected }) => say`${share(rejected, `${run}, rejections of ${name}`)} for ${name}`,
    ),
    ...(told.any ? [say`${share(any, `${run}, any hypothesis rejected`)} for at least one`] : []),
    ...(told.all ? [say`${share(all, `${run}, all hypotheses rejected`)} for ${allWord(family.hypotheses)}`] : []),
  ]);
}
