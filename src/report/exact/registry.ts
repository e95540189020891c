/** What the answers about each part that is planned exactly look like. A new one is a file beside this and a line here. */
import type { ExactPresenter } from './exactPresenter.ts';
import { responsePresenter } from './responsePresenter.ts';

export const EXACT_PRESENTERS: readonly ExactPresenter[] = [responsePresenter as ExactPresenter];
