/** Several publications about one effect: from the file, and the study files that it names, to log hazard ratios. */
import type * as z from 'zod';
import { log } from '../elementary/log.ts';
import { errorOfP } from '../evidence/errorOfP.ts';
import { type Evidence, type EvidenceEffect, lagProblem } from '../evidence/evidence.ts';
import { spreadOfInterval } from '../evidence/prior.ts';
import { type Context, figure } from './context.ts';
import { inUnit, type TimeUnit } from './duration.ts';
import type { evidenceSchema, STUDY_DESIGNS } from './evidenceSchema.ts';
import type { Path } from './problems.ts';
import type { Plain, Provenance } from './provenance.ts';
import { pValueOf, type Reported, words } from './reported.ts';
import { type ReportedEstimate, resolvedIfGiven } from './reportedEstimate.ts';
import type { ReportedFile } from './schema.ts';

/** A publication with its effect. */
export interface EvidenceStudy extends EvidenceEffect {
  readonly hazardRatio: ReportedEstimate;
  /** What the standard error follows from. */
  readonly precision: 'interval' | 'P value';
  readonly endpoint: string;
  readonly design: (typeof STUDY_DESIGNS)[number] | null;
  /** Where the hazard ratio comes from; null where the file does not say. */
  readonly source: Provenance['source'] | null;
  readonly note: string | null;
  readonly citation: string | null;
}

export type PlannedEvidence = Evidence<EvidenceStudy>;

export type EvidenceFile = Plain<z.infer<typeof evidenceSchema>>;

/** A study file that was read and is sound by itself. */
export interface ShelvedStudy {
  readonly spec: ReportedFile;
  readonly reported: Pick<Reported, 'endpoint' | 'hazardRatio' | 'pValue'>;
  /** The unit of plain numbers in it. */
  readonly unit: TimeUnit;
}

/** What resolving is told beside the block itself. */
export interface EvidenceParts {
  /** The study files, by their places in the list; null where one has problems of its own. */
  readonly shelf: ReadonlyMap<number, ShelvedStudy | null>;
  /** Where the value at a path says that it comes from. */
  statedAt(path: Path): Pick<Provenance, 'source' | 'note'> | null;
}

const BETWEEN_STUDIES = 0.5;
const VAGUE = 0.2;
const LEVEL = 0.95;

/** The standard error of a log hazard ratio, and what it follows from; null with the reason reported. */
function precisionOf(
  { value, low, high }: ReportedEstimate,
  p: Reported['pValue'],
  at: Path,
  context: Context,
): { standardError: number; precision: EvidenceStudy['precision'] } | null {
  const wrong = (path: Path, text: string): null => {
    context.report(path, text);
    return null;
  };
  if (low !== null && high !== null) {
    // An interval that excludes its value was reported where it is read.
    if (low > value || high < value) return null;
    if (!(low > 0 && low < high))
      return wrong(
        [...at, 'hazardRatio', 'ci'],
        `is [${figure(low)}, ${figure(high)}]; must have 0 < low < high, as its width is the precision`,
      );
    return { standardError: spreadOfInterval(log(low), log(high), LEVEL), precision: 'interval' };
  }
  if (p === null)
    return wrong(
      [...at, 'hazardRatio'],
      `is ${figure(value)} without a whole interval, and there is no pValue; must have one of them, e.g. {value: 0.7, ci: [0.55, 0.89]}`,
    );
  const standardError = errorOfP(log(value), p.value, p.sides);
  if (standardError === null)
    return wrong(
      [...at, 'pValue'],
      `is ${figure(p.value)} beside a hazard ratio of ${figure(value)}, from which no precision follows; give hazardRatio with its ci`,
    );
  return { standardError, precision: 'P value' };
}

/** What makes a publication the same as another: its DOI, or its citation where there is none. */
function identityOf(citation: string): string {
  const doi = /10\.\d{4,}\/\S+/.exec(citation)?.[0];
  return (doi ?? citation).toLowerCase().replace(/[.,;]+$/, '');
}

/** Reports studies that are there twice, which would count their patients twice. */
function distinctStudies(studies: readonly (EvidenceStudy | null)[], at: Path, context: Context): void {
  studies.forEach((study, i) => {
    if (study === null) return;
    const { name, citation } = study;
    const before = studies
      .slice(0, i)
      .find((other) => other?.name === name || sameCitation(other?.citation ?? null, citation));
    if (!before) return;
    const what = before.name === name ? `is called ${name} as another` : `is of the publication of ${before.name}`;
    context.report([...at, 'studies', i], `${what}; must be there once: patients of both would be counted twice`);
  });
}

function sameCitation(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && identityOf(a) === identityOf(b);
}

/** Null where something is wrong, and every reason found is reported. */
export function plannedEvidence(
  spec: EvidenceFile,
  at: Path,
  { shelf, statedAt }: EvidenceParts,
  context: Context,
): PlannedEvidence | null {
  const studies = spec.studies.map((each, i): EvidenceStudy | null => {
    const here = [...at, 'studies', i];
    if (typeof each !== 'string') {
      const hazardRatio = resolvedIfGiven(each.hazardRatio, Number, [...here, 'hazardRatio'], context);
      const p = each.pValue === undefined ? null : pValueOf(each.pValue);
      const lag = each.lag === undefined ? null : inUnit(each.lag, context.unit, context.plainUnit);
      return studyOf({ ...each, hazardRatio, p, lag, citation: null }, here);
    }
    const shelved = shelf.get(i);
    if (!shelved) return null;
    const { spec: file, reported, unit } = shelved;
    const { secondTreatment } = file;
    if (secondTreatment?.inBothArms === true) {
      const rule = 'must be one whose control arm had not: write it in place if its hazard ratio is meant all the same';
      context.report(
        [...here, 'secondTreatment', 'inBothArms'],
        `is true, so that the study does not tell the effect of ${words(secondTreatment.name)}; ${rule}`,
      );
      return null;
    }
    const lag = secondTreatment?.lag === undefined ? null : inUnit(secondTreatment.lag, context.unit, unit);
    const name = file.name ?? (/[^/\\]+(?=\.[^.]*$)|[^/\\]+$/.exec(each)?.[0] as string);
    const { hazardRatio, pValue: p, endpoint } = reported;
    const { citation, design } = file;
    return studyOf({ name, hazardRatio, p, endpoint, lag, citation: citation ?? null, design }, here, 'reported');
  });
  distinctStudies(studies, at, context);
  const known = studies.filter((study) => study !== null);
  if (known.length < studies.length) return null;
  const byLag =
    spec.byLag ?? (lagProblem(known, 'linear') === null && known.every(({ lag }) => lag !== null) ? 'linear' : null);
  if (spec.byLag !== undefined) {
    const lacking = known.findIndex(({ lag }) => lag === null);
    const problem = lagProblem(known, spec.byLag);
    if (lacking >= 0)
      context.report(
        [...at, 'studies', lacking],
        `is ${known[lacking].name}, which has no lag; must have one where byLag is asked, e.g. lag: 2 weeks (in a study file secondTreatment: {name: …, lag: 2 weeks})`,
      );
    else if (problem !== null) context.report([...at, 'byLag'], `is ${spec.byLag}, but the studies ${problem}`);
  }
  return { studies: known, betweenStudies: spec.betweenStudies ?? BETWEEN_STUDIES, vague: spec.vague ?? VAGUE, byLag };

  /** `usual` is where a hazard ratio comes from that does not say so. */
  function studyOf(
    found: {
      readonly name: string;
      readonly hazardRatio: ReportedEstimate | null;
      readonly p: Reported['pValue'];
      readonly endpoint?: string | undefined;
      readonly lag: number | null;
      readonly design?: EvidenceStudy['design'] | undefined;
      readonly citation: string | null;
    },
    here: Path,
    usual: EvidenceStudy['source'] = null,
  ): EvidenceStudy | null {
    const { hazardRatio, p, lag, citation } = found;
    if (hazardRatio === null) {
      context.report(
        [...here, 'hazardRatio'],
        'is missing; must be what the study printed, e.g. {value: 0.7, ci: [0.55, 0.89]}',
      );
      return null;
    }
    const precision = precisionOf(hazardRatio, p, here, context);
    const stated = statedAt([...here, 'hazardRatio']);
    return (
      precision && {
        name: words(found.name),
        estimate: log(hazardRatio.value),
        ...precision,
        hazardRatio,
        lag,
        endpoint: words(found.endpoint ?? 'progression-free survival'),
        design: found.design ?? null,
        source: stated?.source ?? usual,
        note: stated?.note ?? null,
        citation: citation === null ? null : words(citation),
      }
    );
  }
}
