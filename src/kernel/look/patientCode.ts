/**
 * What is known of a patient at a cut, in one sortable code. With u the time on study, or since another origin, key = cut − u,
 * so that ascending keys are descending times and a patient's place in the sorted array is the number at risk.
 *
 * From entry = 4·tick + group and exit = 4·tick + 2·dropout (draw/drawArm.ts), where events are known as they happen,
 * code = entry + max(0, 4·cut + 2 − exit): a patient who has left by the cut adds 4·(cut − exit tick) + 2·event; for all
 * others the difference is negative. So fast/assembly/patientCode.ts makes them.
 */

/** The code at tick `cut` of a patient who was followed for `time` ticks; `event` is 1 where that ended with the event. */
export function codeOf(time: number, event: number, group: number, cut: number): number {
  return ((cut - time) << 2) | (event << 1) | group;
}
