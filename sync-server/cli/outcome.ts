/** What a command answers: an object for scripts, lines for people. */
export type Outcome = { readonly json: object; readonly lines: readonly string[] };

export function textOf({ json, lines }: Outcome, wantsJson: boolean): string {
  return wantsJson ? JSON.stringify(json) : lines.join('\n');
}
