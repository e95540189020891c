import type { PublicationSummary } from '../questions/publicationSummary.ts';
import { eValueText } from './eValueWords.ts';
import { fixed, pText, significant } from './numbers.ts';
import { agreementText, differ, intervalText, publishedP, shrinkageLine } from './publishedWords.ts';
import { cell, left, right, type Section, type Table } from './table.ts';

export function publicationSection(p: PublicationSummary, unit: string, alone: boolean): Section {
  const prose: string[] = [];
  if (p.standardErrorLogHazardRatio !== null && p.impliedEvents !== null)
    prose.push(
      `HR ${significant(p.reportedHazardRatio ?? Number.NaN)} with its interval has SE(log HR) ${fixed(p.standardErrorLogHazardRatio, 3)}, the precision of about ${fixed(p.impliedEvents, 1)} events shared as patients are, and two-sided ${pText(p.hazardRatioP)}${p.reportedP === null ? '' : ` (reported: ${publishedP(p.reportedP)})`}.`,
    );
  prose.push(...shrinkageLine(p.publishedEffect));
  if (p.hazardRatioOfMedians !== null) {
    const { summaries } = p;
    const beside =
      summaries === null
        ? ''
        : ` The reported hazard ratio is ${significant(summaries.reportedHazardRatio)}${intervalText(summaries)}. ${agreementText(summaries)}`;
    const choice =
      summaries !== null && differ(summaries)
        ? ` A trial can be planned from either${alone ? '; ask replay how often chance alone sets them as far apart' : ''}.`
        : '';
    prose.push(
      `The medians imply HR ${significant(p.hazardRatioOfMedians)} if survival is exponential.${beside}${choice}`,
    );
  }
  if (p.eValues) prose.push(eValueText(p.eValues));
  const tables: Table[] = [];
  if (p.medians.length > 0)
    tables.push({
      name: 'published-medians',
      title: `Published medians (${p.endpoint})`,
      audience: 'both',
      columns: [
        left('arm', ''),
        right('median', `${unit}s`),
        right('standardError', 'SE'),
        left('intervalScale', 'interval symmetric on'),
      ],
      rows: p.medians.map((m) => [
        cell(m.arm),
        cell(m.median, significant(m.median)),
        cell(m.standardError, fixed(m.standardError, 2)),
        cell(m.scale, m.scale === 'linear' ? 'its own scale' : m.scale === 'log' ? 'the log scale' : (m.scale ?? '–')),
      ]),
      notes: [],
    });
  if (p.responses.length > 0)
    tables.push({
      name: 'published-responses',
      title: 'Responses, recomputed (chi-square without continuity correction)',
      audience: 'both',
      columns: [
        left('outcome', ''),
        right('experimental', 'experimental'),
        right('control', 'control'),
        right('p', 'P'),
        right('reportedP', 'reported P'),
      ],
      rows: p.responses.map((r) => [
        cell(r.outcome),
        cell(r.experimental),
        cell(r.control),
        cell(r.p, fixed(r.p, 4)),
        cell(r.reportedP, r.reportedP === null ? '–' : publishedP(r.reportedP)),
      ]),
      notes: [],
    });
  return { title: 'What the publication says', prose, tables };
}
