/** The planning values and where each comes from. */
import type { Provenance } from '../../scenario/scenario.ts';
import { type Markup, markup } from './markup.ts';

export function assumptionsPart(assumptions: readonly Provenance[]): Markup {
  const rows = assumptions.map(
    ({ path, value, source, note }) =>
      markup`<tr><th scope="row" class="left path"><bdi>${path}</bdi></th><td class="left" dir="auto">${value}</td><td class="left"><span class="source source-${source}">${source}</span></td><td class="left long" dir="auto">${note ?? '–'}</td></tr>`,
  );
  const count = (source: Provenance['source']): number => assumptions.filter((value) => value.source === source).length;
  const summary = (['reported', 'derived', 'assumed'] as const).map(
    (source) =>
      markup`<li><span class="source source-${source}">${source}</span> ${count(source)} of ${assumptions.length}</li>`,
  );
  return markup`<ul class="sources">${summary}</ul><div class="table-block"><div class="table-box" role="region" tabindex="0" aria-labelledby="assumptions-table"><table class="assumptions"><caption id="assumptions-table">Each planning value that says where it comes from</caption><thead><tr><th scope="col" class="left">Value of the scenario</th><th scope="col" class="left">Set to</th><th scope="col" class="left">Source</th><th scope="col" class="left">Note</th></tr></thead><tbody>${rows}</tbody></table></div></div>`;
}
