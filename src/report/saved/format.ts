/** What a results.json of this version calls itself; another where a field is renamed or means something else. */
export const FORMAT = 'trialwright result 2';
