import { Button } from '@mantine/core';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { instantText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { useHostNow } from '../connection/use-host-now.ts';
import tables from '../store-page/store-page.module.css';
import sync from '../sync-page/sync-page.module.css';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './devices-page.module.css';
import { type OpenCode, useWithdrawCode } from './use-devices.ts';

const COLUMNS = ['codes.for', 'codes.madeBy', 'codes.made', 'codes.expires', 'column.actions'] as const;

/** Codes that still let a console in. The codes themselves are nowhere any more. */
export function CodesPanel({ codes }: { codes: readonly OpenCode[] }) {
  const { t } = useWords();
  const now = useHostNow();
  const withdraw = useWithdrawCode();
  // The list may be old: what has become too old since is not open.
  const open = codes.filter(({ expiresAtMs }) => expiresAtMs > msOf(now));
  return (
    <Panel title={t('devices.codes')} flush>
      <div className={sync.line} data-above="true">
        <p className={sync.text}>{t('devices.codes.text')}</p>
      </div>
      {withdraw.error === null ? null : (
        <div className={sync.line}>
          <ErrorAlert error={withdraw.error} />
        </div>
      )}
      {open.length === 0 ? (
        <div className={sync.line}>
          <p className={styles.none}>{t('devices.codes.none')}</p>
        </div>
      ) : (
        <div className={styles.wide} tabIndex={0} role="group" aria-label={t('devices.codes')}>
          <table className={tables.table}>
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col">
                    {t(`devices.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {open.map((code) => (
                <Line
                  key={code.id}
                  code={code}
                  busy={withdraw.busy}
                  onWithdraw={() => void withdraw.run({ codeId: code.id })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Line({ code, busy, onWithdraw }: { code: OpenCode; busy: boolean; onWithdraw(): void }) {
  const { t } = useWords();
  const ownSite = useSite();
  const site = code.siteId === null ? t('devices.codes.ownSite') : code.siteName;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {site}
      </th>
      <td>{code.madeBy === '' ? t('devices.revoked.byServer') : code.madeBy}</td>
      <td className={tables.whole}>
        <RelativeTime at={isoOf(code.madeAtMs)} />
      </td>
      <td className={tables.whole}>{instantText(isoOf(code.expiresAtMs), ownSite?.timeZone)}</td>
      <td className={styles.actions}>
        <Button
          variant="default"
          size="compact-sm"
          disabled={busy}
          aria-label={t('devices.codes.withdraw.of', { site })}
          onClick={onWithdraw}
        >
          {t('devices.codes.withdraw')}
        </Button>
      </td>
    </tr>
  );
}
