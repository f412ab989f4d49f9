/** The script that looks after a history, from its source. */
export const care = new URL('../../../src/extension/engine/care.ts', import.meta.url);
