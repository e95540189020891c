/// <reference lib="dom" />
/** Makes DOM elements; strings become text, never markup. */

export type Attributes = Readonly<Record<string, string | number>>;

/** A new HTML element with attributes and content. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...content);
  return made;
}

/** A new SVG element with attributes and content. */
export function drawing(name: string, attributes: Attributes = {}, ...content: readonly Node[]): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...content);
  return made;
}
