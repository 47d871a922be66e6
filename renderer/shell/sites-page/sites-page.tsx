import { Skeleton } from '@mantine/core';
import type { SiteRow } from '#shared/domains/settings/queries.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { positionText } from '#renderer/ui/units.ts';
import { type MapPoint, WorldMap } from '#renderer/ui/world-map.tsx';
import { useAnswer } from '../api/use-answer.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';

/** Where the company is: its sites on a map, and as a list. */
export function SitesPage() {
  const { t } = useWords();
  const answer = useAnswer('settings.sites', {});
  const own = useSite();
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={420} radius={6} />;
  const sites: readonly PlacedSite[] = answer.data;
  const points = sites.flatMap((site) => pointOf(site, t(`siteKind.${site.siteKind}`)));
  return (
    <div className={pages.full}>
      <PageHeader title={t('sites.title')} note={t('sites.total', { count: sites.length })} />
      <WorldMap label={t('sites.map')} points={points} heightPixels={360} />
      {points.length === 0 ? <p className={pages.lead}>{t('sites.noPositions')}</p> : null}
      <DataTable
        label={t('sites.title')}
        name="settings.sites"
        columns={siteColumns(t)}
        rows={sites}
        total={sites.length}
        rowId={(site) => site.id}
        rowLabel={(site) => (site.id === own?.id ? `${site.name}, ${t('sites.own')}` : site.name)}
      />
    </div>
  );
}

/** Sites say where they are once somebody entered it; ships may leave it empty. */
type PlacedSite = SiteRow & { readonly latitude?: number | null; readonly longitude?: number | null };

function pointOf(site: PlacedSite, note: string): MapPoint[] {
  const { id, name, latitude, longitude } = site;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return [];
  return [{ id, label: name, note, latitude, longitude }];
}

function siteColumns(t: ReturnType<typeof useWords>['t']): Column<PlacedSite>[] {
  return [
    { id: 'code', header: t('sites.column.code'), track: '90px', cell: ({ row }) => row.original.code },
    {
      id: 'name',
      header: t('sites.column.name'),
      track: 'minmax(160px, 1fr)',
      cell: ({ row }) => row.original.name,
    },
    {
      id: 'kind',
      header: t('sites.column.kind'),
      track: '130px',
      cell: ({ row }) => t(`siteKind.${row.original.siteKind}`),
    },
    { id: 'zone', header: t('sites.column.zone'), track: '180px', cell: ({ row }) => row.original.timeZone },
    {
      id: 'position',
      header: t('sites.column.position'),
      track: '210px',
      cell: ({ row }) => {
        const { latitude, longitude } = row.original;
        return typeof latitude === 'number' && typeof longitude === 'number'
          ? positionText({ latitude, longitude })
          : t('sites.position.none');
      },
    },
  ];
}
