import { Table } from '@mantine/core';

type ColumnHeadsProps = {
  /** In the order of the columns, each another one. */
  readonly titles: readonly string[];
  /** A last column without a title. */
  readonly hasButtons?: boolean;
};

/** The head of a table that is neither sorted nor arranged. */
export function ColumnHeads({ titles, hasButtons = false }: ColumnHeadsProps) {
  return (
    <Table.Thead>
      <Table.Tr>
        {titles.map((title) => (
          <Table.Th key={title} scope="col">
            {title}
          </Table.Th>
        ))}
        {hasButtons ? <Table.Td /> : null}
      </Table.Tr>
    </Table.Thead>
  );
}
