/** Outputs of a record by name, in the order in which results.json lists their files. */
export const OUTPUT_NAMES = ['text', 'tables', 'figures', 'page', 'markdown', 'word'] as const;

export type Output = (typeof OUTPUT_NAMES)[number];
