import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import facts from '#renderer/ui/facts.module.css';
import form from '#renderer/ui/form.module.css';
import { instantText } from '#renderer/ui/format.ts';
import { QrImage } from '#renderer/ui/qr-image.tsx';
import { useCopy } from '#renderer/ui/use-copy.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './devices-page.module.css';
import type { IssuedCode } from './use-devices.ts';

/** The only time that a code is seen. */
export function IssuedCodeView({ issued, onDone }: { issued: IssuedCode; onDone(): void }) {
  const { t } = useWords();
  const site = useSite();
  const { state, copy } = useCopy(issued.code);
  const when = instantText(issued.expiresAt, site?.timeZone);
  const { siteName } = issued;
  return (
    <section className={form.form} aria-label={t('devices.code.made')}>
      <p className={form.note}>{t('devices.code.once')}</p>
      <div className={styles.issued}>
        <div className={form.form}>
          <output className={styles.code} aria-label={t('devices.code.made')}>
            {issued.code}
          </output>
          <dl className={facts.facts}>
            <dt>{t('devices.code.address')}</dt>
            <dd>{issued.serverUrl}</dd>
          </dl>
          <p className={form.note}>
            {siteName === ''
              ? t('devices.code.forOwn', { when })
              : t('devices.code.for', { site: siteName, when })}
          </p>
          <div>
            <Button
              variant="default"
              size="sm"
              leftSection={state === 'copied' ? <IconCheck size={15} /> : <IconCopy size={15} />}
              onClick={copy}
              data-autofocus
            >
              {t(state === 'copied' ? 'devices.code.copied' : 'devices.code.copy')}
            </Button>
          </div>
          <p className={form.note} role="status">
            {state === 'refused' ? t('devices.code.copy.refused') : null}
          </p>
        </div>
        <QrImage qr={issued.qr} label={t('devices.code.qr')} />
      </div>
      <div className={form.buttons}>
        <Button size="sm" onClick={onDone}>
          {t('devices.code.done')}
        </Button>
      </div>
    </section>
  );
}
