/** What a test is called: the statistic with what it is stratified by and adjusted for. */
import { definitionOf } from '../statistics/registry.ts';
import type { Test } from './comparisons.ts';

/** `log-rank, stratified by BCLC stage, tumour number`; `unit` names the unit of time in the singular. */
export function testName({ statistic, stratifiedBy, adjustedFor }: Test, unit: string): string {
  const label = definitionOf(statistic).label(statistic, unit);
  const parts = [
    ...(stratifiedBy.length > 0 ? [`stratified by ${stratifiedBy.join(', ')}`] : []),
    ...(adjustedFor.length > 0 ? [`adjusted for ${adjustedFor.join(', ')}`] : []),
  ];
  return [label, ...parts].join(', ');
}
