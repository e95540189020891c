/** The published comparisons of responses, tested again: which of the usual tests gives the P value that was printed? */
import { boschlooTwoSided } from '../proportions/boschloo.ts';
import { fisherTest } from '../proportions/fisher.ts';
import type { ProportionStatistic, TwoCounts } from '../proportions/proportionTest.ts';
import {
  correctedStatistic,
  differenceInterval,
  scoreStatistic,
  twoSidedNormalP,
} from '../proportions/scoreStatistic.ts';
import type { Reported, ReportedArm } from '../scenario/scenario.ts';

/** A two-sided P value of one test, and whether it is the printed one when rounded alike; null where none was printed. */
export interface ResponseTested {
  readonly statistic: ProportionStatistic;
  readonly p: number;
  readonly agrees: boolean | null;
}

export interface ReplayedResponse extends TwoCounts {
  readonly outcome: 'objective response' | 'disease control';
  /** As printed; null where it was not. */
  readonly reportedP: number | null;
  readonly tests: readonly ResponseTested[];
  /** Experimental − control, with the 95 % interval of Miettinen and Nurminen. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/** Complete and partial responses, and where `stable` says so stable disease; null where one was not reported. */
export function responders({ responses }: ReportedArm, stable: boolean): number | null {
  if (responses === null) return null;
  const parts = [responses.complete, responses.partial, ...(stable ? [responses.stable] : [])];
  return parts.some((part) => part === null) ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

/** Whether a P value rounds to the printed one, which has lost its trailing zeros. */
function roundsTo(p: number, printed: number): boolean {
  const [, decimals = ''] = String(printed).split('.');
  return Math.abs(p - printed) <= Number(`0.5e-${decimals.length}`) * (1 + 1e-9);
}

function tested(counts: TwoCounts, reportedP: number | null): ResponseTested[] {
  const values: readonly (readonly [ProportionStatistic, number])[] = [
    ['pearson', twoSidedNormalP(scoreStatistic(counts, 0))],
    ['pearson corrected', twoSidedNormalP(correctedStatistic(counts))],
    ['fisher', fisherTest(counts).twoSided],
    ['boschloo', boschlooTwoSided(counts)],
  ];
  return values.map(([statistic, p]) => ({ statistic, p, agrees: reportedP === null ? null : roundsTo(p, reportedP) }));
}

/** The outcomes that both arms report. */
export function replayedResponses({ control, experimental, responsePValues }: Reported): ReplayedResponse[] {
  return (['objective response', 'disease control'] as const).flatMap((outcome): ReplayedResponse[] => {
    const stable = outcome === 'disease control';
    const [x, y] = [responders(experimental, stable), responders(control, stable)];
    if (x === null || y === null) return [];
    const counts: TwoCounts = {
      experimental: { events: x, patients: experimental.patients },
      control: { events: y, patients: control.patients },
    };
    const reportedP = responsePValues?.[stable ? 'diseaseControl' : 'objectiveResponse'] ?? null;
    return [
      {
        outcome,
        ...counts,
        reportedP,
        tests: tested(counts, reportedP),
        difference: x / experimental.patients - y / control.patients,
        ...differenceInterval(counts, 0.95),
      },
    ];
  });
}
