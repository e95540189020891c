/**
 * Colours, dashes and markers of series. Colours are those of Okabe and Ito, as CSS variables that a page may set for dark
 * surroundings; dash and marker differ as well, so that a figure reads without colour and in print.
 */

export interface Series {
  readonly colour: string;
  /** SVG dash pattern; null for a solid line. */
  readonly dash: string | null;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'star';
}

const SERIES: readonly Series[] = [
  { colour: 'var(--series-1, #0072B2)', dash: null, symbol: 'circle' },
  { colour: 'var(--series-2, #D55E00)', dash: '8 4', symbol: 'square' },
  { colour: 'var(--series-3, #009E73)', dash: '2 3', symbol: 'triangle' },
  { colour: 'var(--series-4, #CC79A7)', dash: '10 3 2 3', symbol: 'diamond' },
  { colour: 'var(--series-5, #E69F00)', dash: '5 2', symbol: 'cross' },
  { colour: 'var(--series-6, #56B4E9)', dash: '1 4', symbol: 'star' },
];

/** The i-th series; they repeat after six. */
export function series(i: number): Series {
  return SERIES[i % SERIES.length];
}

export const SERIES_COUNT = SERIES.length;

/** The colour of text, axes and rules. */
export const INK = 'currentColor';
/** The colour behind text and markers. */
export const PAPER = 'var(--figure-paper, #ffffff)';
