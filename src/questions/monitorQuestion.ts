/** The question `monitor`: looks of a running trial against its plan, simulating nothing. */

import type { FamilyMonitorResult } from './monitorFamilyResult.ts';
import type { PlannedMonitor } from './monitorPlan.ts';
import type { MonitorResult } from './monitorResult.ts';
import type { ObservationOptions } from './observations.ts';
import type { Question } from './question.ts';

const EXAMPLES = `
Examples:
  trialwright monitor scenarios/prospective-three-looks.yaml --events 204,318 --z 1.2,2.1
      the second look, with 318 events and log-rank z = 2.1, after a first at 204 events
  trialwright monitor scenarios/prospective-three-looks.yaml --events 204 --hazard-ratio 0.85 --patients look2.csv
      the same with the patients of the second look: lines such as
        arm,time,event
        TACE alone,7.5,1
        TACE + early camrelizumab,11.2,0
  trialwright monitor scenarios/prospective-three-looks.yaml --events 204,390 --z 1.2,2.3 --final
      the final analysis, the second look left out and some events short of the plan
  trialwright monitor scenarios/prospective-three-looks.yaml --events 204,260,318 --z 1.2,1.9,2.1 --looks 1,unplanned,2
      a look that was not planned between the first and the second
  trialwright monitor scenarios/survival-endpoints.yaml --patients looks.csv
      several endpoints and hypotheses: a line a patient and look so far, with
      the columns of the file that \`trialwright patients\` writes, such as
        look,arm,progression-free survival time,progression-free survival event,…`;

export const monitorQuestion: Question<MonitorResult | FamilyMonitorResult, PlannedMonitor, ObservationOptions> = {
  name: 'monitor',
  summary: 'a look at the running trial: bounds, decision, conditional power, result if stopped',
  text: 'Hold what was seen at a look, and the looks before it, against the bounds of a group-sequential trial at the information observed: decision, conditional and predictive power, re-estimated events, and the stagewise-adjusted result were the trial to stop. Of several hypotheses, patients of all looks so far: bounds at the information observed for each, what may be tested now and what a rejection frees, thresholds for a detriment. Simulates nothing.',
  examples: EXAMPLES,
  argument: 'scenario file (YAML or JSON) with trial.sequential',
  replicates: null,
  options: () => [
    { flags: '--events <list>', says: 'events at each look so far, in order, e.g. 204,318' },
    { flags: '--z <list>', says: 'log-rank z at each look, above 0 for benefit, e.g. 1.2,2.1' },
    { flags: '--hazard-ratio <list>', says: 'or hazard ratios: z = −ln(HR) √(events p₀p₁), e.g. 0.85,0.79' },
    {
      flags: '--patients <file>',
      says: 'CSV of the current look, columns arm, time (on study, in the unit of the scenario) and event (0, 1); --events and --z are then of the looks before. Of several hypotheses a line a patient and look, with the columns that `patients` writes',
    },
    {
      flags: '--looks <list>',
      says: 'which planned looks these were, where one was skipped or added, e.g. 1,3 or 1,2,unplanned,3',
    },
    {
      flags: '--final',
      says: 'the last of these is the final analysis, though fewer looks than planned took place',
    },
    { flags: '--prior-hr <hr>', says: 'centre of a normal prior of the log hazard ratio, for predictive power' },
    { flags: '--prior-sd <sd>', says: 'its standard deviation, e.g. 0.2' },
  ],
  needs: ({ trial }) => {
    if (trial === null) return 'trial is missing; monitor needs a planned trial with looks (trial.sequential)';
    const { unsized, patients } = trial;
    if (unsized.sequential === undefined)
      return 'trial.sequential is missing; monitor needs its looks and bounds, e.g. sequential: {looks: [{informationFraction: 0.5}], efficacy: {spending: obrienFleming}}';
    return patients === null ? 'trial.patients is missing; monitor needs N: give patients, or ask size for them' : null;
  },
  async plan(inquiry) {
    const { planMonitor } = await import('./monitorPlan.ts');
    return planMonitor(inquiry);
  },
  isShort: () => true,
  async ask(_asking, planned, keep) {
    if (planned.kind === 'family') {
      const { askFamilyMonitor } = await import('./monitorFamily.ts');
      keep(askFamilyMonitor(planned.monitored, planned.seen, planned.unit));
      return;
    }
    const { askMonitor } = await import('./monitor.ts');
    keep(askMonitor(planned.trial, planned.observations));
  },
};
