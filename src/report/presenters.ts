/** What the answer to every question looks like. A new one is a file in presenters/ and a line here. */
import type { Presenter } from './presenter.ts';
import { assurancePresenter } from './presenters/assurancePresenter.ts';
import { checkPresenter } from './presenters/checkPresenter.ts';
import { evidencePresenter } from './presenters/evidencePresenter.ts';
import { monitorPresenter } from './presenters/monitorPresenter.ts';
import { powerPresenter } from './presenters/powerPresenter.ts';
import { reconstructPresenter } from './presenters/reconstructPresenter.ts';
import { replayPresenter } from './presenters/replayPresenter.ts';
import { runPresenter } from './presenters/runPresenter.ts';
import { sizePresenter } from './presenters/sizePresenter.ts';
import { sweepPresenter } from './presenters/sweepPresenter.ts';
import { timingPresenter } from './presenters/timingPresenter.ts';

export const PRESENTERS: readonly Presenter[] = [
  checkPresenter,
  replayPresenter,
  evidencePresenter,
  powerPresenter,
  sizePresenter,
  assurancePresenter,
  monitorPresenter,
  sweepPresenter,
  timingPresenter,
  runPresenter,
  reconstructPresenter,
];
