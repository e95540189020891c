/**
 * The dates in a Word document: those of the result that it reports, so that one result always makes the same bytes. The
 * library writes the time of day instead, into the properties and into every entry of the archive.
 */

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** docProps/core.xml (ECMA-376, part 2, core properties). */
export function coreProperties(title: string, made: Date): { path: string; data: string } {
  const date = made.toISOString().replace(/\.\d+Z$/, 'Z');
  const names = [
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:dcterms="http://purl.org/dc/terms/"',
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  ];
  const at = (what: string): string => `<dcterms:${what} xsi:type="dcterms:W3CDTF">${date}</dcterms:${what}>`;
  const data = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties ${names.join(' ')}><dc:title>${escaped(title)}</dc:title><dc:creator>trialwright</dc:creator><cp:lastModifiedBy>trialwright</cp:lastModifiedBy><cp:revision>1</cp:revision>${at('created')}${at('modified')}</cp:coreProperties>`;
  return { path: 'docProps/core.xml', data };
}

/** Seconds in two, as archives count them; 1980 is their first year. */
function archiveDate(made: Date): { time: number; date: number } {
  const year = Math.max(1980, made.getUTCFullYear());
  return {
    time: (made.getUTCHours() << 11) | (made.getUTCMinutes() << 5) | (made.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((made.getUTCMonth() + 1) << 5) | made.getUTCDate(),
  };
}

const END_OF_DIRECTORY = 22;

/** Dates every entry of a zip archive without a comment (APPNOTE 4.3), in place. */
export function dateEntries(archive: Uint8Array, made: Date): void {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const { time, date } = archiveDate(made);
  const end = archive.byteLength - END_OF_DIRECTORY;
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < entries; i++) {
    const local = view.getUint32(at + 42, true);
    view.setUint16(at + 12, time, true);
    view.setUint16(at + 14, date, true);
    view.setUint16(local + 10, time, true);
    view.setUint16(local + 12, date, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}
