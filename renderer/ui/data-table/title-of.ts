/** A column's title, as text. */
export function titleOf(column: { readonly header?: unknown; readonly id: string }): string {
  return typeof column.header === 'string' ? column.header : column.id;
}
