/** Dropout: from the file to its hazard. */
import { log1p } from '../elementary/log1p.ts';
import { type Context, given } from './context.ts';
import { inUnit } from './duration.ts';
import type { Path } from './problems.ts';
import type { DropoutFile } from './schema.ts';

/** Hazard of dropout per unit. Null, with the reason reported, when the file gives none. */
export function dropoutHazard(spec: DropoutFile, at: Path, context: Context): number | null {
  const keys = given(spec, ['hazard', 'probability', 'by']).join();
  if (spec.hazard !== undefined && keys === 'hazard') return spec.hazard / inUnit(1, context.unit, context.plainUnit);
  if (spec.probability !== undefined && spec.by !== undefined && keys === 'probability,by') {
    return -log1p(-spec.probability) / inUnit(spec.by, context.unit, context.plainUnit) + 0;
  }
  const found = keys === '' ? 'is incomplete' : `gives ${keys.split(',').join(' and ')}`;
  context.report(at, `${found}; must give hazard, or probability and by, e.g. {probability: 0.05, by: 1 year}`);
  return null;
}
