/** States an invariant. A failure is a bug in this program, never a mistake of its user. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** Unwraps a value that an invariant says is there. */
export function must<T>(value: T | undefined | null, message: string): T {
  if (value === undefined || value === null) throw new Error(`Expected a value: ${message}`);
  return value;
}

/**
 * Ends an exhaustive switch. A case added to the union without being handled stops compiling here,
 * and a value that reaches this at run time came in through a border that was not parsed.
 */
export function missingCase(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
