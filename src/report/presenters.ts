/** What the answer to every question looks like. A new one is a file in presenters/ and a line here. */
import type { Presenter } from './presenter.ts';
import { checkPresenter } from './presenters/check.ts';
import { monitorPresenter } from './presenters/monitor.ts';
import { powerPresenter } from './presenters/power.ts';
import { replayPresenter } from './presenters/replay.ts';
import { runPresenter } from './presenters/run.ts';
import { sizePresenter } from './presenters/size.ts';
import { sweepPresenter } from './presenters/sweep.ts';
import { timingPresenter } from './presenters/timing.ts';

export const PRESENTERS: readonly Presenter[] = [
  checkPresenter,
  replayPresenter,
  powerPresenter,
  sizePresenter,
  monitorPresenter,
  sweepPresenter,
  timingPresenter,
  runPresenter,
];
