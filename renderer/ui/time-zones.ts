/** The list of a browser leaves UTC out, which is what many ships keep. */
export const TIME_ZONES: readonly string[] = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
