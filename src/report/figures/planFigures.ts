/** The figures of a planned trial and a published study, in reading order. */

import type { RunResult } from '../../questions/run.ts';
import { scaleOf } from '../../trial/hypothesisScale.ts';
import type { ScenarioRead } from '../record.ts';
import { assuranceFigure } from './assuranceFigure.ts';
import { boundaryFigure } from './boundaryFigure.ts';
import { detrimentFigure } from './detrimentFigure.ts';
import { deathRatioFigure, endpointsFigure, occupancyFigure } from './endpointsFigure.ts';
import { enrolmentFigure } from './enrolmentFigure.ts';
import { familyBoundsFigure } from './familyBoundsFigure.ts';
import type { Figure } from './figure.ts';
import { hazardFigure, hazardRatioFigure } from './hazardFigure.ts';
import { powerFigure } from './powerFigure.ts';
import { powerOverPriorFigure } from './powerOverPriorFigure.ts';
import { priorFigure } from './priorFigure.ts';
import { replayFigure } from './replayFigure.ts';
import { sensitivityFigure } from './sensitivityFigure.ts';
import { stoppingFigure } from './stoppingFigure.ts';
import { survivalFigure } from './survivalFigure.ts';

/** The figures for `parts`, which are whatever was answered: all of a run, or one part of it. */
export function planFigures(
  parts: Partial<RunResult>,
  { trial, reported, timeUnit: unit }: Pick<ScenarioRead, 'trial' | 'reported' | 'timeUnit'>,
): Figure[] {
  const { check, power = null, size = null, curve = null, replay = null, sensitivity = null } = parts;
  const assurance = parts.assurance ?? null;
  const curves = check?.trial?.curves ?? null;
  const endpoints = check?.trial?.endpoints ?? null;
  const hypothesis = trial === null ? undefined : scaleOf(trial.unsized);
  const figures: (Figure | null)[] = [
    survivalFigure(curves, reported, unit),
    endpointsFigure(endpoints, unit),
    occupancyFigure(endpoints, unit),
    deathRatioFigure(endpoints, unit),
    hazardFigure(curves, unit),
    hazardRatioFigure(curves, unit, hypothesis),
    replayFigure(replay, reported, unit),
  ];
  if (trial) {
    const { sides } = trial.unsized.test;
    const sequential = power?.sequential ?? check?.trial?.sequential ?? null;
    figures.push(
      powerFigure(curve, size, trial.patients, trial.targetPower),
      enrolmentFigure(trial.unsized, check?.trial ?? null, power?.alternative ?? null, unit),
      boundaryFigure(sequential, sides, 'z'),
      boundaryFigure(sequential, sides, 'hazardRatio', hypothesis),
      familyBoundsFigure(power?.family?.planned ?? check?.trial?.family ?? null),
      stoppingFigure(
        power,
        hypothesis?.nullRatio === undefined || hypothesis.nullRatio === 1 ? undefined : 'at the margin',
      ),
      detrimentFigure(power?.detriment ?? null),
      sensitivityFigure(sensitivity),
      ...(assurance?.priors ?? []).map((_, i) => priorFigure(assurance, i, hypothesis, unit)),
      powerOverPriorFigure(assurance, unit),
      assuranceFigure(assurance),
    );
  }
  return figures.filter((figure) => figure !== null);
}
