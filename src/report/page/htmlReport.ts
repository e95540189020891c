/** The report as one HTML file that needs no network. */
import { ASSUMPTIONS } from '../assumptionsReport.ts';
import type { Figure } from '../figures/figure.ts';
import type { Presenter } from '../presenter.ts';
import type { ResultRecord } from '../record.ts';
import type { Section } from '../table.ts';
import { assumptionsPart } from './assumptionsPart.ts';
import { BEHAVIOUR } from './behaviour.ts';
import { figurePart } from './figurePart.ts';
import { keyFiguresPart } from './keyFigures.ts';
import { jsonMarkup, Markup, markup, readable } from './markup.ts';
import { contentPolicy } from './policy.ts';
import { commandOf, reproducePart, reproduceTexts } from './reproducePart.ts';
import { headlinePart, type Statements, spellingSwitch, statementPart, statementTexts } from './statementPart.ts';
import { STYLE } from './style.ts';
import { sectionPart, tablePart } from './tablePart.ts';

export interface PageInput {
  readonly record: ResultRecord;
  readonly presenter: Presenter;
  readonly sections: readonly Section[];
  readonly statements: Statements;
  readonly figures: readonly Figure[];
  /** The explorer of the same scenario, where there is one to embed. */
  readonly explorer: EmbeddedExplorer | null;
}

/** Markup of the program's own that runs the simulation in the page. */
export interface EmbeddedExplorer {
  readonly html: string;
  readonly style: string;
  /** The exact text of its script element. */
  readonly script: string;
}

/** A part of the page that the contents list. */
interface Part {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

function partsOf(
  { record, sections, statements, figures, explorer }: PageInput,
  first: Section | null,
  command: string | null,
): Part[] {
  const parts: Part[] = [];
  if (statements.british !== null || statements.american !== null)
    parts.push({ id: 'words', title: 'Words to paste', body: statementPart(statements) });
  if (figures.length > 0) parts.push({ id: 'figures', title: 'Figures', body: markup`${figures.map(figurePart)}` });
  if (explorer !== null) parts.push({ id: 'explore', title: 'Try another design', body: new Markup(explorer.html) });
  if (record.assumptions.length > 0)
    parts.push({ id: 'assumptions', title: 'Assumptions', body: assumptionsPart(record.assumptions) });
  // The assumptions have their own part.
  const told = sections.filter(
    (section) => section !== first && !section.tables.some(({ name }) => name === ASSUMPTIONS),
  );
  if (told.length > 0) {
    const body = markup`${told.map((section, i) => sectionPart(section, `section-${i + 1}`))}`;
    parts.push({ id: 'results', title: 'Results in full', body });
  }
  parts.push({ id: 'reproduce', title: 'How to reproduce this', body: reproducePart(record, command) });
  return parts;
}

export function htmlReport(input: PageInput): string {
  const { record, presenter, statements, explorer } = input;
  const command = commandOf(record, presenter);
  const { title, citation } = record.scenario;
  // The sentence that answers heads the page; for a run, its table of needs and what qualifies it follow.
  const first = presenter.answersFirst ? (input.sections[0] ?? null) : null;
  const parts = partsOf(input, first, command);
  const links = parts.map((part) => markup`<li><a href="#${part.id}">${part.title}</a></li>`);
  const bodies = parts.map(
    ({ id, title: heading, body }) =>
      markup`<section class="part" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title" tabindex="-1">${heading}</h2>${body}</section>`,
  );
  const interrupted = record.manifest.interrupted;
  const warning =
    interrupted === null
      ? null
      : markup`<p class="warning" role="note">The work was interrupted in <bdi>${interrupted}</bdi>: what comes after it is missing here.</p>`;
  const policy = contentPolicy({
    scripts: [BEHAVIOUR, ...(explorer === null ? [] : [explorer.script])],
    styles: null,
    simulates: explorer !== null,
  });
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="trialwright ${record.manifest.trialwright}">
<title>${title}</title>
<style>${new Markup(STYLE)}${new Markup(explorer?.style ?? '')}</style>
</head>
<body>
<a class="skip" href="#answer">Skip to the answer</a>
<header class="masthead"><div class="inner"><p class="brand">trialwright <span>report</span></p>${spellingSwitch(statements)}</div></header>
<div class="layout">
<nav class="contents" aria-label="Contents"><ul><li><a href="#answer">The answer</a></li>${links}</ul></nav>
<main>
<section class="answer" id="answer" aria-labelledby="answer-title" tabindex="-1">
<h1 id="answer-title" dir="auto">${title}</h1>
${headlinePart(statements)}
${first === null ? null : first.tables.filter(({ answers }) => answers === true).map((table, k) => tablePart(table, `answer-table-${k + 1}`))}
${keyFiguresPart(presenter.keyFigures?.(record.result, record.scenario.timeUnit) ?? [])}
${first === null ? null : (first.provisos ?? []).map((text) => markup`<p class="proviso" dir="auto">${readable(text)}</p>`)}
${warning}
${citation === null ? null : markup`<p class="citation" dir="auto">${citation}</p>`}
</section>
${bodies}
</main>
</div>
<footer class="foot"><p>Made by trialwright ${record.manifest.trialwright}. Every number is an estimate by simulation with the error shown, or follows from the assumptions listed.</p></footer>
<div id="trace" role="tooltip" hidden></div>
<p id="said" class="unseen" role="status"></p>
<script type="application/json" id="texts">${jsonMarkup({ ...statementTexts(statements), ...reproduceTexts(command) })}</script>
<script>${new Markup(BEHAVIOUR)}</script>
</body>
</html>
`;
  return page.html;
}
