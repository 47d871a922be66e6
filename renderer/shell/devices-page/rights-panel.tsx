import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { clockText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { useHostNow } from '../connection/use-host-now.ts';
import tables from '../store-page/store-page.module.css';
import sync from '../sync-page/sync-page.module.css';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './devices-page.module.css';
import type { ListedDevice, TakenRight } from './use-devices.ts';

const COLUMNS = ['who', 'what', 'why', 'where', 'when', 'used'] as const;

type RightsPanelProps = { rights: readonly TakenRight[]; devices: readonly ListedDevice[] };

/** What an administrator looks through afterwards: who took what, why, and what came of it. */
export function RightsPanel({ rights, devices }: RightsPanelProps) {
  const { t } = useWords();
  return (
    <Panel title={t('devices.rights')} flush>
      <div className={sync.line} data-above="true">
        <p className={sync.text}>{t('devices.rights.text')}</p>
      </div>
      {rights.length === 0 ? (
        <div className={sync.line}>
          <p className={styles.none}>{t('devices.rights.none')}</p>
        </div>
      ) : (
        <div className={tables.scroller} tabIndex={0} role="group" aria-label={t('devices.rights')}>
          <table className={tables.table}>
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className={column === 'used' ? tables.number : undefined}>
                    {t(`devices.rights.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rights.map((right) => (
                <Line
                  key={`${right.deviceId} ${right.name} ${right.feature} ${right.fromMs}`}
                  right={right}
                  device={devices.find(({ id }) => id === right.deviceId)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Line({ right, device }: { right: TakenRight; device: ListedDevice | undefined }) {
  const { t, label } = useWords();
  const now = useHostNow();
  const site = useSite();
  const { name, feature, reason, fromMs, untilMs, used } = right;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {name}
      </th>
      <td>{label({ key: `feature.${feature}` })}</td>
      <td className={styles.reason}>{reason}</td>
      <td>
        {device?.name ?? ''}
        <span className={styles.small}>{device?.siteName ?? ''}</span>
      </td>
      <td className={tables.whole}>
        <RelativeTime at={isoOf(fromMs)} />
        {untilMs > msOf(now) ? (
          <span className={styles.held}>
            {t('devices.rights.open', { time: clockText(isoOf(untilMs), site?.timeZone) })}
          </span>
        ) : null}
      </td>
      <td className={tables.number}>{used}</td>
    </tr>
  );
}
