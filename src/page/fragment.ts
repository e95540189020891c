/** The explorer as a piece of HTML that holds all it needs, for a page of its own or a report. */

/** The id of the element that the explorer fills, and of the script element that holds what it starts with. */
export const EXPLORER_PLACE = 'explorer';
export const EXPLORER_DATA = 'explorer-data';

/** What the build made of this folder and of the kernel. */
export interface ExplorerAssets {
  /** Fills the place. */
  readonly script: string;
  /** What each worker runs. */
  readonly workerSource: string;
  /** The WebAssembly module. */
  readonly wasmBase64: string;
}

/** Text that ends no script element. */
export const inScript = (code: string) => code.replace(/<(?=\/script|!--|script)/gi, '\\x3c');

/** Precondition: `scenario`, if not null, names no other file. The page's style sheet should hold EXPLORER_STYLE. */
export function explorerFragment(
  { script, workerSource, wasmBase64 }: ExplorerAssets,
  scenario: string | null,
): string {
  const data = JSON.stringify({ scenario, workerSource, wasmBase64 }).replaceAll('<', '\\u003c');
  return `<div id="${EXPLORER_PLACE}"><noscript>The explorer needs JavaScript.</noscript></div>
<script type="application/json" id="${EXPLORER_DATA}">${data}</script>
<script>${inScript(script)}</script>`;
}

export const EXPLORER_STYLE = `
.explorer { display: grid; grid-template-columns: minmax(18rem, 3fr) minmax(16rem, 2fr); gap: 2rem; align-items: start; }
@media (max-width: 48rem) { .explorer { grid-template-columns: 1fr; } }
.controls { display: grid; gap: 0.6rem; margin-bottom: 1rem; }
.field { display: grid; grid-template-columns: 1fr 9rem 6.5rem; gap: 0.2rem 0.7rem; align-items: center; }
.field select { grid-column: 2 / -1; min-width: 0; font: inherit; }
.field.tick { display: flex; }
.field.own { grid-template-columns: 1fr 6.5rem; }
.field.own input { grid-column: 2; }
.field[hidden], .chance[hidden] { display: none; }
.field .hint { grid-column: 1 / -1; margin: 0; color: var(--warn, #8c1d18); }
@media (max-width: 34rem) {
  .controls .field { grid-template-columns: 1fr 6.5rem; }
  .controls .field label { grid-column: 1 / -1; }
  .controls .field select { grid-column: 1 / -1; }
}
.field input { min-width: 0; font: inherit; }
.field input[aria-invalid] { outline: 2px solid var(--warn, #b3261e); }
.publication { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.6rem; max-width: 40rem; margin: 1rem 0; }
.publication fieldset { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.4rem; min-width: 0; }
.publication .field { grid-template-columns: 1fr 12rem; }
.publication .field select { grid-column: 2; }
@media (max-width: 34rem) {
  .publication .field { grid-template-columns: minmax(0, 1fr); }
  .publication .field select { grid-column: 1; }
}
.publication button, .plan button { font: inherit; justify-self: start; padding: 0.4rem 0.9rem; }
.readout { position: sticky; top: 1rem; }
.readout .power { display: block; font-size: 3rem; font-variant-numeric: tabular-nums; }
.readout .chance-figure { display: block; font-size: 2rem; font-variant-numeric: tabular-nums; }
.readout[data-state="asked"] .power, .chance[data-state="asked"] .chance-figure { opacity: 0.5; }
.readout svg { width: 100%; max-width: 24rem; height: 2.5rem; }
.readout .track { fill: var(--line, #ccd3da); }
.readout .interval { fill: var(--series-1, #7fb0d8); fill-opacity: 0.5; }
.readout .mark { fill: var(--accent, #0b4f86); }
.readout .line { fill: none; stroke: var(--accent, #0b4f86); stroke-width: 1.5; }
.readout dt { font-size: 0.9rem; color: var(--quiet, #4a4f55); }
.readout dd { margin: 0 0 0.4rem; font-variant-numeric: tabular-nums; }
.readout .problem, .readout .chance-problem { color: var(--warn, #8c1d18); white-space: pre-line; }
.readout .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`;
