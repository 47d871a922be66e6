import { INCIDENT_CONTENTS } from '#shared/domains/incidents/reports/contents.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import type { ExportChoices } from '#renderer/ui/export-choices.tsx';

const WITH_TIMELINE = ['full_report', 'investigation'] as const;

/** What a report about one incident can hold, and what of it may stay out. */
export function useReportChoices(): ExportChoices {
  const { t } = useWords();
  const may = useMay();
  return {
    usual: {
      content: 'full_report',
      withComments: true,
      withTimeline: true,
      withAnalytics: true,
      withWitnesses: false,
    },
    kind: {
      parameter: 'content',
      label: t('incidents.export.kind'),
      options: INCIDENT_CONTENTS.map((value) => ({
        value,
        label: t(`incidents.export.${value}`),
        hint: t(`incidents.export.${value}.hint`),
      })),
    },
    parts: [
      { parameter: 'withTimeline', label: t('incidents.export.timeline'), kinds: WITH_TIMELINE },
      { parameter: 'withComments', label: t('incidents.export.comments'), kinds: WITH_TIMELINE },
      {
        parameter: 'withAnalytics',
        label: t('incidents.export.analytics'),
        kinds: ['full_report', 'summary'],
      },
      ...(may('incidents.investigate')
        ? [
            {
              parameter: 'withWitnesses',
              label: t('incidents.export.witnesses'),
              hint: t('incidents.export.witnesses.hint'),
              kinds: WITH_TIMELINE,
            },
          ]
        : []),
    ],
  };
}
