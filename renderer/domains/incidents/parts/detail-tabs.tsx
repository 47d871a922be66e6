import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { goTo, useHashSearch } from '#renderer/shell/hash-location.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { incidentTabs } from '../tabs/tabs.ts';

const SUMMARY = 'summary';

/** The parts of an incident, each with an address of its own, so that a link leads right to it. */
export function DetailTabs({ incident, children }: { incident: Incident; children: ReactNode }) {
  const { t } = useWords();
  const may = useMay();
  const asked = new URLSearchParams(useHashSearch()).get('tab');
  const tabs = incidentTabs.filter(({ feature }) => may(feature));
  if (tabs.length === 0) return children;
  const shown = tabs.find(({ id }) => id === asked);
  const Content = shown?.content;
  return (
    <Tabs
      value={shown?.id ?? SUMMARY}
      onChange={(id) =>
        goTo(`/incidents/${incident.id}${id === null || id === SUMMARY ? '' : `?tab=${id}`}`, {
          replace: true,
        })
      }
      keepMounted={false}
    >
      <Tabs.List mb={12}>
        <Tabs.Tab value={SUMMARY}>{t('incidents.tab.summary')}</Tabs.Tab>
        {tabs.map(({ id, text }) => (
          <Tabs.Tab key={id} value={id}>
            {t(text)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={shown?.id ?? SUMMARY}>
        {Content === undefined ? children : <Content incident={incident} />}
      </Tabs.Panel>
    </Tabs>
  );
}
