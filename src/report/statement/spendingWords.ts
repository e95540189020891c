/** How alpha is divided over looks, as a sentence has it. */
import type { UnsizedTrial } from '../../trial/trial.ts';

const SPENDING: Record<string, string> = {
  obrienFleming: 'spending alpha as O’Brien and Fleming would (Lan & DeMets 1983)',
  pocock: 'spending alpha as Pocock would (Lan & DeMets 1983)',
  hwangShihDeCani: 'spending alpha by a Hwang–Shih–DeCani function (Hwang et al. 1990)',
  kimDeMets: 'spending alpha by a power function (Lan & DeMets 1983)',
};

const BOUNDS: Record<string, string> = {
  obrienFleming: 'with bounds of O’Brien and Fleming (O’Brien & Fleming 1979)',
  pocock: 'with bounds of Pocock (Pocock 1977)',
  none: 'at its last look only',
};

type Rule = NonNullable<UnsizedTrial['sequential']>['efficacy'];

export function spendingText(rule: Rule | undefined): string {
  if (rule === undefined) return 'with the bounds given';
  if (rule.kind === 'spending')
    return SPENDING[rule.spending.kind] ?? 'spending alpha at the rates given (Lan & DeMets 1983)';
  return BOUNDS[rule.kind] ?? 'with the bounds given';
}
