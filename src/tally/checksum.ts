/** What tells that a text has changed on its way. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 in hexadecimal digits. */
export function checksum(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
