/**
 * Mistakes in a scenario's content, one edit of the sound scenario each: what the user reads.
 * Messages are the product here, so they stand in full (without the file name).
 */
import { describe, expect, it } from 'vitest';
import { draft, problems, SOUND } from './draft.ts';

const EDITS: [from: string, cases: [to: string, message: string][]][] = [
  [
    '{ model: relative, hazardRatio: 0.7 }',
    [
      [
        '{ model: relative, hazardRatio: -0.6 }',
        '17: trial.arms[New].survival.hazardRatio is -0.6; must be > 0 (experimental ÷ control; below 1 favours experimental), e.g. 0.7',
      ],
      [
        '{ model: relative, hazardRatio: 0 }',
        '17: trial.arms[New].survival.hazardRatio is 0; must be > 0 (experimental ÷ control; below 1 favours experimental), e.g. 0.7',
      ],
      [
        '{ model: relative, hazardRatoi: 0.6 }',
        '17: trial.arms[New].survival.hazardRatoi is not a known key; did you mean hazardRatio?',
      ],
      [
        '{ model: relative, hazardRatio: { value: -1, source: guess } }',
        '17: trial.arms[New].survival.hazardRatio.value is -1; must be > 0 (experimental ÷ control; below 1 favours experimental), e.g. 0.7\n17: trial.arms[New].survival.hazardRatio.source is "guess"; must be reported, derived or assumed',
      ],
      [
        '{ model: relative, hazardRatio: {source: assumed} }',
        '17: trial.arms[New].survival.hazardRatio.value is missing; must be a number ≥ 0.01 and ≤ 100 (experimental ÷ control; below 1 favours experimental), e.g. 0.7',
      ],
      [
        '{ model: relative }',
        '17: trial.arms[New].survival is incomplete; must give exactly one of hazardRatio, steps',
      ],
      [
        '{ model: relative, hazardRatio: 0.7, delay: 3, until: 2 }',
        '17: trial.arms[New].survival.until is 2 months; must be later than the delay of 3 months',
      ],
      [
        '{ model: relative, steps: [{from: 1, hazardRatio: 0.7}] }',
        '17: trial.arms[New].survival.steps[0].from is 1; must be 0 in the first of the list: it says what holds from the start',
      ],
      [
        '{ model: relative, steps: [{from: 0, hazardRatio: 0.7}, {from: 3, hazardRatio: 1}, {from: 2, hazardRatio: 1}] }',
        '17: trial.arms[New].survival.steps[2].from is 2, after 3; must be later: list them in order of time',
      ],
      [
        '{ model: relative, steps: [{from: 0, hazardRatio: 0.7}], delay: 2 }',
        '17: trial.arms[New].survival.delay goes with hazardRatio only; write it as one of the steps',
      ],
      [
        '{ model: exponental, median: 9 }',
        '17: trial.arms[New].survival.model is "exponental"; must be exponential, weibull, piecewise exponential, cure, relative, timed, transitions or published curve (did you mean exponential?)',
      ],
      [
        '{ median: 9 }',
        '17: trial.arms[New].survival.model is missing; must be exponential, weibull, piecewise exponential, cure, relative, timed, transitions or published curve',
      ],
      [
        '7',
        '17: trial.arms[New].survival is 7; must be a block of keys that names its model, e.g. {model: exponential, median: 9}',
      ],
      [
        '',
        '17: trial.arms[New].survival is empty (null); must be a block of keys that names its model, e.g. {model: exponential, median: 9}',
      ],
      [
        '[1]',
        '17: trial.arms[New].survival is a list of 1; must be a block of keys that names its model, e.g. {model: exponential, median: 9}',
      ],
      [
        '{ model: exponential, median: 9, hazard: 0.1 }',
        '17: trial.arms[New].survival gives median and hazard; must give exactly one of median, hazard, milestone',
      ],
      [
        '{ model: exponential, shape: 9 }',
        '17: trial.arms[New].survival.shape is not a known key; known here: model, median, hazard, milestone',
      ],
      [
        '{ model: exponential, median: 0 }',
        '17: trial.arms[New].survival.median is 0; must be a time > 0, e.g. 9 or "8 weeks"',
      ],
      [
        '{ model: exponential, median: -9 }',
        '17: trial.arms[New].survival.median is -9; must be a time > 0, e.g. 9 or "8 weeks"',
      ],
      [
        '{ model: exponential, median: .inf }',
        '17: trial.arms[New].survival.median is .inf; must be a time ≤ 1,000,000, e.g. 9 or "8 weeks"',
      ],
      [
        '{ model: exponential, median: .nan }',
        '17: trial.arms[New].survival.median is .nan; must be a time > 0: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks"',
      ],
      [
        '{ model: exponential, median: 1e400 }',
        '17: trial.arms[New].survival.median is 1e400; must be a time ≤ 1,000,000, e.g. 9 or "8 weeks"',
      ],
      [
        '{ model: exponential, median: 1e9 }',
        '17: trial.arms[New].survival.median is 1e9; must be a time ≤ 1,000,000, e.g. 9 or "8 weeks"',
      ],
      [
        '{ model: exponential, median: nine }',
        '17: trial.arms[New].survival.median is "nine"; must be a time > 0: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks"',
      ],
      [
        '{ model: exponential, median: 9 moths }',
        '17: trial.arms[New].survival.median is "9 moths"; must be a time > 0: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks" (did you mean "9 months"?)',
      ],
      [
        '{ model: exponential, median: true }',
        '17: trial.arms[New].survival.median is true; must be a time > 0: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks"',
      ],
      [
        '{ model: exponential, median: {value: 9} }',
        '17: trial.arms[New].survival.median.source is missing; must be reported, derived or assumed',
      ],
      [
        '{ model: exponential, median: }',
        '17: trial.arms[New].survival.median is empty (null); must be a time > 0: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks"',
      ],
      [
        '{ model: exponential, milestone: {time: 6, survival: 60} }',
        '17: trial.arms[New].survival.milestone.survival is 60; must be > 0 and < 1 (a share, e.g. 0.6 for 60 %)',
      ],
      [
        '{ model: exponential, milestone: {time: 6} }',
        '17: trial.arms[New].survival.milestone.survival is missing; must be a number > 0 and < 1 (a share, e.g. 0.6 for 60 %)',
      ],
      [
        '{ model: weibull, shape: 1.2 }',
        '17: trial.arms[New].survival gives shape; must give shape with scale, median or milestone; or median with milestone; or two milestones',
      ],
      [
        '{ model: weibull }',
        '17: trial.arms[New].survival is incomplete; must give shape with scale, median or milestone; or median with milestone; or two milestones',
      ],
      [
        '{ model: weibull, shape: 0, median: 9 }',
        '17: trial.arms[New].survival.shape is 0; must be > 0 (1 is exponential, above 1 the hazard rises), e.g. 1.2',
      ],
      [
        '{ model: weibull, milestones: [{time: 6, survival: 0.4},{time: 12, survival: 0.6}] }',
        '17: trial.arms[New].survival has 0.4 at 6 and 0.6 at 12; survival must be lower at the later of two times',
      ],
      [
        '{ model: weibull, milestones: [{time: 6, survival: 0.4}] }',
        '17: trial.arms[New].survival.milestones is a list of 1; must be a list of exactly two milestones, e.g. [{time: 6, survival: 0.7}, {time: 12, survival: 0.4}]',
      ],
      [
        '{ model: weibull, milestones: [{time: 6, survival: 0.99999},{time: 6.1, survival: 0.00001}] }',
        '17: trial.arms[New].survival needs a Weibull shape of 844.342 to go through both points; must be 0.05 to 20: check the points',
      ],
      [
        '{ model: piecewise exponential, milestones: [{time: 6, survival: 0.4},{time: 12, survival: 0.5}] }',
        '17: trial.arms[New].survival.milestones go from 0.4 at 6 to 0.5 at 12; survival must not rise',
      ],
      [
        '{ model: piecewise exponential, milestones: [{time: 6, survival: 0.4}], median: 7 }',
        '17: trial.arms[New].survival.milestones go from 0.4 at 6 to 0.5 at 7; survival must not rise',
      ],
      [
        '{ model: piecewise exponential, pieces: [{from: 0, hazard: 0},{from: 3, hazard: 0}] }',
        '17: trial.arms[New].survival.pieces have no hazard above 0, so that nobody ever has the event; give at least one',
      ],
      [
        '{ model: piecewise exponential, pieces: [{from: 2, hazard: 0.1}] }',
        '17: trial.arms[New].survival.pieces[0].from is 2; must be 0 in the first of the list: it says what holds from the start',
      ],
      [
        '{ model: piecewise exponential, pieces: [] }',
        '17: trial.arms[New].survival.pieces is an empty list; must have at least one piece, e.g. [{from: 0, hazard: 0.1}]',
      ],
      [
        '{ model: cure, cureFraction: 0.5, median: 9 }',
        '17: trial.arms[New].survival.cureFraction is 0.5; must be < 0.5, the survival at the median: the cured alone stay above it',
      ],
      [
        '{ model: cure, cureFraction: 0.3, milestone: {time: 6, survival: 0.2} }',
        '17: trial.arms[New].survival.cureFraction is 0.3; must be < 0.2, the survival at 6: the cured alone stay above it',
      ],
      [
        '{ model: cure, cureFraction: 1, median: 9 }',
        '17: trial.arms[New].survival.cureFraction is 1; must be ≥ 0 and < 1 (a share, e.g. 0.2 for 20 %)',
      ],
      [
        '{ model: cure, cureFraction: 0.2, uncured: {model: relative, hazardRatio: 2} }',
        '17: trial.arms[New].survival.uncured.model is "relative"; must be exponential, weibull or piecewise exponential',
      ],
      [
        '{ model: cure, cureFraction: 0.2 }',
        '17: trial.arms[New].survival is incomplete; must give exactly one of uncured, median, milestone',
      ],
    ],
  ],
  [
    '{ model: exponential, median: 9 }',
    [
      [
        '{ model: relative, hazardRatio: 0.7 }',
        '14: trial.arms[Old].survival.model is relative; the control arm must have a model of its own, e.g. exponential, for the other to be relative to',
      ],
    ],
  ],
  [
    'role: control\n',
    [
      [
        'role: experimental\n',
        '11: trial.arms has 2 arms (0 control and 2 experimental); must be one with role: control, one to 6 with role: experimental',
      ],
      [
        'role: controll\n',
        '13: trial.arms[Old].role is "controll"; must be control or experimental (did you mean control?)',
      ],
    ],
  ],
  [
    'role: experimental\n',
    [
      [
        'role: control\n',
        '11: trial.arms has 2 arms (2 control and 0 experimental); must be one with role: control, one to 6 with role: experimental',
      ],
    ],
  ],
  [
    'name: New\n',
    [
      ['name: Old\n', '15: trial.arms[1].name is the name of another arm too; give each its own'],
      ['name: ""\n', '15: trial.arms[1].name is an empty text; must be a text of 1 to 80 characters naming the arm'],
      [
        'name: 5\n',
        '15: trial.arms[1].name is 5; must be a text of 1 to 80 characters naming the arm; put it in quotes',
      ],
    ],
  ],
  [
    'allocation: "1:1"',
    [
      [
        'allocation: "0:1"',
        '18: trial.allocation is "0:1"; must be "experimental:control" in quotes, each 1 to 1000, e.g. "2:1", or with more arms "1:1:2"',
      ],
      [
        'allocation: "1"',
        '18: trial.allocation is "1"; must be "experimental:control" in quotes, each 1 to 1000, e.g. "2:1", or with more arms "1:1:2"',
      ],
      [
        'allocation: {1: 1}',
        '18: trial.allocation is a block of keys; must be "experimental:control" in quotes, each 1 to 1000, e.g. "2:1", or with more arms "1:1:2"',
      ],
      [
        'allocation: 20:51.5',
        '18: trial.allocation is "20:51.5"; must be "experimental:control" in quotes, each 1 to 1000, e.g. "2:1", or with more arms "1:1:2"',
      ],
      [
        'allocation: "1:1001"',
        '18: trial.allocation is "1:1001"; must be "experimental:control" in quotes, each 1 to 1000, e.g. "2:1", or with more arms "1:1:2"',
      ],
      [
        'allocation: 1',
        '18: trial.allocation is 1; must be "experimental:control" in quotes, each 1 to 1000, e.g. "2:1", or with more arms "1:1:2"',
      ],
      [
        'allocation: ["1:1"]',
        '18: trial.allocation is a list of 1; must be "experimental:control" in quotes, each 1 to 1000, e.g. "2:1", or with more arms "1:1:2"',
      ],
      [
        'allocation: null',
        '18: trial.allocation is empty (null); must be "experimental:control" in quotes, each 1 to 1000, e.g. "2:1", or with more arms "1:1:2"',
      ],
      [
        'allocation: "2:1:1"',
        '18: trial.allocation is "2:1:1"; must have 2 parts, one an arm: "experimental:control", e.g. "1:1"',
      ],
    ],
  ],
  [
    'patients: 300',
    [
      ['patients: 0', '19: trial.patients is 0; must be ≥ 2 and ≤ 10,000,000 patients, e.g. 300'],
      ['patients: -3', '19: trial.patients is -3; must be ≥ 2 and ≤ 10,000,000 patients, e.g. 300'],
      ['patients: 1e9', '19: trial.patients is 1e9; must be ≥ 2 and ≤ 10,000,000 patients, e.g. 300'],
      ['patients: 2.5', '19: trial.patients is 2.5; must be a whole number ≥ 2 and ≤ 10,000,000 patients, e.g. 300'],
      [
        'patients: "300"',
        '19: trial.patients is "300"; must be a whole number ≥ 2 and ≤ 10,000,000 patients, e.g. 300',
      ],
      [
        'patients: ',
        '19: trial.patients is empty (null); must be a whole number ≥ 2 and ≤ 10,000,000 patients, e.g. 300',
      ],
      [
        'patients: {value: 300, source: asumed}',
        '19: trial.patients.source is "asumed"; must be reported, derived or assumed (did you mean assumed?)',
      ],
    ],
  ],
  [
    'accrual: { duration: 24 }',
    [
      [
        'accrual: {}',
        '20: trial.accrual is incomplete; must give a duration, a rate, rates, or a duration with relativeRates, e.g. {duration: 24} or {rate: 10}',
      ],
      ['accrual: { duration: 24, patten: even }', '20: trial.accrual.patten is not a known key; did you mean pattern?'],
      [
        'accrual: { rate: 10, rates: [{from: 0, rate: 3}] }',
        '20: trial.accrual gives rate and rates; must give a duration, a rate, rates, or a duration with relativeRates, e.g. {duration: 24} or {rate: 10}',
      ],
      [
        'accrual: { rate: 10, duration: 20 }',
        '20: trial.accrual.duration is 20 months, in which the rate enrols 200 patients, not 300; give two of the three: leave out duration (then 30 months), patients (then 200) or rate (then 15 a month)',
      ],
      [
        'accrual: { rates: [{from: 0, rate: 10},{from: 10, rate: 0}] }',
        '20: trial.accrual.rates end in 0 after 100 of 300 patients, and never reach the rest; let the last rate be above 0, or plan at most 100 patients',
      ],
      [
        'accrual: { rates: [{from: 0, rate: 10},{from: 10, rate: 0}], duration: 12 }',
        '20: trial.accrual.duration is 12 months, in which the rates enrol 100 patients, not 300; give two of the three: leave out patients (then 100), or write relativeRates, which are scaled to the duration',
      ],
      [
        'accrual: {rates: [{from: 0, rate: 0}]}',
        '20: trial.accrual.rates are all 0, so that nobody ever enters; give at least one above 0',
      ],
      [
        'accrual: {rate: 1e-9}',
        '20: trial.accrual takes 300000000000 months to enrol 300 patients; must be ≤ 1,000,000: enrol faster',
      ],
      ['accrual: {rate: -1}', '20: trial.accrual.rate is -1; must be > 0 patients per timeUnit, e.g. 10'],
      ['accrual: {duration: -1}', '20: trial.accrual.duration is -1; must be a time ≥ 0, e.g. 9 or "8 weeks"'],
      [
        'accrual: {duration: 24, pattern: evn}',
        '20: trial.accrual.pattern is "evn"; must be uniform, even or poisson (did you mean even?)',
      ],
      [
        'accrual: 24',
        '20: trial.accrual is 24; must be a block of keys: pattern, duration, rate, rates, relativeRates',
      ],
    ],
  ],
  [
    'analysis: { events: 200 }',
    [
      [
        'analysis: { events: 301 }',
        '22: trial.analysis.events is 301; must be ≤ 300, the number of patients: each has one event at most',
      ],
      ['analysis: { events: 0 }', '22: trial.analysis.events is 0; must be ≥ 1 and ≤ 10,000,000 events, e.g. 256'],
      [
        'analysis: { calendarTime: 23.9 }',
        '22: trial.analysis.calendarTime is 23.9 months; must be ≥ 24 months, when enrolment ends: analyse later, enrol faster, or use followUp',
      ],
      [
        'analysis: { calendarTime: 1 year }',
        '22: trial.analysis.calendarTime is 12 months; must be ≥ 24 months, when enrolment ends: analyse later, enrol faster, or use followUp',
      ],
      ['analysis: { followUp: -1 }', '22: trial.analysis.followUp is -1; must be a time ≥ 0, e.g. 9 or "8 weeks"'],
      [
        'analysis: {}',
        '22: trial.analysis is incomplete; must give exactly one of events, calendarTime, followUp, medianFollowUp, laterOf, earlierOf',
      ],
      [
        'analysis: {events: 100, followUp: 12}',
        '22: trial.analysis gives events and followUp; must give exactly one of events, calendarTime, followUp, medianFollowUp, laterOf, earlierOf; combine rules by laterOf or earlierOf',
      ],
      [
        'analysis: { laterOf: [{events: 100}, {calendarTime: 12}] }',
        '22: trial.analysis.laterOf[1].calendarTime is 12 months; must be ≥ 24 months, when enrolment ends: analyse later, enrol faster, or use followUp',
      ],
      [
        'analysis: { earlierOf: [{followUp: 3}, {calendarTime: 12}] }',
        '22: trial.analysis.earlierOf[1].calendarTime is 12 months; must be ≥ 24 months, when enrolment ends: analyse later, enrol faster, or use followUp',
      ],
      [
        'analysis: { earlierOf: [{followUp: 3}] }',
        '22: trial.analysis.earlierOf is a list of 1; must be a list of 2 to 10 rules of which the earlier counts, e.g. [{events: 256}, {followUp: 12}]',
      ],
      [
        'analysis: { laterOf: [{evnets: 3}, {followUp: 3}] }',
        '22: trial.analysis.laterOf[0].evnets is not a known key; did you mean events?',
      ],
      [
        'analysis: { sinceLook: 6 }',
        '22: trial.analysis.sinceLook is 6 months, but there is no look before it; use events, calendarTime or followUp',
      ],
      [
        'analysis: { informationFraction: 0.5 }',
        '22: trial.analysis.informationFraction is 0.5, but only looks before the final analysis are at a share of its events; use events, calendarTime or followUp',
      ],
      [
        'analysis: { events: 200, patients: 100 }',
        '22: trial.analysis.patients is 100, but goes with followUp only, e.g. {followUp: 6, patients: 200}',
      ],
      [
        'analysis: { followUp: 6, patients: 301 }',
        '22: trial.analysis.patients is 301; must be ≤ 300, the number of patients',
      ],
      [
        'analysis: { at: 3 }',
        '22: trial.analysis.at is not a known key; known here: events, of, arm, subgroup, calendarTime, followUp, medianFollowUp, patients, sinceLook, informationFraction, laterOf, earlierOf',
      ],
    ],
  ],
  [
    'dropout: { probability: 0.05, by: 1 year }',
    [
      ['dropout: { hazard: -1 }', '21: trial.dropout.hazard is -1; must be ≥ 0 and ≤ 1,000 per timeUnit, e.g. 0.077'],
      [
        'dropout: { probability: 0.05 }',
        '21: trial.dropout gives probability; must give hazard, or probability and by, e.g. {probability: 0.05, by: 1 year}',
      ],
      [
        'dropout: { probability: 5, by: 12 }',
        '21: trial.dropout.probability is 5; must be ≥ 0 and < 1 (a share, e.g. 0.05 for 5 %)',
      ],
      [
        'dropout: {}',
        '21: trial.dropout is incomplete; must give hazard, or probability and by, e.g. {probability: 0.05, by: 1 year}',
      ],
      [
        'dropout: {hazard: 0.1, by: 3}',
        '21: trial.dropout gives hazard and by; must give hazard, or probability and by, e.g. {probability: 0.05, by: 1 year}',
      ],
    ],
  ],
  [
    'test: { alpha: 0.05, sides: 2 }',
    [
      [
        'test: { alpha: 0, sides: 2 }',
        '23: trial.test.alpha is 0; must be > 0 (the significance level, e.g. 0.05 with sides: 2)',
      ],
      [
        'test: { alpha: 1, sides: 2 }',
        '23: trial.test.alpha is 1; must be > 0 and < 0.5 (the significance level, e.g. 0.05 with sides: 2)',
      ],
      [
        'test: { alpha: 0.5, sides: 1 }',
        '23: trial.test.alpha is 0.5; must be > 0 and < 0.5 (the significance level, e.g. 0.05 with sides: 2)',
      ],
      ['test: { alpha: 0.05, sides: 3 }', '23: trial.test.sides is 3; must be 1 (rejects for benefit only) or 2'],
      [
        'test: { alpha: 0.05 }',
        '23: trial.test gives alpha without sides; give both, e.g. {alpha: 0.05, sides: 2} or {alpha: 0.025, sides: 1}',
      ],
      [
        'test: { sides: 1 }',
        '23: trial.test gives sides without alpha; give both, e.g. {alpha: 0.05, sides: 2} or {alpha: 0.025, sides: 1}',
      ],
      [
        'test: 5 %',
        '23: trial.test is "5 %"; must be a block of keys: statistic, alpha, sides, margin, stratifiedBy, adjustedFor, origin, compare',
      ],
    ],
  ],
  [
    'targetPower: [0.8, 0.9]',
    [
      [
        'targetPower: 0.05',
        '24: trial.targetPower is 0.05; must be > alpha (0.05), which a trial reaches without any effect; e.g. 0.8',
      ],
      ['targetPower: 1', '24: trial.targetPower is 1; must be > 0 and < 1 (a share, e.g. 0.9 for 90 %)'],
      [
        'targetPower: [0.8, 0.04]',
        '24: trial.targetPower[1] is 0.04; must be > alpha (0.05), which a trial reaches without any effect; e.g. 0.8',
      ],
      ['targetPower: 80', '24: trial.targetPower is 80; must be > 0 and < 1 (a share, e.g. 0.9 for 90 %)'],
      ['targetPower: []', '24: trial.targetPower is an empty list; must name at least one power, e.g. 0.9'],
      [
        'targetPower: high',
        '24: trial.targetPower is "high"; must be a number > 0 and < 1 (a share, e.g. 0.9 for 90 %)',
      ],
    ],
  ],
  [
    'precision: { replicates: 1000 }',
    [
      [
        'precision: { replicates: 0 }',
        '25: precision.replicates is 0; must be ≥ 1 and ≤ 10,000,000,000 (simulated trials), e.g. 100000',
      ],
      [
        'precision: { replicates: 1e11 }',
        '25: precision.replicates is 1e11; must be ≥ 1 and ≤ 10,000,000,000 (simulated trials), e.g. 100000',
      ],
      [
        'precision: { replicates: 1.5 }',
        '25: precision.replicates is 1.5; must be a whole number ≥ 1 and ≤ 10,000,000,000 (simulated trials), e.g. 100000',
      ],
      [
        'precision: { replicates: 100_000 }',
        '25: precision.replicates is "100_000"; must be a whole number ≥ 1 and ≤ 10,000,000,000 (simulated trials), e.g. 100000',
      ],
      ['precision: { standardError: 0 }', '25: precision.standardError is 0; must be > 0 (of a power), e.g. 0.001'],
      [
        'precision: { standardError: 0.2 }',
        '25: precision.standardError is 0.2; must be > 0 and ≤ 0.1 (of a power), e.g. 0.001',
      ],
      [
        'precision: { standardError: 0.001, replicates: 10 }',
        '25: precision gives replicates and standardError; must give one: the other follows from it',
      ],
      [
        'precision: { sizeInterval: 0 }',
        '25: precision.sizeInterval is 0; must be > 0 (a share of the sample size), e.g. 0.01',
      ],
      ['precision: 10', '25: precision is 10; must be a block of keys: replicates, standardError, sizeInterval'],
    ],
  ],
  [
    'timeUnit: month',
    [
      ['timeUnit: months', '2: timeUnit is "months"; must be day, week, month or year (did you mean month?)'],
      ['timeUnit: fortnight', '2: timeUnit is "fortnight"; must be day, week, month or year'],
      ['timeUnit: ', '2: timeUnit is empty (null); must be day, week, month or year'],
      ['timeUnit: 3', '2: timeUnit is 3; must be day, week, month or year'],
    ],
  ],
  ['timeUnit: month\n', [['', '1: timeUnit is missing; must be day, week, month or year']]],
  ['title: A trial\n', [['', '1: title is missing; must be a text of 1 to 300 characters saying what is simulated']]],
  [
    'title: A trial',
    [
      ['title: 5', '1: title is 5; must be a text of 1 to 300 characters saying what is simulated; put it in quotes'],
      [
        'tittle: A trial',
        '1: title is missing; must be a text of 1 to 300 characters saying what is simulated\n1: tittle is not a known key; did you mean title?',
      ],
    ],
  ],
  [
    'seed: x',
    [
      ['seed: ""', '3: seed is an empty text; must be a text of 1 to 200 characters or a whole number'],
      ['seed: 1.5', '3: seed is 1.5; must be a text of 1 to 200 characters or a whole number; put it in quotes'],
      [
        '__proto__: {a: 1}\nconstructor: 2\nseed: x',
        '3: __proto__ is not a known key; known here: $schema, title, citation, timeUnit, seed, reported, conduct, evidence, trial, responseTrial, singleArm, harms, whatIf, precision\n4: constructor is not a known key; known here: $schema, title, citation, timeUnit, seed, reported, conduct, evidence, trial, responseTrial, singleArm, harms, whatIf, precision',
      ],
    ],
  ],
  [
    'ci: [3, 15]',
    [
      [
        'ci: [10, 15]',
        '6: reported.arms[Old].median.ci is [10, 15]; must be [low, high] around the value 9: check the publication',
      ],
      [
        'ci: [3]',
        '6: reported.arms[Old].median.ci is a list of 1; must be [low, high] of the 95 % confidence interval',
      ],
      [
        'ci: [15, 3]',
        '6: reported.arms[Old].median.ci is [15, 3]; must be [low, high] around the value 9: check the publication',
      ],
      ['ci: 3-15', '6: reported.arms[Old].median.ci is "3-15"; must be [low, high] of the 95 % confidence interval'],
    ],
  ],
  [
    'deaths: 5',
    [
      ['deaths: 21', '7: reported.arms[New].deaths is 21; must be ≤ 20, the patients of the arm'],
      [
        'deaths: 5, milestones: [{time: 3, survival: 0.6},{time: 6, survival: 0.7}]',
        '7: reported.arms[New].milestones[1].survival is 0.7 at 6; must be ≤ 0.6, the survival at 3: it cannot rise',
      ],
      [
        'responses: {complete: 10, partial: 11}',
        '7: reported.arms[New].responses add up to 21; must be ≤ 20, the patients of the arm',
      ],
    ],
  ],
  [
    'hazardRatio: { value: 1.2, ci: [0.6, 2.4] }',
    [
      [
        'hazardRatio: { value: 1.2, ci: [1.3, 2.4] }',
        '8: reported.hazardRatio.ci is [1.3, 2.4]; must be [low, high] around the value 1.2: check the publication',
      ],
      [
        'hazardRatio: { value: 0 }',
        '8: reported.hazardRatio.value is 0; must be > 0 (experimental ÷ control), e.g. 0.7',
      ],
      ['pValue: 5', '8: reported.pValue is 5; must be ≥ 0 and ≤ 1 (a probability, e.g. 0.586)'],
    ],
  ],
  [
    'calendarTime: 15',
    [
      [
        'calendarTime: 9',
        '9: reported.conduct.analysis.calendarTime is 9 months; must be ≥ 10 months, when enrolment ends: analyse later, enrol faster, or use followUp',
      ],
      [
        'sinceLook: 3',
        '9: reported.conduct.analysis.sinceLook is 3 months, but there is no look before it; use events, calendarTime or followUp',
      ],
      [
        'events: 72',
        '9: reported.conduct.analysis.events is 72; must be ≤ 71, the number of patients: each has one event at most',
      ],
    ],
  ],
  [
    'accrual: { duration: 10 }, ',
    [
      [
        '',
        '9: reported.conduct lacks accrual; a replay must know both, e.g. accrual: {duration: 10}, analysis: {calendarTime: 15}, or followUp: by arm',
      ],
    ],
  ],
  [
    'reported:\n',
    [
      [
        'reported:\n  followUp: 3\n',
        '5: reported.followUp is not a known key; known here: name, citation, timeUnit, endpoint, arms, design, procedure, secondTreatment, hazardRatio, prognosticFactors, pValue, responsePValues, conduct',
      ],
    ],
  ],
  [
    'median: 9 }',
    [
      [
        'median: {value: 9, source: reported, note: first, second} }',
        '14: trial.arms[Old].survival.median.second is not a known key; put a text with a comma in it in quotes',
      ],
    ],
  ],
];

const read = async (text: string) => (await problems(text)).replaceAll('x.yaml:', '');

describe.each(EDITS)('in place of %j', (from, cases) => {
  it.each(cases)('%j', async (to, message) => {
    expect(await read(draft([from, to]))).toBe(message);
  });
});

describe('several things at once', () => {
  it('rates that end, with the patients left open', async () => {
    const rates = 'accrual: { rates: [{from: 0, rate: 10},{from: 10, rate: 0}] }';
    expect(await read(draft(['  patients: 300\n', ''], ['accrual: { duration: 24 }', rates]))).toBe(
      '19: trial.accrual.rates end in 0 while patients is left open; let the last rate be above 0, or give patients',
    );
  });

  it('rates and a duration that enrol nobody', async () => {
    const slow = 'accrual: { rate: 0.1, duration: 3 }';
    expect(await read(draft(['  patients: 300\n', ''], ['accrual: { duration: 24 }', slow]))).toBe(
      '19: trial.accrual enrols 0.3 patients, fewer than one an arm; change its rates or duration',
    );
  });

  it('lists every problem in order of line, those across fields of sound parts too', async () => {
    const text = draft(
      ['deaths: 5', 'deaths: 50'],
      ['hazardRatio: 0.7', 'hazardRatio: 0'],
      ['{ replicates: 1000 }', '{ replicates: 0 }'],
    );
    expect((await read(text)).split('\n').map((line) => line.replace(/ is .*/, ''))).toEqual([
      '7: reported.arms[New].deaths',
      '17: trial.arms[New].survival.hazardRatio',
      '25: precision.replicates',
    ]);
  });

  it('stops at ten', async () => {
    const unknown = Array.from({ length: 13 }, (_, i) => `key${i}: 1\n`).join('');
    const lines = (await read(SOUND + unknown)).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[10]).toBe('and 3 more');
  });

  it('shows an aliased value where it is used', async () => {
    const text = draft(
      ['survival: { model: exponential', 'survival: &old { model: exponential'],
      ['{ model: relative, hazardRatio: 0.7 }', '{ <<: *old, median: -3 }'],
    );
    expect(await read(text)).toBe('17: trial.arms[New].survival.median is -3; must be a time > 0, e.g. 9 or "8 weeks"');
  });

  it('shows long and malicious values safely', async () => {
    const long = await read(draft(['median: 9 }', `median: ${'x'.repeat(500)} }`]));
    expect(long).toContain(`is "${'x'.repeat(59)}…"; must be`);
    const coloured = await read(draft(['median: 9 }', 'median: "\\e[31m\\u202ered\\n" }']));
    expect(coloured).toContain('is "[31m red"; must be');
    expect(await read(draft(['name: New\n', 'name: "\\e[31mred"\n']))).toBe(
      '15: trial.arms[1].name is "[31mred"; must be text without control characters',
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
    expect(await read(`"\\e[2J": 1\n${SOUND}`)).not.toMatch(/[\u0000-\u0009\u001b]/);
  });

  it('is not led astray by the names of prototypes', async () => {
    await problems(draft(['seed: x', '__proto__: { polluted: 1 }\nseed: x']));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(await read(draft(['hazardRatio: 0.7', 'toString: 1, hazardRatio: 0.7']))).toContain(
      'toString is not a known key',
    );
  });

  it('knows YAML 1.1, where 20:51 is the number 1251', async () => {
    expect(await read(`%YAML 1.1\n---\n${draft(['"1:1"', '20:51'])}`)).toContain(
      '20: trial.allocation is 20:51; must be "experimental:control" in quotes',
    );
  });
});
