import { instantText } from '#renderer/ui/format.ts';
import { useHostNow } from '../connection/use-host-now.ts';
import { useConsoleStatus } from '../connection/console-store.ts';
import { shownZone } from '../preferences/preferences-store.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './frame.module.css';

/** On paper only: where it comes from, when it was printed and by whom. */
export function PrintHeading() {
  const { t } = useWords();
  const site = useSite();
  const now = useHostNow();
  const name = useConsoleStatus()?.person?.name ?? '';
  return (
    <div className={`fl-print-only ${styles.printHeading}`}>
      <strong>{[t('app.name'), site?.name].filter(Boolean).join(' · ')}</strong>
      <span>
        {t('print.printed', {
          time: instantText(now, site?.timeZone),
          zone: shownZone(site?.timeZone),
          name,
        })}
      </span>
    </div>
  );
}
