/** What tells that a text has changed on its way. */
import { sha256OfText } from '../elementary/sha256OfText.ts';

/** The first sixteen hexadecimal digits of SHA-256. */
export function checksum(text: string): string {
  return sha256OfText(text).slice(0, 16);
}
