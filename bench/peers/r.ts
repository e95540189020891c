/**
 * Peers under R, one long-lived process each.
 * apt-get install -y --no-install-recommends r-base-core r-cran-survival r-cran-rpact
 */

import { spawnSync } from 'node:child_process';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { boundsOf, type Design, designs, trialOf } from '../designs.ts';
import { firstBound, type RealDesign } from '../realDesigns.ts';
import { packageFile } from '../root.ts';
import { lineProcess } from './lineProcess.ts';
import { type Absent, departsNowhere, type Peer } from './peer.ts';

/** The line the scripts take, but for replicates and seed: a value and a bound for each look, the last analysis last. */
function designLine(design: Design): string {
  const { patients, accrual, controlMedian, ratios, delay, dropoutHazard, rule, looks, rejects } = design;
  const interims = looks?.interims.map(({ events }) => events) ?? [];
  const values = [...interims, rule.kind === 'events' ? rule.events : rule.time].join(',');
  const law = [...patients, accrual, controlMedian, ...ratios, delay, dropoutHazard];
  return [...law, rule.kind, values, boundsOf(design).join(','), rejects].join(' ');
}

/** The line that the script of real trials takes, but for replicates and seed. Without centres or starts, two arms. */
function realLine(design: RealDesign): string {
  const { patients, events, hazardRatios, levels, scans } = design;
  const { accrual, controlMedian, dropoutHazard } = designs.d2;
  const law = [patients / 2, patients / 2, accrual, controlMedian, hazardRatios[0], dropoutHazard];
  const ofLevels = levels ? [levels.share, levels.hazardRatio] : [0, 1];
  const ofScans = scans ? [scans.interval, scans.jitter, scans.missed, scans.deaths] : [0, 0, 0, 0];
  return [...law, events, firstBound(design), ...ofLevels, ...ofScans].join(' ');
}

async function rPeer<D>(
  name: string,
  library: string,
  script: string,
  line: (design: D) => string,
  departs: Peer<D>['departs'],
): Promise<Peer<D> | Absent> {
  if (spawnSync('Rscript', ['--version']).error) return { name, reason: 'R is not installed' };
  const process = lineProcess('Rscript', ['--vanilla', packageFile(`bench/peers/${script}`)]);
  try {
    const version = `R ${await process.next()}`;
    return {
      name,
      version,
      async ask(design, replicates, round) {
        const answer = await process.ask(`${line(design)} ${replicates} ${round + 1}`);
        const [seconds, rejected] = answer.trim().split(' ').map(Number);
        return { seconds, rejected };
      },
      departs,
      patience: 3,
      close: process.close,
    };
  } catch (problem) {
    const text = problem instanceof Error ? problem.message : String(problem);
    const missing = /there is no package called/.test(text);
    return { name, reason: missing ? `the R package ${library} is not installed` : text };
  }
}

export const survdiff = (): Promise<Peer | Absent> =>
  rPeer('R survdiff', 'survival', 'survdiff.R', designLine, departsNowhere);

export const realSurvdiff = (): Promise<Peer<RealDesign> | Absent> =>
  rPeer('R survdiff', 'survival', 'real.R', realLine, departsNowhere);

/** The design analysed after as many events as it expects by its calendar time. */
function afterEvents(design: Design): Design {
  const { rule } = design;
  if (rule.kind === 'events') return design;
  const events = Math.round(expectationOf(trialOf(design)).events(rule.time));
  return { ...design, rule: { kind: 'events', events } };
}

export const rpact = (): Promise<Peer | Absent> =>
  rPeer(
    'rpact',
    'rpact',
    'rpact.R',
    (design: Design) => designLine(afterEvents(design)),
    (design) => {
      const { rule } = afterEvents(design);
      return design.rule.kind === 'calendarTime' && rule.kind === 'events' ? `analysed at event ${rule.events}` : null;
    },
  );
