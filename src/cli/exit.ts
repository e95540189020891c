/** Exit codes. */
export const EXIT = {
  answered: 0,
  badInput: 1,
  targetUnreachable: 2,
  /** An error of the program itself (EX_SOFTWARE). */
  bug: 70,
  interrupted: 130,
} as const;
