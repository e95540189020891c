/**
 * Mistakes in a group-sequential design: what the user reads, in full (without the file name). The block stands on line 23
 * of the sound scenario: 200 events of 300 patients enrolled over 24 months, two-sided 0.05, powers of 0.8 and 0.9 sought.
 */
import { describe, expect, it } from 'vitest';
import { draft, problems } from './draft.ts';

type Case = [block: string, message: string, ...edits: [from: string, to: string][]];

const HALF = 'looks: [{informationFraction: 0.5}]';
const HUNDRED = 'looks: [{events: 100}]';
const SPENDING = 'efficacy: { spending: obrienFleming }';
/** Twenty looks. */
const TWENTY = Array.from({ length: 20 }, (_, i) => `{events: ${5 * i + 5}}`).join(', ');

const WHOLE: Case[] = [
  [
    `{ ${HUNDRED}, ${SPENDING}, information: seen }`,
    '23: trial.sequential.information is "seen"; must be observed or planned',
  ],
  [`5`, '23: trial.sequential is 5; must be a block of keys: looks, efficacy, futility, information, reestimation'],
  [
    `{ ${HUNDRED}, ${SPENDING}, alpha: 0.05 }`,
    '23: trial.sequential.alpha is not a known key; known here: looks, efficacy, futility, information, reestimation',
  ],
];

const LOOKS: Case[] = [
  [
    `{ ${SPENDING} }`,
    '23: trial.sequential.looks is missing; must be a list of the looks before the final analysis, e.g. [{informationFraction: 0.5}]',
  ],
  [
    `{ looks: [], ${SPENDING} }`,
    '23: trial.sequential.looks is an empty list; must have at least one look before the final analysis, e.g. [{informationFraction: 0.5}]',
  ],
  [
    `{ looks: 0.5, ${SPENDING} }`,
    '23: trial.sequential.looks is 0.5; must be a list of the looks before the final analysis, e.g. [{informationFraction: 0.5}]',
  ],
  [
    `{ looks: [${TWENTY}], ${SPENDING} }`,
    '23: trial.sequential.looks is a list of 20; must have at most 19 looks, the final analysis not counted',
  ],
  [
    `{ looks: [0.5], ${SPENDING} }`,
    '23: trial.sequential.looks[0] is 0.5; must be a block of keys: events, of, arm, subgroup, calendarTime, followUp, medianFollowUp, patients, sinceLook, informationFraction, laterOf, earlierOf, efficacy, futility, test',
  ],
  [
    `{ looks: [{}], ${SPENDING} }`,
    '23: trial.sequential.looks[0] is incomplete; must give exactly one of events, calendarTime, followUp, medianFollowUp, informationFraction, laterOf, earlierOf',
  ],
  [
    `{ looks: [{efficacy: false}], ${SPENDING} }`,
    '23: trial.sequential.looks[0] is incomplete; must give exactly one of events, calendarTime, followUp, medianFollowUp, informationFraction, laterOf, earlierOf\n23: trial.sequential.looks[0] stops neither for efficacy nor for futility; leave it one of them, or remove the look',
  ],
  [
    `{ looks: [{events: 100}, {events: 90}], ${SPENDING} }`,
    '23: trial.sequential.looks[1].events is 90, after 100 at look 1; must be more: list the looks in order',
  ],
  [
    `{ looks: [{events: 100}, {calendarTime: 24}, {events: 90}], ${SPENDING} }`,
    '23: trial.sequential.looks[2].events is 90, after 100 at look 1; must be more: list the looks in order',
  ],
  [
    `{ looks: [{events: 200}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].events is 200; must be < 200, those of the final analysis',
  ],
  [
    `{ looks: [{events: 301}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].events is 301; must be ≤ 300, the number of patients: each has one event at most',
  ],
  [
    `{ looks: [{informationFraction: 0.5}, {informationFraction: 0.5}], ${SPENDING} }`,
    '23: trial.sequential.looks[1].informationFraction is 0.5, after 0.5 at look 1; must be more: list the looks in order',
  ],
  [
    `{ looks: [{informationFraction: 1}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].informationFraction is 1; must be > 0 and < 1 (a share of the final events), e.g. 0.5',
  ],
  [
    `{ looks: [{informationFraction: 50}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].informationFraction is 50; must be > 0 and < 1 (a share of the final events), e.g. 0.5',
  ],
  [
    `{ looks: [{calendarTime: 18}, {calendarTime: 12}], ${SPENDING} }`,
    '23: trial.sequential.looks[1].calendarTime is 12 months, after 18 months at look 1; must be later: list the looks in order',
  ],
  [
    `{ looks: [{calendarTime: 40}], ${SPENDING} }`,
    '23: trial.sequential.looks[0] is expected at month 40 (event 235), after the final analysis at month 31.7; plan it before',
  ],
  [
    `{ looks: [{calendarTime: 26}, {informationFraction: 0.5}], ${SPENDING} }`,
    '23: trial.sequential.looks[0] is expected at month 26 (event 161), after look 2 at month 19.2; list the looks in the order they come',
  ],
  [
    `{ looks: [{calendarTime: 18}, {sinceLook: 30}], ${SPENDING} }`,
    '23: trial.sequential.looks[1] is expected at month 48 (event 254), after the final analysis at month 31.7; plan it before',
  ],
  [
    `{ looks: [{sinceLook: 6}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].sinceLook is 6 months, but there is no look before it; use events, calendarTime or followUp',
  ],
  [
    `{ looks: [{laterOf: [{events: 50}, {sinceLook: 6}]}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].laterOf[1].sinceLook is 6 months, but there is no look before it; use events, calendarTime or followUp',
  ],
  [
    `{ looks: [{events: 50, patients: 20}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].patients is 20, but goes with followUp only, e.g. {followUp: 6, patients: 200}',
  ],
  [
    `{ looks: [{followUp: 6, patients: 301}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].patients is 301; must be ≤ 300, the number of patients',
  ],
  [
    `{ looks: [{events: 100, evnts: 3}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].evnts is not a known key; did you mean events?',
  ],
  [
    `{ looks: [{at: 3}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].at is not a known key; known here: events, of, arm, subgroup, calendarTime, followUp, medianFollowUp, patients, sinceLook, informationFraction, laterOf, earlierOf, efficacy, futility, test',
  ],
  [
    `{ looks: [{events: 100, futility: 0}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].futility is 0; must be true or false; false for a look without futility stop',
  ],
  [
    `{ looks: [{laterOf: [{events: 100}, {events: 100, futility: false}]}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].laterOf[1].futility is not a known key; known here: events, of, arm, subgroup, calendarTime, followUp, medianFollowUp, patients, sinceLook, informationFraction, laterOf, earlierOf',
  ],
  [
    `{ looks: [{events: 100, efficacy: false}], ${SPENDING} }`,
    '23: trial.sequential.looks[0] stops neither for efficacy nor for futility; leave it one of them, or remove the look',
  ],
  [
    `{ looks: [{events: 100, efficacy: true}], efficacy: none, futility: {z: 0} }`,
    '23: trial.sequential.looks[0].efficacy is true, but efficacy is none; remove it, or give efficacy, e.g. {spending: obrienFleming}',
  ],
  [
    `{ looks: [{events: 100, futility: true}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].futility is true, but sequential gives no futility; remove it, or give futility, e.g. {spending: obrienFleming}',
  ],
  [
    `{ looks: [{events: 100, futility: false}, {events: 150}], efficacy: none, futility: {z: 0} }`,
    '23: trial.sequential.looks[0] stops neither for efficacy nor for futility; leave it one of them, or remove the look',
  ],
  [
    `{ looks: [{events: 50}, {events: 100}], efficacy: none, reestimation: {maxEvents: 280} }`,
    '23: trial.sequential.looks[0] stops neither for efficacy nor for futility; leave it one of them, or remove the look',
  ],
  [`{ ${HALF}, ${SPENDING}, looks2: 1}`, '23: trial.sequential.looks2 is not a known key; did you mean looks?'],
  [
    `{ looks: [{informationFraction: 0.501}, {informationFraction: 0.502}], ${SPENDING} }`,
    '23: trial.sequential.looks[0] is expected at month 19.3 (event 101), together with look 2; plan them further apart',
  ],
];

const EFFICACY: Case[] = [
  [
    `{ ${HALF}, efficacy: none }`,
    '23: trial.sequential.efficacy is none; without futility no look would stop the trial; give futility, or efficacy, e.g. {spending: obrienFleming}',
  ],
  [
    `{ ${HALF}, efficacy: non }`,
    '23: trial.sequential.efficacy is "non"; must be none or a block of keys: spending, bounds, e.g. {spending: obrienFleming} (did you mean none?)',
  ],
  [
    `{ ${HALF}, efficacy: obrienFleming }`,
    '23: trial.sequential.efficacy is "obrienFleming"; must be none or a block of keys: spending, bounds, e.g. {spending: obrienFleming}',
  ],
  [
    `{ ${HALF} }`,
    '23: trial.sequential.efficacy is missing; must be none or a block of keys: spending, bounds, e.g. {spending: obrienFleming}',
  ],
  [
    `{ ${HALF}, efficacy: {} }`,
    '23: trial.sequential.efficacy is incomplete; must give exactly one of spending, bounds',
  ],
  [
    `{ ${HALF}, efficacy: {spending: pocock, bounds: pocock} }`,
    '23: trial.sequential.efficacy gives spending and bounds; must give exactly one of spending, bounds',
  ],
  [
    `{ ${HALF}, efficacy: {spending: pocok} }`,
    '23: trial.sequential.efficacy.spending is "pocok"; must be obrienFleming, pocock or a block of one key: hwangShihDeCani, kimDeMets, cumulative, e.g. {hwangShihDeCani: -4} (did you mean pocock?)',
  ],
  [
    `{ ${HALF}, efficacy: {spending: {hwangShiDeCani: -4}} }`,
    '23: trial.sequential.efficacy.spending.hwangShiDeCani is not a known key; did you mean hwangShihDeCani?',
  ],
  [
    `{ ${HALF}, efficacy: {spending: {hwangShihDeCani: low}} }`,
    '23: trial.sequential.efficacy.spending.hwangShihDeCani is "low"; must be a number ≥ -40 and ≤ 40 (γ; negative spends late, 0 evenly), e.g. -4',
  ],
  [
    `{ ${HALF}, efficacy: {spending: {kimDeMets: 0}} }`,
    '23: trial.sequential.efficacy.spending.kimDeMets is 0; must be > 0 (ρ, the power of the fraction), e.g. 3',
  ],
  [
    `{ ${HALF}, efficacy: {spending: {}} }`,
    '23: trial.sequential.efficacy.spending is incomplete; must give exactly one of hwangShihDeCani, kimDeMets, cumulative',
  ],
  [
    `{ ${HALF}, efficacy: {spending: {kimDeMets: 1, hwangShihDeCani: 2}} }`,
    '23: trial.sequential.efficacy.spending gives hwangShihDeCani and kimDeMets; must give exactly one of hwangShihDeCani, kimDeMets, cumulative',
  ],
  [
    `{ ${HALF}, efficacy: {spending: 5} }`,
    '23: trial.sequential.efficacy.spending is 5; must be obrienFleming, pocock or a block of one key: hwangShihDeCani, kimDeMets, cumulative, e.g. {hwangShihDeCani: -4}',
  ],
  [
    `{ ${HALF}, efficacy: {spending: [0.1, 0.2]} }`,
    '23: trial.sequential.efficacy.spending is a list of 2; must be obrienFleming, pocock or a block of one key: hwangShihDeCani, kimDeMets, cumulative, e.g. {hwangShihDeCani: -4}',
  ],
  [
    `{ ${HALF}, efficacy: {spending: {cumulative: [0.05]}} }`,
    '23: trial.sequential.efficacy.spending.cumulative is a list of 1; must have 2, one for each look and one for the final analysis',
  ],
  [
    `{ ${HALF}, efficacy: {spending: {cumulative: 0.05}} }`,
    '23: trial.sequential.efficacy.spending.cumulative is 0.05; must be a list of the alpha spent by each look and by the final analysis, e.g. [0.005, 0.025]',
  ],
  [
    `{ ${HALF}, efficacy: {spending: {cumulative: [0.06, 0.05]}} }`,
    '23: trial.sequential.efficacy.spending.cumulative[0] is 0.06; must be ≤ alpha (0.05)',
  ],
  [
    `{ looks: [{events: 50},{events: 100}], efficacy: {spending: {cumulative: [0.02, 0.01, 0.05]}} }`,
    '23: trial.sequential.efficacy.spending.cumulative[1] is 0.01; must be ≥ 0.02, what the look before has spent: the list is cumulative',
  ],
  [
    `{ ${HALF}, efficacy: {spending: {cumulative: [0.01, 0.04]}} }`,
    '23: trial.sequential.efficacy.spending.cumulative[1] is 0.04; must be alpha (0.05): the final analysis spends what is left',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {wangTsiatis: 2}} }`,
    '23: trial.sequential.efficacy.bounds.wangTsiatis is 2; must be ≥ -0.5 and ≤ 1 (Δ; 0 is O’Brien–Fleming, 0.5 Pocock), e.g. 0.25',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {haybittlePeto: 1}} }`,
    '23: trial.sequential.efficacy.bounds.haybittlePeto is 1, at which the looks spend all of alpha (0.05); must be higher, e.g. 2',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {haybittlePeto: -1}} }`,
    '23: trial.sequential.efficacy.bounds.haybittlePeto is -1; must be > 0 (z of every look before the final analysis), e.g. 3',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {z: [3]}} }`,
    '23: trial.sequential.efficacy.bounds.z is a list of 1; must have 2, one for each look and one for the final analysis',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {z: [.inf, 2]}} }`,
    '23: trial.sequential.efficacy.bounds.z[0] is .inf; must be > 0 and ≤ 20 (z of the test), e.g. 2.5',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {z: [3, null]}} }`,
    '23: trial.sequential.efficacy.bounds.z[1] is empty (null); must be a number: the final analysis always tests',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {z: [2, 1.96]}} }`,
    '23: trial.sequential.efficacy.bounds.z spend 0.07958 in all; must be ≤ alpha (0.05, two-sided): raise them, e.g. the last to 2.593',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {z: [1.5, 1.96]}} }`,
    '23: trial.sequential.efficacy.bounds.z spend 0.1547 in all; must be ≤ alpha (0.05, two-sided): raise those before the final analysis, which spend 0.1336',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {p: [0.03, 0.04]}} }`,
    '23: trial.sequential.efficacy.bounds.p spend 0.05931 in all; must be ≤ alpha (0.05, two-sided): lower them, e.g. the last to 0.0287',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {p: [0.001, 1]}} }`,
    '23: trial.sequential.efficacy.bounds.p[1] is 1; must be > 0 and < 1 (a nominal p-value with the sides of the test), e.g. 0.001',
  ],
  [
    `{ looks: [{informationFraction: 0.5, efficacy: false}], efficacy: {bounds: {z: [3, 2]}}, futility: {z: 0} }`,
    '23: trial.sequential.efficacy.bounds.z[0] is 3, but look 1 has efficacy: false; write null, or change the look',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {z: [1.9, 2.1], p: [0.1, 0.2]}} }`,
    '23: trial.sequential.efficacy.bounds gives z and p; must give exactly one of wangTsiatis, haybittlePeto, z, p',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {zz: [1.9, 2.1]}} }`,
    '23: trial.sequential.efficacy.bounds.zz is not a known key; did you mean z?',
  ],
  [
    `{ ${HALF}, efficacy: {bounds: obrienFlemming} }`,
    '23: trial.sequential.efficacy.bounds is "obrienFlemming"; must be obrienFleming, pocock or a block of one key: wangTsiatis, haybittlePeto, z, p, e.g. {haybittlePeto: 3} (did you mean obrienFleming?)',
  ],
];

const FUTILITY: Case[] = [
  [
    `{ looks: [{events: 100, futility: false}], ${SPENDING}, futility: {z: 0} }`,
    '23: trial.sequential.futility is given, but every look has futility: false; remove futility, or let one look have it',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {} }`,
    '23: trial.sequential.futility is incomplete; must give exactly one of spending, z, hazardRatio, conditionalPower, predictivePower',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {z: 0, hazardRatio: 1} }`,
    '23: trial.sequential.futility gives z and hazardRatio; must give exactly one of spending, z, hazardRatio, conditionalPower, predictivePower',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {z: 0, beta: 0.1} }`,
    '23: trial.sequential.futility.beta goes with spending only, not with z; remove it',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {z: 0, under: planned} }`,
    '23: trial.sequential.futility.under goes with conditionalPower only, not with z; remove it',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {spending: pocock, beta: 0.96} }`,
    '23: trial.sequential.futility.beta is 0.96; must be > 0 and < 0.95 (1 − alpha), for a power above alpha; e.g. 0.1',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {spending: pocock, beta: 1} }`,
    '23: trial.sequential.futility.beta is 1; must be > 0 and < 1 (1 − power), e.g. 0.1',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {spending: {cumulative: [0.1, 0.2]}, beta: 0.1} }`,
    '23: trial.sequential.futility.spending.cumulative[1] is 0.2; must be ≤ beta (0.1)',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {spending: {cumulative: [0.1, 0.96]}} }`,
    '23: trial.sequential.futility.spending spends 0.96; beta must be > 0 and < 0.95 (1 − alpha), for a power above alpha; e.g. 0.1',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {z: [0, 1]} }`,
    '23: trial.sequential.futility.z is a list of 2; must have 1, one for each look (null for no futility stop there)',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {z: [null]} }`,
    '23: trial.sequential.futility.z is null at every look; give a number for one, or remove futility',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {z: [low]} }`,
    '23: trial.sequential.futility.z[0] is "low"; must be a number ≥ -20 and ≤ 20 (z of the test, above 0 for benefit), e.g. 0',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {z: low} }`,
    '23: trial.sequential.futility.z is "low"; must be a number ≥ -20 and ≤ 20 (z of the test, above 0 for benefit), e.g. 0',
  ],
  [
    `{ looks: [{events: 100, futility: false}, {events: 150}], ${SPENDING}, futility: {z: [0, 0]} }`,
    '23: trial.sequential.futility.z[0] is 0, but look 1 has futility: false; write null, or change the look',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {z: 3} }`,
    '23: trial.sequential.futility.z is 3 at look 1; must be < 2.963, the efficacy bound there',
  ],
  [
    `{ looks: [{events: 100}, {events: 150}], ${SPENDING}, futility: {z: 2.5} }`,
    '23: trial.sequential.futility.z is 2.5 at look 2; must be < 2.359, the efficacy bound there',
  ],
  [
    `{ looks: [{events: 100}, {events: 150}], ${SPENDING}, futility: {hazardRatio: [0.5, 0.8]} }`,
    '23: trial.sequential.futility.hazardRatio is 0.5 at look 1; must be > 0.553, the hazard ratio that is the efficacy bound there',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {conditionalPower: 20} }`,
    '23: trial.sequential.futility.conditionalPower is 20; must be > 0 and < 1 (a conditional power), e.g. 0.2',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {conditionalPower: [0.1, 0.2]} }`,
    '23: trial.sequential.futility.conditionalPower is a list of 2; must have 1, one for each look (null for no futility stop there)',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {conditionalPower: 0.1, under: seen} }`,
    '23: trial.sequential.futility.under is "seen"; must be planned or observed',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {z: 0, binding: yes} }`,
    '23: trial.sequential.futility.binding is "yes"; must be true or false',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {z: {value: 0, source: guess}} }`,
    '23: trial.sequential.futility.z.source is "guess"; must be reported, derived or assumed',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {spending: {cumulative: [0, 0]}} }`,
    '23: trial.sequential.futility.spending spends 0; beta must be > 0 and < 0.95 (1 − alpha), for a power above alpha; e.g. 0.1',
  ],
  [
    `{ ${HALF}, ${SPENDING}, futility: {conditionalPower: 0.9, under: observed, binding: true} }`,
    '23: trial.sequential.futility.binding is true, but these futility stops and the efficacy bounds that take credit for them cannot be solved together; stop for futility less often, or leave binding out',
  ],
  [
    `{ looks: [{events: 100, futility: true}, {events: 150}], ${SPENDING}, futility: {z: [null, 0]} }`,
    '23: trial.sequential.futility.z[0] is empty (null), but look 1 has futility: true; give a number, or change the look',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {hazardRatio: 0.5} }`,
    '23: trial.sequential.futility.hazardRatio is 0.5 at look 1; must be > 0.553, the hazard ratio that is the efficacy bound there',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, futility: {hazardRatio: -0.5} }`,
    '23: trial.sequential.futility.hazardRatio is -0.5; must be > 0 (an observed hazard ratio, experimental ÷ control), e.g. 1',
  ],
];

const REESTIMATION: Case[] = [
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {} }`,
    '23: trial.sequential.reestimation.maxEvents is missing; must be a whole number ≥ 1 and ≤ 10,000,000 events, more than the final analysis plans, e.g. 525',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 200} }`,
    '23: trial.sequential.reestimation.maxEvents is 200; must be > 200, the events of the final analysis, e.g. 300',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 301} }`,
    '23: trial.sequential.reestimation.maxEvents is 301; must be ≤ 300, the number of patients: each has one event at most',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 280, look: 2} }`,
    '23: trial.sequential.reestimation.look is 2; must be 1, the only look',
  ],
  [
    `{ looks: [{events: 50},{events: 100}], ${SPENDING}, reestimation: {maxEvents: 280, look: 3} }`,
    '23: trial.sequential.reestimation.look is 3; must be 2, the last look before the final analysis',
  ],
  [
    `{ looks: [{events: 50},{events: 100}], ${SPENDING}, reestimation: {maxEvents: 280, look: 1} }`,
    '23: trial.sequential.reestimation.look is 1; must be 2, the last look before the final analysis',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 280, look: 0} }`,
    '23: trial.sequential.reestimation.look is 0; must be ≥ 1 and ≤ 19 (a look, counted from 1), e.g. 1',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 280, conditionalPower: {from: 0.9}} }`,
    '23: trial.sequential.reestimation.conditionalPower.from is 0.9; must be < 0.8, the first targetPower: the promising zone lies between',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 280, conditionalPower: {from: 0.9, target: 0.8}} }`,
    '23: trial.sequential.reestimation.conditionalPower.from is 0.9; must be < 0.8, the target: the promising zone lies between',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 280, conditionalPower: {target: 0.2}} }`,
    '23: trial.sequential.reestimation.conditionalPower.target is 0.2; must be > 0.3, where the promising zone begins by default: raise it, or give from',
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 280, statistic: weigted} }`,
    '23: trial.sequential.reestimation.statistic is "weigted"; must be weighted or unweighted (did you mean weighted?)',
  ],
];

const AROUND: Case[] = [
  [
    `{ looks: [{calendarTime: 40}], ${SPENDING} }`,
    '23: trial.sequential.looks[0].calendarTime is 40 months; must be < 36 months, the time of the final analysis',
    ['{ events: 200 }', '{ calendarTime: 36 }'],
  ],
  [
    `{ ${HUNDRED}, ${SPENDING} }`,
    '22: trial.analysis.informationFraction is 0.5, but only looks before the final analysis are at a share of its events; use events, calendarTime or followUp',
    ['{ events: 200 }', '{ informationFraction: 0.5 }'],
  ],
  [
    `{ ${HUNDRED}, ${SPENDING} }`,
    '22: trial.analysis.events is 300; must be ≤ 281, the events that 300 patients are expected to have in all, as the others drop out first: wait for fewer, plan at least 322 patients, or analyse at a calendarTime or after a followUp',
    ['{ events: 200 }', '{ events: 300 }'],
  ],
  [
    `{ looks: [{calendarTime: 18}], ${SPENDING}, reestimation: {maxEvents: 280} }`,
    '23: trial.sequential.reestimation changes the events of the final analysis, which waits for no events; let it wait for one count of events',
    ['{ events: 200 }', '{ calendarTime: 36 }'],
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 280} }`,
    '23: trial.sequential.reestimation begins at 0.3 by default; must be < 0.2, the first targetPower: the promising zone lies between',
    ['targetPower: [0.8, 0.9]', 'targetPower: 0.2'],
  ],
  [
    `{ ${HALF}, ${SPENDING} }`,
    '22: trial.sequential has analyses that wait for counts of events or patients, while trial.patients is left open; give patients, or plan the analyses by time',
    ['  patients: 300\n', ''],
  ],
  [
    `{ looks: [{calendarTime: 48}], ${SPENDING} }`,
    '22: trial.sequential.looks[0] is expected at month 48 (event 8456), after the final analysis at month 36; plan it before',
    ['  patients: 300\n', ''],
    ['{ events: 200 }', '{ followUp: 12 }'],
  ],
  [
    `{ ${HALF}, ${SPENDING}, futility: {z: 4} }`,
    '22: trial.sequential.futility.z is 4 at look 1; must be < 2.962, the efficacy bound there',
    ['  patients: 300\n', ''],
    ['{ events: 200 }', '{ calendarTime: 36 }'],
  ],
  [
    `{ looks: [{sinceLook: 3}], ${SPENDING} }`,
    '9: reported.conduct.analysis.sinceLook is 15 months, but there is no look before it; use events, calendarTime or followUp\n23: trial.sequential.looks[0].sinceLook is 3 months, but there is no look before it; use events, calendarTime or followUp',
    ['analysis: { calendarTime: 15 }', 'analysis: { sinceLook: 15 }'],
  ],
  [
    `{ looks: [{events: 1}, {events: 2}], ${SPENDING} }`,
    '9: reported.conduct.analysis.informationFraction is 0.4, but only looks before the final analysis are at a share of its events; use events, calendarTime or followUp',
    ['analysis: { calendarTime: 15 }', 'analysis: { informationFraction: 0.4 }'],
  ],
  [
    `{ ${HALF}, ${SPENDING} }`,
    '23: trial.sequential.looks[0] is a share of the events of a final analysis that itself waits for the look before (sinceLook); plan the look by events or time, or the final analysis without sinceLook',
    ['{ events: 200 }', '{ laterOf: [{events: 200}, {sinceLook: 9}] }'],
  ],
  [
    `{ ${HALF}, efficacy: {bounds: {z: [2.8, 1.96]}} }`,
    '23: trial.sequential.efficacy.bounds.z spend 0.02596 in all; must be ≤ alpha (0.025, one-sided): raise them, e.g. the last to 1.978',
    ['{ alpha: 0.05, sides: 2 }', '{ alpha: 0.025, sides: 1 }'],
  ],
  [
    `{ looks: [{events: 290}], ${SPENDING} }`,
    '23: trial.sequential.looks[0] is never expected to come: 300 patients are expected to have 281 events in all; wait for fewer',
    ['{ events: 200 }', '{ calendarTime: 36 }'],
  ],
  [
    `{ looks: [{calendarTime: 0.0000011}], ${SPENDING} }`,
    '23: trial.sequential.looks[0] is expected at month 0.0000011, before any event; plan it later',
    [
      '{ model: exponential, median: 9 }',
      '{ model: piecewise exponential, pieces: [{from: 0, hazard: 0}, {from: 3, hazard: 0.1}] }',
    ],
  ],
  [
    `{ looks: [{calendarTime: 30}, {calendarTime: 50}], ${SPENDING} }`,
    '23: trial.sequential.looks[0] is expected at month 30 (event 67), with no event from then to look 2 at month 50; plan them further apart',
    [
      '{ model: exponential, median: 9 }',
      '{ model: piecewise exponential, pieces: [{from: 0, hazard: 0.1}, {from: 3, hazard: 0}] }',
    ],
    ['{ events: 200 }', '{ calendarTime: 60 }'],
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 280} }`,
    '23: trial.sequential.reestimation changes the events of the final analysis, which waits for 200 or 210 events; let it wait for one count of events',
    ['{ events: 200 }', '{ laterOf: [{events: 200}, {events: 210}] }'],
  ],
  [
    `{ ${HUNDRED}, ${SPENDING}, reestimation: {maxEvents: 299} }`,
    '22: trial.sequential.reestimation.maxEvents is 299; must be > 299, the events of the final analysis, e.g. 300',
    ['{ events: 200 }', '{ events: 299 }'],
    ['  dropout: { probability: 0.05, by: 1 year }\n', ''],
  ],
];

describe.each([
  ['the block as a whole', WHOLE],
  ['looks', LOOKS],
  ['efficacy', EFFICACY],
  ['futility', FUTILITY],
  ['re-estimation', REESTIMATION],
  ['looks and the final analysis', AROUND],
])('%s', (_, cases) => {
  it.each(cases)('%s', async (block, message, ...edits) => {
    const text = draft(...edits, ['  test: {', `  sequential: ${block}\n  test: {`]);
    expect((await problems(text)).replaceAll('x.yaml:', '')).toBe(message);
  });
});
