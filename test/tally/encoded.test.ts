/** Tallies on their way as text: they come back to the bit, and nothing else is taken for one. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { Asked } from '../../src/tally/asked.ts';
import { checksum } from '../../src/tally/checksum.ts';
import { decodeTally, encodeTally } from '../../src/tally/encoded.ts';
import { TallyProblem } from '../../src/tally/shape.ts';
import { type CollectorName, collectors, emptyTally, mergeTally, type Tally } from '../../src/tally/tally.ts';
import { mutated } from '../report/mutations.ts';
import { bytes } from '../run/jobs.ts';
import { everythingAsked, randomTally } from './randomTally.ts';

const asked = everythingAsked();

/** The encoded tally with its parts changed and the checksum made anew. */
function altered(text: string, change: (parts: { [name: string]: Altered }) => void): string {
  const { checksum: _, ...parts } = JSON.parse(text);
  change(parts);
  return JSON.stringify({ ...parts, checksum: checksum(JSON.stringify(parts)) });
}
// biome-ignore lint/suspicious/noExplicitAny: a document of any form is what these tests make.
type Altered = any;

function refusal(text: string, of: Asked = asked): string {
  try {
    decodeTally(text, of);
  } catch (problem) {
    if (problem instanceof TallyProblem) return problem.message;
    throw problem;
  }
  return 'taken';
}

describe('an encoded tally', () => {
  it('holds every collector of the registry here', () => {
    const tally = randomTally(asked, 'whole', 100);
    for (const [name] of collectors()) expect(tally[name], name).not.toBeNull();
  });

  it('merges to the bytes of the tally it was made from, for every collector', () => {
    for (let attempt = 0; attempt < 6; attempt++) {
      const parts = [1, 40, 700, 3].map((rows, part) => randomTally(asked, `${attempt} ${part}`, rows));
      const [straight, travelled] = [emptyTally(asked), emptyTally(asked)];
      for (const part of parts) mergeTally(travelled, decodeTally(encodeTally(part), asked));
      for (const part of parts) mergeTally(straight, part);
      expect(bytes(travelled)).toBe(bytes(straight));
      expect(bytes(decodeTally(encodeTally(travelled), asked))).toBe(bytes(straight));
    }
  });

  it('keeps numbers that JSON cannot write, and emptiness', () => {
    const tally = emptyTally(asked);
    expect(decodeTally(encodeTally(tally), asked)).toEqual(tally);
    const odd = randomTally(asked, 'odd', 5);
    if (odd.controls === null) throw new Error('asked for');
    odd.controls.sums.splice(0, 4, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0);
    expect(decodeTally(encodeTally(odd), asked)).toStrictEqual(odd);
  });

  it('may be laid out anew', () => {
    const tally = randomTally(asked, 'laid out', 50);
    const pretty = JSON.stringify(JSON.parse(encodeTally(tally)), null, 2);
    expect(bytes(decodeTally(pretty, asked))).toBe(bytes(tally));
  });

  it('holds what the job asks for and nothing else', () => {
    const lean: Asked = { ...asked, wants: { hazardRatio: false, medians: false, compensators: true } };
    const text = encodeTally(randomTally(asked, 'rich', 20));
    expect(refusal(text, lean)).toMatch(/^tally\.kept\.(hazardRatio|medians) is an object; is not known here/);
    const poor = encodeTally(randomTally(lean, 'poor', 20));
    expect(refusal(poor)).toMatch(/^tally\.kept\.hazardRatio is missing; must be there; make the tally again/);
  });

  const text = encodeTally(randomTally(asked, 'messages', 60));
  const cases: [string, string, RegExp][] = [
    ['another format', altered(text, (t) => Object.assign(t, { format: 'x' })), /^tally\.format is "x"; must be/],
    [
      'another version',
      altered(text, (t) => Object.assign(t, { version: 2 })),
      /^tally\.version is 2; this program reads version 1; use the program that wrote it/,
    ],
    [
      'another version of a collector',
      altered(text, ({ kept }) => Object.assign(kept.events, { version: 7 })),
      /^tally\.kept\.events\.version is 7; this program reads version 1; use the program that wrote it/,
    ],
    [
      'a collector that is not known',
      altered(text, ({ kept }) => Object.assign(kept, { toy: { version: 1, kept: 0 } })),
      /^tally\.kept\.toy is an object; is not known here; make the tally again/,
    ],
    [
      'more than there are replicates',
      altered(text, ({ kept }) => Object.assign(kept.rejections.kept, { benefit: 61 })),
      /^tally\.kept\.rejections\.kept\.benefit is 61; must be a whole number from 0 to 60; make/,
    ],
    [
      'bins that do not add up',
      altered(text, ({ kept }) => kept.events.kept.all.bins.pop()),
      /^tally\.kept\.events\.kept\.all\.bins is a list of \d+; must count 60 values, not 5\d/,
    ],
    [
      'a third arm',
      altered(text, ({ kept }) => kept.events.kept.byArm.push({ count: 0, sum: 0, sumOfSquares: 0 })),
      /^tally\.kept\.events\.kept\.byArm is a list of 4; must be a list of 3, as the job asks/,
    ],
    [
      'a number changed on the way',
      text.replace(/"sum":(\d)/, (_, digit) => `"sum":${(Number(digit) % 9) + 1}`),
      /^tally\.checksum is "[0-9a-f]{16}"; must be "[0-9a-f]{16}" by what stands before it: a number has changed on the way/,
    ],
    ['half a file', text.slice(0, text.length / 2), /^tally is not JSON \(.*\); give the text that encodeTally wrote/],
    ['no object', '[]', /^tally is a list of 0; must be an object/],
  ];
  for (const [what, wrong, message] of cases)
    it(`is refused in one line: ${what}`, () => {
      expect(refusal(wrong)).toMatch(message);
      expect(refusal(wrong)).not.toContain('\n');
    });

  it('altered anywhere is refused with a place and a rule, or is the same tally', () => {
    const random = seedrandom('mutated tallies');
    const original = bytes(decodeTally(text, asked));
    let refused = 0;
    for (let attempt = 0; attempt < 400; attempt++) {
      const wrong = mutated(text, random);
      let tally: Tally;
      try {
        tally = decodeTally(wrong, asked);
      } catch (problem) {
        if (!(problem instanceof TallyProblem)) throw problem;
        expect(problem.message).toMatch(/^tally.* is .*; .*/s);
        refused++;
        continue;
      }
      expect(bytes(tally)).toBe(original);
    }
    expect(refused).toBeGreaterThan(320);
  });
});

describe('every collector', () => {
  const lean = emptyTally({ ...asked, spec: { ...asked.spec, details: false } });
  it('keeps nothing beyond rejections where only those are asked for', () => {
    const details: CollectorName[] = ['z', 'analysisTime', 'events', 'patients', 'hazardRatio', 'medians', 'extremes'];
    for (const name of details) expect(lean[name], name).toBeNull();
  });
});
