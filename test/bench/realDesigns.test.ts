/**
 * The real trials of the benchmark, by the kernel and by those it races.
 *
 * @module-tag slow
 */
import { expect, test } from 'vitest';
import { checkPower } from '../../bench/check.ts';
import { naiveRealRejections } from '../../bench/naiveReal.ts';
import { naiveRealPeer } from '../../bench/peers/naivePeer.ts';
import { realSurvdiff } from '../../bench/peers/r.ts';
import { realTrialwright } from '../../bench/peers/trialwright.ts';
import { realCases } from '../../bench/realCases.ts';
import { type RealDesign, realDesigns } from '../../bench/realDesigns.ts';

const designs: readonly RealDesign[] = Object.values(realDesigns);

test.each(designs)('$name in plain JavaScript has its known power', (design) => {
  expect(checkPower(naiveRealRejections(design, 1000), 1000, design.known)).toMatchObject({ failed: false });
});

test.each(realCases('test'))('$name on the kernel has its known power', async ({ call, check }) => {
  await call();
  expect(check()).toMatchObject({ failed: false, text: expect.stringContaining('ok') });
});

test('stratified and scanned trials are raced by trialwright, plain JavaScript and R', async ({ skip }) => {
  const r = await realSurvdiff();
  const peers = [realTrialwright('test'), naiveRealPeer(), ...('ask' in r ? [r] : [])];
  try {
    for (const design of [realDesigns.strata, realDesigns.scans])
      for (const peer of peers) {
        const { rejected } = await peer.ask(design, 300, 0);
        expect(checkPower(rejected, 300, design.known)).toMatchObject({ failed: false });
      }
  } finally {
    for (const peer of peers) peer.close();
  }
  if (!('ask' in r)) skip(r.reason);
});
