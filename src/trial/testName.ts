/** What a test is called: the statistic with its origin, what it is stratified by and adjusted for. */
import { durationText } from '../statistics/durationText.ts';
import { definitionOf } from '../statistics/registry.ts';
import type { Test } from './test.ts';
import { RANDOMISATION, type TimeOrigin } from './timeOrigin.ts';

/** `log-rank, from treatment start, stratified by BCLC stage, tumour number`; `unit` names the unit of time in the singular. */
export function testName({ statistic, stratifiedBy, adjustedFor, origin = RANDOMISATION }: Test, unit: string): string {
  const label = definitionOf(statistic).label(statistic, unit);
  const parts = [
    ...(origin.kind === 'randomisation' ? [] : [originLabel(origin, unit)]),
    ...(stratifiedBy.length > 0 ? [`stratified by ${stratifiedBy.join(', ')}`] : []),
    ...(adjustedFor.length > 0 ? [`adjusted for ${adjustedFor.join(', ')}`] : []),
  ];
  return [label, ...parts].join(', ');
}

const timeText = (time: number, unit: string): string => durationText(Number(time.toPrecision(3)), unit);

/** Origins in words, as the name of a way to compare. */
export function originLabel(origin: TimeOrigin, unit: string): string {
  switch (origin.kind) {
    case 'randomisation':
      return 'as randomised';
    case 'exactTimes':
      return 'at the true times';
    case 'treatmentStart':
      return 'from treatment start';
    case 'everTreated':
      return 'by treatment ever received';
    case 'landmark':
      return `by a landmark at ${timeText(origin.at, unit)}`;
    case 'timeDependent':
      return 'with time-dependent treatment';
    case 'cloneCensor':
      return `by clone–censor within ${timeText(origin.grace, unit)}`;
    case 'cloneCensorWeight':
      return `by clone–censor–weight within ${timeText(origin.grace, unit)}`;
  }
}
