/** Why a trial's looks cannot be planned, at which of them (counted from 0). */
export class LooksProblem extends RangeError {
  readonly look: number;

  constructor(look: number, message: string) {
    super(message);
    this.look = look;
  }
}
