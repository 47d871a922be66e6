import { Button, Modal, Skeleton, Table } from '@mantine/core';
import { useState } from 'react';
import type { policies } from '#shared/domains/incidents/queries/policies.ts';
import { toldAtReport } from '#shared/domains/incidents/rules/policy.ts';
import type { SeverityRule } from '#shared/domains/incidents/schema/policy.ts';
import { ANY_TYPE } from '#shared/domains/incidents/schema/policy.ts';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useHashSearch } from '#renderer/shell/hash-location.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { SiteChoice } from '../rota/rota-page.tsx';
import styles from '../rota/rota.module.css';
import { PolicyForm } from './policy-form.tsx';
import { ColumnHeads } from '#renderer/ui/column-heads.tsx';

export type PolicyRow = ReturnType<(typeof policies)['run']>['rows'][number];
const WORST_FIRST = SEVERITIES.toReversed();

/** What holds for each type of incident at a site: times, clock and ladder, and where that was said. */
export function PoliciesPage() {
  const { t } = useWords();
  const mayConfigure = useMay()('incidents.configure');
  const own = useSite();
  const siteId = new URLSearchParams(useHashSearch()).get('site') ?? own?.id ?? '';
  const answer = useAnswer('incidents.policies', { siteId }, { enabled: siteId !== '' });
  const drop = useCommand('incidents.dropPolicy');
  const [edited, setEdited] = useState<PolicyRow | null>(null);
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={320} radius={6} />;
  const { siteName, rows } = answer.data;
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('incidents.policy.title')} note={t('incidents.policy.note', { site: siteName })}>
        <SiteChoice siteId={siteId} path="/incidents/policies" />
      </PageHeader>
      <p className={pages.lead}>{t('incidents.policy.why')}</p>
      <ErrorAlert error={drop.error} />
      <div className={styles.policyTable}>
        <Table aria-label={t('incidents.policy.title')} verticalSpacing={6}>
          <PolicyHead />
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.incidentType}>
                <Table.Th scope="row">{typeText(row, t)}</Table.Th>
                {WORST_FIRST.map((severity) => (
                  <Table.Td key={severity}>
                    <RuleText rule={row.policy.severities[severity]} />
                  </Table.Td>
                ))}
                <Table.Td>
                  <Steps row={row} />
                </Table.Td>
                <Table.Td>{t(`incidents.policy.source.${sourceOf(row, rows)}`)}</Table.Td>
                <Table.Td>
                  {mayConfigure ? (
                    <div className={styles.buttons}>
                      <Button
                        variant="default"
                        size="compact-xs"
                        aria-label={t('incidents.policy.edit.of', { type: typeText(row, t) })}
                        onClick={() => setEdited(row)}
                      >
                        {t('incidents.policy.edit')}
                      </Button>
                      <DropButton row={row} onDrop={(policyId) => void drop.run({ policyId })} />
                    </div>
                  ) : null}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === null ? '' : t('incidents.policy.edit.of', { type: typeText(edited, t) })}
        size={720}
      >
        {edited === null ? null : (
          <PolicyForm siteId={siteId} siteName={siteName} row={edited} onDone={() => setEdited(null)} />
        )}
      </Modal>
    </div>
  );
}

function PolicyHead() {
  const { t } = useWords();
  const columns = ['type', 'critical', 'high', 'medium', 'low', 'steps', 'source'] as const;
  return <ColumnHeads titles={columns.map((column) => t(`incidents.policy.column.${column}`))} hasButtons />;
}

function RuleText({ rule }: { rule: SeverityRule }) {
  const { t } = useWords();
  const { resolutionHours: hours, acknowledgeMinutes: minutes, clock } = rule;
  return (
    <span className={styles.cell}>
      <span>
        {t(clock === 'working-hours' ? 'incidents.policy.cell.working' : 'incidents.policy.cell.hours', {
          hours,
        })}
      </span>
      <span className={styles.muted}>
        {minutes === null
          ? t('incidents.policy.cell.morning')
          : t('incidents.policy.cell.minutes', { minutes })}
      </span>
    </span>
  );
}

function Steps({ row }: { row: PolicyRow }) {
  const { t } = useWords();
  return (
    <span className={styles.cell}>
      {row.policy.steps.map(({ profiles }, index) => (
        // A ladder has as many steps as it has levels, in their order.
        <span key={`level ${index + 1}`}>
          {index + 1}:{' '}
          {profiles.length === 0 ? '–' : profiles.map((profile) => t(`job.${profile}`)).join(', ')}
        </span>
      ))}
      <span className={styles.muted}>
        {t('incidents.policy.told', {
          who:
            toldAtReport(row.policy)
              .map((profile) => t(`job.${profile}`))
              .join(', ') || '–',
        })}
      </span>
      {(row.policy.approvals ?? []).map(({ move, profiles, fromSeverity }) => (
        <span key={move} className={styles.muted}>
          {t('incidents.policy.approval.row', {
            move: t(`stage.${move}`),
            jobs: profiles.map((profile) => t(`job.${profile}`)).join(', '),
            severity: t(`severity.${fromSeverity}`).toLocaleLowerCase(),
          })}
        </span>
      ))}
    </span>
  );
}

function DropButton({ row, onDrop }: { row: PolicyRow; onDrop(policyId: string): void }) {
  const { t } = useWords();
  const policyId = row.siteOwnId ?? row.companyOwnId;
  if (policyId === null) return null;
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={t('incidents.policy.drop.of', { type: typeText(row, t) })}
      onClick={() => onDrop(policyId)}
    >
      {t('incidents.policy.drop')}
    </Button>
  );
}

function typeText({ incidentType }: PolicyRow, t: ReturnType<typeof useWords>['t']): string {
  return incidentType === ANY_TYPE ? t('incidents.policy.any') : t(`type.${incidentType}`);
}

/** Where it was said: the order is that of the rule (INC-11). */
function sourceOf(row: PolicyRow, rows: readonly PolicyRow[]): 'site' | 'company' | 'wider' | 'program' {
  if (row.siteOwnId !== null) return 'site';
  const any = rows.find(({ incidentType }) => incidentType === ANY_TYPE);
  if (row !== any && any?.siteOwnId !== null) return 'wider';
  if (row.companyOwnId !== null) return 'company';
  return row !== any && any?.companyOwnId !== null ? 'wider' : 'program';
}
