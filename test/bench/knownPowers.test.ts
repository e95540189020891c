/**
 * The real trials of the benchmark and its tests beside the log-rank, by the kernel and by what they are held to.
 *
 * @module-tag slow
 */
import { expect, test } from 'vitest';
import { checkPower } from '../../bench/check.ts';
import { naiveRealRejections } from '../../bench/naiveReal.ts';
import { naiveTestRejections } from '../../bench/naiveTests.ts';
import { naiveRealPeer } from '../../bench/peers/naivePeer.ts';
import { realSurvdiff } from '../../bench/peers/r.ts';
import { realTrialwright } from '../../bench/peers/trialwright.ts';
import { realCases } from '../../bench/realCases.ts';
import { type RealDesign, realDesigns } from '../../bench/realDesigns.ts';
import { TEST_POWERS, testCases } from '../../bench/testCases.ts';

const designs: readonly RealDesign[] = Object.values(realDesigns);

test.each(designs)('$name in plain JavaScript has its known power', (design) => {
  expect(checkPower(naiveRealRejections(design, 1000), 1000, design.known)).toMatchObject({ failed: false });
});

test.each(realCases('test'))('$name on the kernel has its known power', async ({ call, check }) => {
  await call();
  expect(check()).toMatchObject({ failed: false, text: expect.stringContaining('ok') });
});

test('the tests beside the log-rank have the powers that plain JavaScript finds', async () => {
  const replicates = 500;
  const rejections = naiveTestRejections(replicates);
  expect(Object.keys(rejections).sort()).toEqual(Object.keys(TEST_POWERS).sort());
  for (const [name, rejected] of Object.entries(rejections))
    expect(checkPower(rejected, replicates, TEST_POWERS[name]), name).toMatchObject({ failed: false });
  for (const { name, call, check } of testCases('test').filter((one) => one.name in TEST_POWERS)) {
    await call();
    expect(check(), name).toMatchObject({ failed: false });
  }
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
