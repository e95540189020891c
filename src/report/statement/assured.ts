/** The chance of success in words to paste: power averaged over what is believed, beside the power as planned. */
import type { AssuranceResult } from '../../questions/assurance.ts';
import type { BelievedValue } from '../../questions/believedValue.ts';
import { sizesOf } from '../../trial/trial.ts';
import { basisText, believedName, believedText, hasCeiling, points } from '../assuranceWords.ts';
import type { ExactWords } from '../exact/exactPresenter.ts';
import { successText } from '../familyReport.ts';
import { count, fixed, percent, significant } from '../numbers.ts';
import type { ScenarioRead } from '../record.ts';
import type { Made } from './beside.ts';
import { alphaDraft, type OutcomeSubject, outcome, testDraft } from './claim.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import type { Subject } from './subject.ts';
import { computed, counted, share, shareWithError } from './tracedEstimates.ts';

/** The trial with its answer. */
interface Asked extends OutcomeSubject, Pick<Subject, 'unit'> {
  readonly result: AssuranceResult;
}

const RUN = 'assurance, truths drawn from the priors';

function aimDraft(asked: Asked): Draft {
  const { family } = asked.unsized;
  return family
    ? say`of success, which is that ${successText(family)}`
    : say`to show that ${outcome(asked, 'benefit')}`;
}

function patientsDraft({ result }: Asked): Draft {
  return say`${counted(result.patients, 'patient', `trial.patients = ${result.patients}`)}`;
}

function ceilingDraft({ result }: Asked): Draft {
  const { ceiling, priors } = result;
  if (ceiling === null || !hasCeiling(result)) return NOTHING;
  const most = computed(percent(ceiling.benefit), 'assurance: the share of the prior in which there is a benefit');
  return say` No number of patients can bring that chance above ${most}, which is how sure ${priors.length === 1 ? 'the prior is' : 'the priors are'} of a benefit.`;
}

/** `with hazard ratio 0.70 as planned`. */
function asPlanned({ result, unit }: Asked): Draft {
  const [only, ...others] = result.priors;
  if (others.length > 0) return say`were the planned values true`;
  return say`with ${only.meaning.words} ${traced(believedText(only, only.value, unit), `${only.path} = ${significant(only.value)}`)} as planned`;
}

/** The chance in a sentence, and beside it the power as planned. */
function chanceDraft(asked: Asked): Draft {
  const { result } = asked;
  const { benefit, harm } = result.point;
  const against = harm.estimate > benefit.estimate;
  const power = share(against ? harm : benefit, 'assurance, planned values: power');
  const claimed = against ? ' to show harm' : '';
  return say`${basisText(result)}, a trial of ${patientsDraft(asked)} has a chance of ${share(result.benefit, `${RUN}: chance`)} ${aimDraft(asked)}; ${asPlanned(asked)} its power${claimed} would be ${power}.`;
}

/** `for the hazard ratio a normal distribution on the log scale about 1.206, 95 % from 0.599 to 2.428 (reported)`. */
function priorDraft(prior: BelievedValue, unit: Asked['unit']): Draft {
  const { kind, scale, percentiles, centre, source, note, shrunken } = prior;
  const form =
    kind === 'draws' ? 'draws' : kind === 'mixture' ? 'a mixture of normal distributions' : 'a normal distribution';
  const where = scale === null || scale === 'linear' ? '' : ` on the ${scale} scale`;
  const of = (value: number, what: string) =>
    traced(
      believedText(prior, value, unit, what === 'centre' ? 4 : 3),
      `${prior.path}.prior: ${what} ${significant(value, 5)}`,
    );
  const [low, , , , high] = percentiles;
  const shrink = shrunken ? say`, shrunk for the winner’s curse (van Zwet, Schwab & Senn 2021)` : NOTHING;
  const why = note === null || [...note].length > 140 ? NOTHING : say`: ${note.replace(/\.+$/, '')}`;
  return say`for the ${believedName(prior)} ${form}${where} about ${of(centre, 'centre')}, 95 % from ${of(low, '2.5th percentile')} to ${of(high, '97.5th percentile')}${shrink} (${source}${why})`;
}

/** What a published hazard ratio would be after shrinkage, where it was taken as it stands. */
function shrinkageDraft({ result }: Asked): Draft {
  return joined(
    result.priors.flatMap(({ printed, afterShrinkage, shrunken, path }) =>
      printed === null || afterShrinkage === null || shrunken
        ? []
        : [
            say`The published hazard ratio of ${traced(significant(printed.estimate), `${path}.prior`)} is ${computed(fixed(afterShrinkage, 2), `from ${significant(printed.estimate)}, ${significant(printed.low)} to ${significant(printed.high)}: posterior mean of the log hazard ratio`)} after shrinkage for the winner’s curse (van Zwet, Schwab & Senn 2021).`,
          ],
    ),
    ' ',
  );
}

/** How far power ranges over what is believed. */
function rangeDraft({ result }: Asked): Draft {
  const { percentiles, shares } = result.powers;
  const of = (p: number, what: string) => computed(percent(p), `${RUN}: power, ${what}`);
  return say`Over what is believed power ranges from ${of(percentiles[0], '5th percentile')} to ${of(percentiles[4], '95th percentile')} (5th to 95th percentile), and is below 10 % with probability ${of(shares[0], 'share below 10 %')}.`;
}

function formulasDraft({ result }: Asked): Draft {
  const { formula, closed } = result;
  const rows = [
    ...(formula === null
      ? []
      : [
          say`${computed(percent(formula.benefit), `assurance by large samples: ${percent(formula.benefit, 2)}, mean over the truths`)} (large samples, averaged over the same truths)`,
        ]),
    ...(closed === null
      ? []
      : [
          say`${computed(percent(closed.claims.benefit), `assurance by closed formula: ${percent(closed.claims.benefit, 2)}, one analysis at ${fixed(closed.events, 1)} events`)} (closed formula, Spiegelhalter, Freedman & Blackburn 1986)`,
        ]),
  ];
  return rows.length === 0 ? NOTHING : say`By formula the chance is ${enumerated(rows)}.`;
}

function methodDraft({ result, scenario }: Asked, made: Made | null): Draft {
  const { benefit, truths, priors } = result;
  const n = traced(count(truths), 'assurance: truths');
  const places = priors.length === 1 ? say`${n} evenly spaced quantiles of the prior` : say`${n} draws of the priors`;
  const program = made === null ? NOTHING : say` ${traced(made.trialwright, 'manifest: version of the program')}`;
  return say`The chance is the simulated power averaged over ${places}, ${traced(count(benefit.replicates), `${RUN}: replicates`)} trials together (trialwright${program}, seed “${made?.seed ?? scenario.seed}”); its error is that of the simulation and says nothing of the priors.`;
}

/** Which chance it is that the protocol has: the test, N and the planned bounds. */
function protocolDraft(asked: Asked): Draft {
  const { result, unsized } = asked;
  const chance = shareWithError(result.benefit, `${RUN}: chance`);
  const sizes = sizesOf({ ...unsized, patients: result.patients });
  const arms = unsized.arms.map(
    ({ name }, a) =>
      say`${computed(String(sizes[a]), `patients of ${name}: allocation of ${result.patients}`)} ${name}`,
  );
  return say`${basisText(result)}, the ${testDraft(asked)} at ${alphaDraft(asked)} with ${patientsDraft(asked)} (${joined([...arms.slice(1), arms[0]], ', ')}) has a chance of ${chance} ${aimDraft(asked)}, power being averaged over what is believed: ${enumerated(result.priors.map((prior) => priorDraft(prior, asked.unit)))}.`;
}

/** What more patients would add. */
function nextDraft({ result }: Asked): Draft {
  if (result.curve === null) return NOTHING;
  const { patients, first } = result.curve.next;
  return say` The next ${count(patients)} patients would add ${computed(points(first), `assurance against N: ${significant(first, 3)} between ${result.patients} and ${result.patients + patients} patients`)} percentage points.`;
}

/** The words about the chance of success; null where it was not asked for. */
export function assuranceWords(
  result: AssuranceResult | null,
  scenario: ScenarioRead,
  made: Made | null,
): ExactWords | null {
  const { trial, timeUnit: unit } = scenario;
  if (result === null || trial === null) return null;
  const asked: Asked = { result, scenario, unsized: trial.unsized, unit };
  return {
    headline: chanceDraft(asked),
    protocol: [
      joined(
        [
          say`${protocolDraft(asked)}${ceilingDraft(asked)}`,
          shrinkageDraft(asked),
          rangeDraft(asked),
          formulasDraft(asked),
          methodDraft(asked, made),
        ],
        ' ',
      ),
    ],
    grant: [say`${chanceDraft(asked)}${ceilingDraft(asked)}${nextDraft(asked)}`],
  };
}
