/** The statement of a report: the answer, the paragraphs to paste, the references. */
import { type Paragraph, plainText, type Statement } from '../prose.ts';
import { type Markup, markup } from './markup.ts';
import { type Pasted, pasted, referencesIn } from './pasted.ts';
import { Notes } from './tracedNumbers.ts';

export interface Statements {
  readonly british: Statement | null;
  readonly american: Statement | null;
}

interface Words {
  readonly language: string;
  readonly spelling: string;
  readonly protocol: string;
  readonly grant: string;
}

const WORDS: Record<Statement['dialect'], Words> = {
  british: {
    language: 'en-GB',
    spelling: 'British',
    protocol: 'For the protocol: sample size and statistical considerations',
    grant: 'For a grant application',
  },
  american: {
    language: 'en-US',
    spelling: 'American',
    protocol: 'For the protocol: sample size and statistical considerations',
    grant: 'For a grant application',
  },
};

function given({ british, american }: Statements): Statement[] {
  return [british, american].filter((statement) => statement !== null);
}

/** The switch between spellings; empty where there is at most one. */
export function spellingSwitch(statements: Statements): Markup {
  const choices = given(statements);
  if (choices.length < 2) return markup``;
  const radios = choices.map(({ dialect }, i) => {
    const checked = markup`${i === 0 ? ' checked' : ''}`;
    return markup`<label><input type="radio" name="spelling" value="${dialect}"${checked} autocomplete="off"><span>${WORDS[dialect].spelling}</span></label>`;
  });
  return markup`<fieldset class="spelling"><legend>Spelling</legend>${radios}</fieldset>`;
}

/** One block per spelling; all but the first are hidden until chosen. */
function spelt(statements: Statements, block: (statement: Statement) => Markup): Markup {
  const blocks = given(statements).map(
    (statement, i) =>
      markup`<div data-spelling="${statement.dialect}" lang="${WORDS[statement.dialect].language}"${markup`${i > 0 ? ' hidden' : ''}`}>${block(statement)}</div>`,
  );
  return markup`${blocks}`;
}

export function headlinePart(statements: Statements): Markup {
  return spelt(statements, ({ headline, dialect }) => {
    const notes = new Notes(`headline-${dialect}`);
    return markup`<p class="headline" dir="auto">${notes.paragraph(headline)}</p>${notes.list('Where these numbers come from')}`;
  });
}

/** Keys of the texts that the copy buttons copy. */
const keyOf = (part: string, { dialect }: Statement): string => `${part}-${dialect}`;

function copyable(title: string, part: string, statement: Statement, paragraphs: readonly Paragraph[]): Markup {
  if (paragraphs.length === 0) return markup``;
  const key = keyOf(part, statement);
  const notes = new Notes(key);
  const texts = paragraphs.map((paragraph) => markup`<p dir="auto">${notes.paragraph(paragraph)}</p>`);
  const words = paragraphs.map(plainText).join(' ').trim().split(/\s+/).length;
  const buttons = [
    ['html', 'Copy for Word'],
    ['text', 'Copy text'],
    ['markdown', 'Copy Markdown'],
  ].map(
    ([form, label]) =>
      markup`<button type="button" data-copy="${key}" data-form="${form}" aria-label="${label}: ${title}">${label}</button>`,
  );
  return markup`<article class="paper" aria-labelledby="${key}-title"><header><h3 id="${key}-title">${title}</h3><p class="words">${words} words</p></header><div class="prose">${texts}</div><div class="buttons">${buttons}</div>${notes.list('Where each number comes from')}</article>`;
}

export function statementPart(statements: Statements): Markup {
  return spelt(statements, (statement) => {
    const words = WORDS[statement.dialect];
    const references = statement.references.map(({ text }) => markup`<li><div dir="auto">${text}</div></li>`);
    const list =
      references.length === 0
        ? markup``
        : markup`<div class="references"><h3>References</h3><ol>${references}</ol></div>`;
    return markup`${copyable(words.protocol, 'protocol', statement, statement.protocol)}${copyable(words.grant, 'grant', statement, statement.grant)}${list}`;
  });
}

/** The texts that the copy buttons copy, by key. */
export function statementTexts(statements: Statements): Record<string, Pasted> {
  const texts: Record<string, Pasted> = {};
  for (const statement of given(statements)) {
    const { protocol, grant, references } = statement;
    texts[keyOf('protocol', statement)] = pasted(protocol, references);
    texts[keyOf('grant', statement)] = pasted(grant, referencesIn(grant, references));
  }
  return texts;
}
