import { IconBuildingLighthouse, IconPlugConnected, IconShip, type Icon } from '@tabler/icons-react';
import { Loader } from '@mantine/core';
import { useState } from 'react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { Outside } from '../frame/outside.tsx';
import styles from '../frame/outside.module.css';
import { useWords } from '../words.ts';
import { FoundSiteForm } from './found-site-form.tsx';
import { JoinForm } from './join-form.tsx';

/** The vessel that the demonstration makes of this console. */
const DEMONSTRATION_SITE = 'AUR';

/** Three ways to begin, said in plain words. */
export function FirstRunPage() {
  const { t } = useWords();
  const [way, setWay] = useState<'join' | 'found' | null>(null);
  const demo = useAction(loadDemonstration);
  const back = () => setWay(null);
  if (way === 'join') {
    return (
      <Outside title={t('firstRun.join')} text={t('firstRun.join.text')}>
        <JoinForm onBack={back} />
      </Outside>
    );
  }
  if (way === 'found') return <FoundSiteForm onBack={back} />;
  return (
    <Outside title={t('firstRun.title')} text={t('firstRun.text')} wide>
      <div className={styles.ways}>
        <Way
          icon={IconPlugConnected}
          title={t('firstRun.join')}
          text={t('firstRun.join.text')}
          disabled={demo.busy}
          onChoose={() => setWay('join')}
        />
        <Way
          icon={IconBuildingLighthouse}
          title={t('firstRun.found')}
          text={t('firstRun.found.text')}
          disabled={demo.busy}
          onChoose={() => setWay('found')}
        />
        <Way
          icon={IconShip}
          title={t('firstRun.demo')}
          text={t('firstRun.demo.text')}
          disabled={demo.busy}
          onChoose={() => void demo.run(undefined)}
        />
      </div>
      <div className={styles.foot}>
        <ErrorAlert error={demo.error} />
        {demo.busy ? (
          <p className={styles.busy} role="status">
            <Loader size={16} aria-hidden="true" />
            {t('firstRun.demo.loading')}
          </p>
        ) : null}
      </div>
    </Outside>
  );
}

type WayProps = { icon: Icon; title: string; text: string; disabled: boolean; onChoose(): void };

function Way({ icon: WayIcon, title, text, disabled, onChoose }: WayProps) {
  return (
    <button type="button" className={styles.way} disabled={disabled} onClick={onChoose}>
      <WayIcon size={26} stroke={1.5} aria-hidden="true" />
      <span className={styles.wayTitle}>{title}</span>
      <span className={styles.wayText}>{text}</span>
    </button>
  );
}

function loadDemonstration() {
  return connection.api.setup.loadDemonstration.mutate({ siteCode: DEMONSTRATION_SITE });
}
