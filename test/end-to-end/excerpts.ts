/**
 * What the README shows of the program: paragraphs of what a command prints, under a marker that says the command line,
 * `<!-- excerpt: size scenarios/x.yaml --verbose -->`. A paragraph ends at an empty line.
 */

export interface Excerpt {
  /** Words of the command line after `trialwright`. */
  readonly command: readonly string[];
  readonly paragraphs: readonly string[];
}

const BLOCK = /(<!-- excerpt: ([^>]+?) -->\n```\n)([\s\S]*?)(```)/g;

const paragraphsOf = (text: string): string[] => text.split(/\n{2,}/).map((part) => part.trimEnd());

export function excerptsOf(readme: string): Excerpt[] {
  return [...readme.matchAll(BLOCK)].map(([, , command, text]) => ({
    command: command.split(' '),
    paragraphs: paragraphsOf(text),
  }));
}

/** The words of a text and how often each stands in it; digits are all one, as numbers are what changes. */
function wordsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.replace(/\d+/g, '0').match(/[^\s]+/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Share of words in common, 0 to 1. */
function likeness(a: string, b: string): number {
  const [first, second] = [wordsOf(a), wordsOf(b)];
  const sum = (counts: Map<string, number>) => [...counts.values()].reduce((all, n) => all + n, 0);
  const common = [...first].reduce((all, [word, n]) => all + Math.min(n, second.get(word) ?? 0), 0);
  return (2 * common) / (sum(first) + sum(second));
}

/** The paragraph of `printed` that is most like `paragraph`. */
export function closest(paragraph: string, printed: string): string {
  const choice = paragraphsOf(printed);
  return choice.reduce((best, other) => (likeness(paragraph, other) > likeness(paragraph, best) ? other : best));
}

/** The README with every excerpt as the program prints it now. `print`: standard output of a command line. */
export async function renewed(readme: string, print: (command: readonly string[]) => Promise<string>): Promise<string> {
  let text = '';
  let end = 0;
  for (const match of readme.matchAll(BLOCK)) {
    const [whole, open, command, old, close] = match;
    const printed = await print(command.split(' '));
    const paragraphs = paragraphsOf(old).filter((part) => part !== '');
    text += `${readme.slice(end, match.index)}${open}${paragraphs.map((part) => closest(part, printed)).join('\n\n')}\n${close}`;
    end = match.index + whole.length;
  }
  return text + readme.slice(end);
}
