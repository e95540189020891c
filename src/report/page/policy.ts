/** A page's content security policy (CSP level 3): the scripts and styles in it and nothing else, no network. */
import { createHash } from 'node:crypto';

export interface Allowed {
  /** The exact texts of its script elements. */
  readonly scripts: readonly string[];
  /** The exact texts of its style elements; null where elements have styles of their own, as figures do. */
  readonly styles: readonly string[] | null;
  /** Whether it simulates: in workers whose source it holds, with WebAssembly. */
  readonly simulates: boolean;
}

const hashes = (texts: readonly string[]): string =>
  texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ');

/** The policy for a meta element. Workers have the policy of their page. */
export function contentPolicy({ scripts, styles, simulates }: Allowed): string {
  return [
    "default-src 'none'",
    `style-src ${styles === null ? "'unsafe-inline'" : hashes(styles)}`,
    `script-src ${hashes(scripts)}${simulates ? " 'wasm-unsafe-eval'" : ''}`,
    ...(simulates ? ['worker-src blob:'] : []),
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
