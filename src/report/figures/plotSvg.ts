/** The one place that knows the plotting library: options in, a whole `<svg>` element out. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { INK, type Series } from './palette.ts';

export const WIDTH = 720;
export const HEIGHT = 420;

/** How an entry of the legend is drawn. */
export interface LegendEntry {
  readonly label: string;
  readonly series: Series;
  readonly kind: 'line' | 'thin line' | 'marker' | 'line and marker' | 'box' | 'interval';
  /** Opacity of a box; 1 by default. */
  readonly opacity?: number;
}

export interface Drawing {
  /** A name of letters, digits and hyphens, used for ids and classes. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** A heading above everything, where the axes do not say what is shown. */
  readonly heading?: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly legend?: readonly LegendEntry[];
  readonly height?: number;
  readonly x?: Plot.ScaleOptions;
  readonly y?: Plot.ScaleOptions;
  /** Names of panels side by side, in their order; marks say by `fx` to which they belong. */
  readonly panels?: readonly string[];
  readonly marginLeft?: number;
  readonly marginRight?: number;
  readonly marks: Plot.Markish[];
}

const FONT_SIZE = 13;
/** Width of a letter, on the safe side. */
const LETTER = 7;
const SAMPLE = 30;
const ROW = 20;
const TOP = 8;
const XMLNS = 'http://www.w3.org/2000/svg';

interface Placed extends LegendEntry {
  readonly x: number;
  readonly row: number;
}

function place(legend: readonly LegendEntry[], from: number, to: number): Placed[] {
  let x = from;
  let row = 0;
  return legend.map((entry) => {
    const width = SAMPLE + 8 + [...entry.label].length * LETTER + 18;
    if (x > from && x + width - 18 > to) {
      x = from;
      row++;
    }
    const placed = { ...entry, x, row };
    x += width;
    return placed;
  });
}

type Attributes = Record<string, string | number>;

/** The part of a DOM document that is used; no browser provides it here. */
interface SvgElement {
  textContent: string | null;
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  append(...children: SvgElement[]): void;
  prepend(...children: SvgElement[]): void;
}

interface SvgDocument {
  createElementNS(namespace: string, name: string): SvgElement;
}

/** An element of a document, whose text is escaped when it is written. */
function element(document: SvgDocument, name: string, attributes: Attributes, text?: string): SvgElement {
  const made = document.createElementNS(XMLNS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

const MARKERS: Record<Series['symbol'], string> = {
  circle: 'M4.5,0A4.5,4.5,0,1,1,-4.5,0A4.5,4.5,0,1,1,4.5,0',
  square: 'M-4,-4H4V4H-4Z',
  triangle: 'M0,-5.5L4.8,3H-4.8Z',
  diamond: 'M0,-6L3.6,0L0,6L-3.6,0Z',
  cross: 'M-5,-1.6H-1.6V-5H1.6V-1.6H5V1.6H1.6V5H-1.6V1.6H-5Z',
  star: 'M0,-6L1.4,-1.9H5.7L2.2,0.7L3.5,4.9L0,2.3L-3.5,4.9L-2.2,0.7L-5.7,-1.9H-1.4Z',
};

function sample(document: SvgDocument, { kind, series, opacity = 1 }: LegendEntry): SvgElement[] {
  const { colour, dash, symbol } = series;
  if (kind === 'box')
    return [element(document, 'rect', { x: 6, y: -6, width: 18, height: 12, fill: colour, 'fill-opacity': opacity })];
  const line = {
    x1: 0,
    x2: SAMPLE,
    stroke: colour,
    'stroke-width': kind === 'thin line' ? 1.25 : 2.25,
    ...(dash === null || kind === 'interval' ? {} : { 'stroke-dasharray': dash }),
  };
  const marker = element(document, 'path', {
    d: MARKERS[symbol],
    fill: colour,
    transform: `translate(${SAMPLE / 2},0)`,
  });
  if (kind === 'marker') return [marker];
  const drawn = [element(document, 'line', line)];
  return kind === 'line and marker' || kind === 'interval' ? [...drawn, marker] : drawn;
}

/** Draws. Every text becomes a text node, so that markup in names stays text. */
export function plotSvg(drawing: Drawing): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>') as unknown as { document: SvgDocument };
  const { name, marginLeft = 56, marginRight = 28, legend = [], panels } = drawing;
  const placed = place(legend, marginLeft, WIDTH - 8);
  const rows = placed.length === 0 ? 0 : placed[placed.length - 1].row + 1;
  const top = TOP + (drawing.heading === undefined ? 0 : ROW + 4);
  const yTop = top + rows * ROW + (drawing.yLabel === '' ? 8 : 26);
  // Panels have their names between the name of the axis and themselves.
  const marginTop = yTop + (panels === undefined ? 0 : ROW);
  const facets: Pick<Plot.PlotOptions, 'fx'> = panels === undefined ? {} : { fx: { domain: [...panels], label: null } };
  const height = (drawing.height ?? HEIGHT) + Math.max(0, rows - 1) * ROW;
  const svg = Plot.plot({
    document,
    className: `figure-${name}`,
    width: WIDTH,
    height,
    marginTop,
    marginLeft,
    marginRight,
    marginBottom: 48,
    style: { fontFamily: 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif', fontSize: `${FONT_SIZE}px` },
    x: { labelAnchor: 'center', labelArrow: 'none', labelOffset: 42, ...drawing.x, label: drawing.xLabel },
    y: { ...drawing.y, label: null },
    ...facets,
    marks: drawing.marks,
  } as Plot.PlotOptions) as unknown as SvgElement;
  for (const { row, x, ...entry } of placed) {
    const group = element(document, 'g', {
      class: 'legend',
      transform: `translate(${x},${top + 10 + row * ROW})`,
      'text-anchor': 'start',
    });
    group.append(
      ...sample(document, entry),
      element(document, 'text', { x: SAMPLE + 8, dy: '0.35em', fill: INK }, entry.label),
    );
    svg.append(group);
  }
  if (drawing.heading !== undefined) {
    const at = { class: 'heading', x: 8, y: TOP + 10, 'text-anchor': 'start', 'font-weight': 600, fill: INK };
    svg.append(element(document, 'text', at, drawing.heading));
  }
  if (drawing.yLabel !== '') {
    const at = { class: 'y-label', x: 8, y: yTop - 12, 'text-anchor': 'start', fill: INK };
    svg.append(element(document, 'text', at, drawing.yLabel));
  }
  svg.prepend(
    element(document, 'title', { id: `figure-${name}-title` }, drawing.title),
    element(document, 'desc', { id: `figure-${name}-desc` }, drawing.description),
  );
  svg.setAttribute('xmlns', XMLNS);
  svg.setAttribute('id', `figure-${name}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', `figure-${name}-title figure-${name}-desc`);
  // Names of marks mean nothing to readers, and a group without a role may have none.
  return svg.outerHTML.replace(/<g\b([^>]*?) aria-label="/g, '<g$1 data-mark="');
}
