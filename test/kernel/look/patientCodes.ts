/** Patients as the kernel's sorted codes, for tests of what reads them. */
import seedrandom from 'seedrandom';

export interface Patient {
  readonly time: number;
  readonly event: 0 | 1;
  /** 1 is experimental. */
  readonly arm: 0 | 1;
}

/** Codes of patients whose times are whole numbers up to `cut`; see kernel/look/patientCode.ts. Ascending, so times descend. */
export function codesOf(patients: readonly Patient[], cut: number): Int32Array {
  return Int32Array.from(patients, ({ time, event, arm }) => ((cut - time) << 2) | (event << 1) | arm).sort();
}

/** Patients with times 1 … `distinct`: the fewer, the more ties. */
export function randomPatients(seed: string, n: number, distinct: number): Patient[] {
  const random = seedrandom(seed);
  const share = random();
  return Array.from({ length: n }, () => ({
    time: 1 + Math.floor(random() * distinct),
    event: random() < 0.7 ? 1 : 0,
    arm: random() < share ? 1 : 0,
  }));
}
