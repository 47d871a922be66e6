import {
  IconActivityHeartbeat,
  IconAlertTriangle,
  IconCalendarUser,
  IconListCheck,
  IconPhoneIncoming,
  IconEye,
  IconGauge,
  IconPlus,
  IconUrgent,
  IconScale,
  IconSpeakerphone,
  IconUserShield,
} from '@tabler/icons-react';
import type { Contribution } from '#renderer/shell/contribution.ts';
import { CompliancePage } from './pages/compliance-page.tsx';
import { ActionsPage } from './pages/actions-page.tsx';
import { DetailPage } from './pages/detail-page.tsx';
import { ListPage } from './pages/list-page.tsx';
import { OverviewPage } from './pages/overview-page.tsx';
import { ReportPage } from './pages/report-page.tsx';
import { Emergency } from './quick/emergency.tsx';
import { openQuickReport } from './quick/quick-report-store.ts';
import { QuickReport } from './quick/quick-report.tsx';
import { CallsPage } from './calls/calls-page.tsx';
import { CircularPage } from './circulars/circular-page.tsx';
import { CircularsPage } from './circulars/circulars-page.tsx';
import { MonitorsPage } from './monitors/monitors-page.tsx';
import { PoliciesPage } from './policies/policies-page.tsx';
import { RotaPage } from './rota/rota-page.tsx';
import { WatchPage } from './watch/watch-page.tsx';

export const incidentsContribution: Contribution = {
  domain: 'incidents',
  title: 'incidents.nav',
  navigation: [
    {
      path: '/watch',
      text: 'incidents.watch.nav',
      icon: IconEye,
      feature: 'incidents.read',
      keys: 'g w',
    },
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
    {
      path: '/incidents/compliance',
      text: 'incidents.compliance.nav',
      icon: IconScale,
      feature: 'incidents.regulate',
    },
    {
      path: '/incidents/actions',
      text: 'incidents.actions.nav',
      icon: IconListCheck,
      feature: 'incidents.read',
      keys: 'g a',
    },
    {
      path: '/incidents/circulars',
      text: 'incidents.circulars.nav',
      icon: IconSpeakerphone,
      feature: 'incidents.read',
    },
    {
      path: '/incidents/rota',
      text: 'incidents.rota.nav',
      icon: IconCalendarUser,
      feature: 'incidents.read',
    },
    {
      path: '/incidents/calls',
      text: 'incidents.calls.nav',
      icon: IconPhoneIncoming,
      feature: 'incidents.handle',
    },
  ],
  routes: [
    { path: '/watch', feature: 'incidents.read', page: WatchPage },
    { path: '/overview', feature: 'incidents.read', page: OverviewPage },
    { path: '/incidents', feature: 'incidents.read', page: ListPage },
    { path: '/incidents/new', feature: 'incidents.report', page: ReportPage },
    { path: '/incidents/compliance', feature: 'incidents.read', page: CompliancePage },
    { path: '/incidents/actions', feature: 'incidents.read', page: ActionsPage },
    { path: '/incidents/rota', feature: 'incidents.read', page: RotaPage },
    { path: '/incidents/policies', feature: 'incidents.read', page: PoliciesPage },
    { path: '/incidents/monitors', feature: 'incidents.read', page: MonitorsPage },
    { path: '/incidents/calls', feature: 'incidents.handle', page: CallsPage },
    { path: '/incidents/circulars', feature: 'incidents.read', page: CircularsPage },
    { path: '/incidents/circulars/:id', feature: 'incidents.read', page: CircularPage },
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
    {
      id: 'incidents.mine',
      text: 'incidents.filter.mine',
      icon: IconUserShield,
      feature: 'incidents.read',
      path: '/incidents?state=all&reporter=me',
    },
    {
      id: 'incidents.monitors',
      text: 'incidents.monitor.command',
      icon: IconActivityHeartbeat,
      feature: 'incidents.read',
      path: '/incidents/monitors',
    },
    {
      id: 'incidents.quickReport',
      text: 'incidents.quick.command',
      icon: IconUrgent,
      feature: 'incidents.report',
      keys: 'mod+Shift+I',
      run: openQuickReport,
    },
  ],
  everywhere: QuickReport,
  outside: Emergency,
};
