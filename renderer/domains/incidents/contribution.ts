import { IconAlertTriangle, IconGauge, IconPlus } from '@tabler/icons-react';
import type { Contribution } from '#renderer/shell/contribution.ts';
import { DetailPage } from './pages/detail-page.tsx';
import { ListPage } from './pages/list-page.tsx';
import { OverviewPage } from './pages/overview-page.tsx';
import { ReportPage } from './pages/report-page.tsx';

export const incidentsContribution: Contribution = {
  domain: 'incidents',
  title: 'incidents.nav',
  navigation: [
    {
      path: '/overview',
      text: 'incidents.nav.overview',
      icon: IconGauge,
      feature: 'incidents.read',
      count: ({ counts }) => ({ value: counts.overdue, alarm: true, text: 'sla.overdue' }),
      keys: 'g o',
    },
    {
      path: '/incidents',
      text: 'incidents.nav',
      icon: IconAlertTriangle,
      feature: 'incidents.read',
      count: ({ counts }) => ({ value: counts.open, alarm: counts.escalated > 0, text: 'incidents.open' }),
      keys: 'g i',
    },
  ],
  routes: [
    { path: '/overview', feature: 'incidents.read', page: OverviewPage },
    { path: '/incidents', feature: 'incidents.read', page: ListPage },
    { path: '/incidents/new', feature: 'incidents.report', page: ReportPage },
    { path: '/incidents/:id', feature: 'incidents.read', page: DetailPage },
  ],
  commands: [
    {
      id: 'incidents.report',
      text: 'incidents.report.title',
      icon: IconPlus,
      feature: 'incidents.report',
      path: '/incidents/new',
      keys: 'n',
    },
  ],
};
