import { IconLock } from '@tabler/icons-react';
import { Route, Switch } from 'wouter';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import type { PageRoute } from '../contribution.ts';
import { contributions } from '../contributions.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { AttentionPage } from './attention-page.tsx';
import { JoinPage } from './join-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { StartPage } from './start-page.tsx';

const routes = contributions.flatMap((contribution) => contribution.routes);

export function Pages() {
  return (
    <Switch>
      <Route path="/" component={StartPage} />
      {routes.map((route) => (
        <Route key={route.path} path={route.path}>
          <Guarded route={route} />
        </Route>
      ))}
      <Route path="/attention" component={AttentionPage} />
      <Route path="/join">
        <Guarded route={{ path: '/join', feature: 'people.manage', page: JoinPage }} />
      </Route>
      <Route component={NotFoundPage} />
    </Switch>
  );
}

/** A page without the right to it says so; the host would refuse its questions anyway. */
function Guarded({ route: { feature, page: Page } }: { route: PageRoute }) {
  const { t } = useWords();
  const may = useMay();
  if (may(feature)) return <Page />;
  return <EmptyState page icon={IconLock} title={t('forbidden.title')} text={t('forbidden.text')} />;
}
