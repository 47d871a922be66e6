import { Link } from 'wouter';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../incidents.module.css';

export function BySite({ rows }: { rows: Answer<'incidents.dashboard'>['bySite'] }) {
  const { t } = useWords();
  return (
    <table className={styles.siteTable}>
      <thead>
        <tr>
          <th scope="col">{t('incidents.column.site')}</th>
          <th scope="col">{t('incidents.overview.open')}</th>
          <th scope="col">{t('severity.critical')}</th>
          <th scope="col">{t('incidents.overview.overdue')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.siteId}>
            <td>
              <Link href={`/incidents?site=${row.siteId}`}>
                {row.siteName ?? t('incidents.detail.unknownSite')}
              </Link>
            </td>
            <td>{row.open}</td>
            <td className={row.critical > 0 ? styles.alarmNumber : undefined}>{row.critical}</td>
            <td className={row.overdue > 0 ? styles.alarmNumber : undefined}>{row.overdue}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
