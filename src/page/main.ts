/// <reference lib="dom" />
/** Finds where a page wants the explorer and what it starts with, and puts it there. */
import { EXPLORER_DATA, EXPLORER_PLACE } from './fragment.ts';
import { mount, type Start } from './mount.ts';

const host = document.getElementById(EXPLORER_PLACE);
const data = document.getElementById(EXPLORER_DATA)?.textContent;
// After the page has been shown.
if (host !== null && data) setTimeout(() => mount(host, JSON.parse(data) as Start));
