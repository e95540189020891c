/** Exit codes, and the one error that the user can mend. */
export const EXIT = {
  answered: 0,
  badInput: 1,
  targetUnreachable: 2,
  /** An error of the program itself (EX_SOFTWARE). */
  bug: 70,
  interrupted: 130,
} as const;

/** Something the user can mend: printed as one line, without a stack. */
export class UserProblem extends Error {}
