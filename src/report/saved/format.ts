/** The name of this version's format of results.json; it changes when a field is renamed or changes its meaning. */
export const FORMAT = 'trialwright result 2';
