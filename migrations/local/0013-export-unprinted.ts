/** How many characters an export could not show: the fonts of a PDF have Latin, Greek and Cyrillic. */
export const number = 13;
export const name = 'export-unprinted';

export const up = `
ALTER TABLE export ADD COLUMN charactersUnprinted INTEGER NOT NULL DEFAULT 0;
`;
