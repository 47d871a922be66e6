/** Stands for the id of a person where nobody has it. */
export const NOBODY = 'nobody';
