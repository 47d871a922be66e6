import { IconClockPlay } from '@tabler/icons-react';
import type { Contribution } from '../contribution.ts';
import { JobsPage } from './jobs-page.tsx';

export const jobsContribution: Contribution = {
  domain: 'jobs',
  title: 'nav.console',
  navigation: [
    {
      path: '/jobs',
      text: 'jobs.nav',
      icon: IconClockPlay,
      feature: 'jobs.read',
      keys: 'g j',
      count: ({ jobs }) => ({ value: jobs.problems, alarm: true, text: 'jobs.nav.problems' }),
    },
  ],
  routes: [{ path: '/jobs', feature: 'jobs.read', page: JobsPage }],
  commands: [],
};
