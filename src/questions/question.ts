/**
 * A question that a scenario is asked, as a value: what it is called, what it needs, how it is answered. One file declares
 * one question and imports what is heavy where it is needed, so that listing all questions costs nothing; registry.ts
 * lists them. The command line, `run` and `sweep` loop over that list; report/presenters.ts has what their answers look
 * like.
 */
import type { Precision, Scenario } from '../scenario/scenario.ts';
import type { Sources } from '../scenario/source.ts';
import type { Asking } from './asking.ts';

/** An option of a question's command, beside those that all commands share. */
export interface QuestionOption {
  /** As help shows it: `--vary <path=values>`. */
  readonly flags: string;
  readonly says: string;
  readonly choices?: readonly string[];
  /** Its value where it is not given. */
  readonly standard?: string;
  /** The value of the text given; `before` is the value of the same option given earlier. @throws UserProblem with its rule */
  readonly read?: (text: string, before: unknown) => unknown;
}

/** Options of every question that simulates. */
export interface SimulationOptions {
  readonly seed?: string;
  readonly replicates?: number;
}

/** What a command line asks for. */
export interface Inquiry<O extends object = object> {
  readonly scenario: Scenario;
  /** The scenario as written, for questions that vary it. */
  readonly sources: Sources;
  readonly options: Readonly<O> & SimulationOptions;
  /** Every question there is, for those that ask others. */
  readonly questions: readonly Question[];
}

/** What is to be asked, with everything about it checked. */
export interface Planned<P> {
  readonly plan: P;
  /** By default, what the options say or, failing that, the scenario. */
  readonly precision?: Precision;
}

/** How a question is asked at the points of a sweep. */
export interface SweptQuestion<At = unknown> {
  /** As `needs` of the question itself, for a point; by default the question's own needs. */
  needs?(scenario: Scenario): string | null;
  /** It is answered without simulating anything. */
  readonly short?: true;
  /** It can simulate the type I error too. */
  readonly knowsNull?: true;
  /** How many times it simulates the replicates asked for at a point; left out where that is not known beforehand. */
  stages?(withNull: boolean): number;
  /** Precondition: its needs are met. @throws Interrupted */
  ask(asking: Asking, scenario: Scenario, withNull: boolean): Promise<At>;
  /** Whether a target at the point is out of reach. */
  unreached?(at: At): boolean;
}

/**
 * R is the result as results.json holds it, P what is planned from scenario and options (the scenario itself where the
 * question plans nothing), O its own options.
 */
export interface Question<R = unknown, P = unknown, O extends object = object> {
  /** The name of its command, and `question` in results.json. */
  readonly name: string;
  /** Its line in the list of commands. */
  readonly summary: string;
  /** The text at the head of its help. */
  readonly text: string;
  /** The text at the end of its help. */
  readonly examples: string;
  /** What its argument names; by default a scenario file. */
  readonly argument?: string;
  /** What --replicates means to it; null for a question that takes no seed, replicates or threads. */
  readonly replicates: string | null;
  /** `questions` is every question there is. */
  options?(questions: readonly Question[]): readonly QuestionOption[];
  /** Its results are written to a folder of their own where --out names none. */
  readonly ownFolder?: true;

  /** Why it cannot be asked of a scenario, in one line with its remedy, which reads on from the file's name; null where it can. */
  needs(scenario: Scenario): string | null;
  /**
   * Checks what is asked before any work is done; left out where the scenario is all that is asked about. @throws
   * UserProblem, ScenarioProblem
   */
  plan?(inquiry: Inquiry<O>): Promise<Planned<P>>;
  /** Whether the answer comes soonest on the calling thread; by default it does not. */
  isShort?(plan: P, precision: Precision): boolean | Promise<boolean>;
  /**
   * Answers. `keep` hears of the result, which may still be filled, as soon as there is something in it that an
   * interruption should not lose. @throws Interrupted
   */
  ask(asking: Asking, plan: P, keep: (result: R) => void): Promise<void>;
  /** Whether a target of the result is out of reach, which the exit code says. */
  unreached?(result: R, plan: P): boolean;
  /**
   * What had been found before an interruption, in a sentence; by default what the interrupted simulation had counted.
   */
  interruption?(result: R | null, plan: P): string;
  /** What an interruption keeps: `The targets answered before it`; by default questions. */
  readonly kept?: string;

  /** Present where it can be asked at the points of a sweep. */
  readonly swept?: SweptQuestion;
  /** A run of a scenario that does not hold what it needs says nothing of it; the result of others is null then. */
  readonly leftOut?: true;
  /** Present where `run` asks it, in the order of the registry. Precondition: its needs are met. @throws Interrupted */
  inRun?(asking: Asking, scenario: Scenario, keep: (result: unknown) => void): Promise<void>;
}
