/** The figures of an answer, in reading order. */
import type { Scenario } from '../../scenario/scenario.ts';
import type { Answer } from '../document.ts';
import { boundaryFigure } from './boundaryFigure.ts';
import { enrolmentFigure } from './enrolmentFigure.ts';
import type { Figure } from './figure.ts';
import { hazardFigure, hazardRatioFigure } from './hazardFigure.ts';
import { powerFigure } from './powerFigure.ts';
import { replayFigure } from './replayFigure.ts';
import { sensitivityFigure } from './sensitivityFigure.ts';
import { stoppingFigure } from './stoppingFigure.ts';
import { survivalFigure } from './survivalFigure.ts';
import { timingFigure } from './timingFigure.ts';

export function figuresOf(scenario: Scenario, answer: Answer): Figure[] {
  const { trial, reported, timeUnit: unit } = scenario;
  const { check, power, size, curve, replay, sensitivity, timing } = partsOf(answer);
  const curves = check?.trial?.curves ?? null;
  const figures: (Figure | null)[] = [
    survivalFigure(curves, reported, unit),
    hazardFigure(curves, unit),
    hazardRatioFigure(curves, unit),
    replayFigure(replay, reported, unit),
  ];
  if (trial) {
    const { sides } = trial.design.test;
    const sequential = power?.sequential ?? check?.trial?.sequential ?? null;
    figures.push(
      powerFigure(curve, size, trial.patients, trial.targetPower),
      enrolmentFigure(trial.design, check?.trial ?? null, power?.alternative ?? null, unit),
      boundaryFigure(sequential, sides, 'z'),
      boundaryFigure(sequential, sides, 'hazardRatio'),
      stoppingFigure(power),
      sensitivityFigure(sensitivity),
    );
  }
  figures.push(timingFigure(timing, unit));
  return figures.filter((figure) => figure !== null);
}

/** What an answer holds, whatever was asked. */
function partsOf(answer: Answer) {
  const run = answer.question === 'run' ? answer.result : null;
  return {
    check: answer.question === 'check' ? answer.result : (run?.check ?? null),
    replay: answer.question === 'replay' ? answer.result : (run?.replay ?? null),
    power: answer.question === 'power' ? answer.result : (run?.power ?? null),
    size: answer.question === 'size' ? answer.result : (run?.size ?? null),
    curve: run?.curve ?? null,
    sensitivity: run?.sensitivity ?? null,
    timing: answer.question === 'timing' ? answer.result : null,
  };
}
