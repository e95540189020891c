/** What the answers about each part that is planned exactly look like. A new one is a file beside this and a line here. */
import type { ExactPresenter } from './exactPresenter.ts';
import { harmsPresenter } from './harmsPresenter.ts';
import { responsePresenter } from './responsePresenter.ts';
import { singleArmPresenter } from './singleArmPresenter.ts';

export const EXACT_PRESENTERS: readonly ExactPresenter[] = [
  responsePresenter as ExactPresenter,
  singleArmPresenter as ExactPresenter,
  harmsPresenter as ExactPresenter,
];
