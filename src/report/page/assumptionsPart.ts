/** The planning values and where each comes from. Roles are spelt out, as narrow windows show the rows as blocks. */
import type { Provenance } from '../../scenario/provenance.ts';
import { type Markup, markup } from './markup.ts';

export function assumptionsPart(assumptions: readonly Provenance[]): Markup {
  const rows = assumptions.map(
    ({ path, value, source, note }) =>
      markup`<tr role="row"><th scope="row" role="rowheader" class="left path"><bdi>${path}</bdi></th><td role="cell" class="left" dir="auto">${value}</td><td role="cell" class="left"><span class="source source-${source}">${source}</span></td><td role="cell" class="left long" dir="auto">${note ?? '–'}</td></tr>`,
  );
  const count = (source: Provenance['source']): number => assumptions.filter((value) => value.source === source).length;
  const summary = (['reported', 'derived', 'assumed'] as const).map(
    (source) =>
      markup`<li><span class="source source-${source}">${source}</span> ${count(source)} of ${assumptions.length}</li>`,
  );
  return markup`<ul class="sources">${summary}</ul><div class="table-block"><div class="table-box" role="group" tabindex="0" aria-labelledby="assumptions-table"><table class="assumptions" role="table"><caption id="assumptions-table">Each planning value that says where it comes from</caption><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="left">Value of the scenario</th><th scope="col" role="columnheader" class="left">Set to</th><th scope="col" role="columnheader" class="left">Source</th><th scope="col" role="columnheader" class="left">Note</th></tr></thead><tbody role="rowgroup">${rows}</tbody></table></div></div>`;
}
