/** Curves drawn in characters, beside the sections that they belong to. */
import type { CheckResult } from '../questions/check.ts';
import type { CurveResult } from '../questions/curve.ts';
import type { PowerResult } from '../questions/power.ts';
import type { SizeResult } from '../questions/size.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import type { Section } from './table.ts';
import { enrolmentCurveText, powerCurveText } from './terminalCurve.ts';

/** The section with the curve of power. */
export function withPowerCurve(section: Section, curve: CurveResult, targets: readonly number[]): Section {
  const points = curve.points.map(({ patients, power }) => ({ patients, power: power.estimate }));
  const text = powerCurveText(points, targets);
  if (text === null) return section;
  const title = `Power against N${targets.length > 0 ? '; dotted: the targets' : ''}`;
  return { ...section, drawings: [{ title, text }] };
}

/** Put beside the table of what is expected over calendar time. */
export function withEnrolment(
  sections: readonly Section[],
  { trial }: CheckResult,
  unit: TimeUnit,
): readonly Section[] {
  const text = trial === null ? null : enrolmentCurveText(trial, unit);
  if (text === null) return sections;
  const drawing = { title: 'Events expected over calendar time; dotted: patients enrolled', text };
  return sections.map((section) =>
    section.tables.some(({ name }) => name === 'expected-events') ? { ...section, drawings: [drawing] } : section,
  );
}

/** Put after the operating characteristics. */
export function withExpectedCurve(
  sections: readonly Section[],
  { expected }: PowerResult,
  unit: TimeUnit,
): readonly Section[] {
  const text = enrolmentCurveText({ expected }, unit);
  if (text === null) return sections;
  const drawing = { title: 'Events expected over calendar time; dotted: patients enrolled', text };
  return sections.map((section, i) => (i === 0 ? { ...section, drawings: [drawing] } : section));
}

/** The power as the search for the first target found it. */
export function withModelledPower(section: Section, { targets }: SizeResult): Section {
  const found = targets.flatMap(({ simulated }) => (simulated.kind === 'size' ? [simulated] : []));
  if (found.length === 0) return section;
  const wanted = found.map(({ targetPower }) => targetPower);
  const text = powerCurveText(found[0].modelled, wanted);
  if (text === null) return section;
  return { ...section, drawings: [{ title: 'Power against N, as the search found it; dotted: the targets', text }] };
}
