import { Table } from '@mantine/core';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { instantText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { StateText } from './state-text.tsx';
import { ColumnHeads } from '#renderer/ui/column-heads.tsx';

type Sites = Answer<'incidents.circular'>['sites'];

/** Which sites have it, which have answered, and which are late. */
export function SitesTable({ sites }: { sites: Sites }) {
  const { t } = useWords();
  const here = useSite();
  const columns = ['site', 'arrived', 'acknowledged', 'note'] as const;
  return (
    <Panel title={t('incidents.circular.sites')} flush>
      <Table aria-label={t('incidents.circular.sites')} verticalSpacing={6}>
        <ColumnHeads titles={columns.map((column) => t(`incidents.circular.column.${column}`))} />
        <Table.Tbody>
          {sites.map((one) => (
            <Table.Tr key={one.id}>
              <Table.Th scope="row">{one.siteName ?? t('incidents.detail.unknownSite')}</Table.Th>
              <Table.Td>
                {one.arrivedAt === null
                  ? t('incidents.circular.notArrived')
                  : instantText(one.arrivedAt, here?.timeZone)}
              </Table.Td>
              <Table.Td>
                <StateText state={one.state} />
                {one.acknowledgedAt === null
                  ? null
                  : `, ${one.acknowledgedByName ?? ''}, ${instantText(one.acknowledgedAt, here?.timeZone)}`}
              </Table.Td>
              <Table.Td>{one.note}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
