import { IconAlertSquareRounded } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import type { Contribution, NavigationEntry } from '../contribution.ts';
import { useConsoleStatus } from '../connection/console-store.ts';
import { contributions } from '../contributions.ts';
import { useMay } from '../use-may.ts';
import { type TextKey, useWords } from '../words.ts';
import styles from './frame.module.css';

const attention: NavigationEntry = {
  path: '/attention',
  text: 'nav.attention',
  icon: IconAlertSquareRounded,
  feature: 'incidents.read',
  count: (status) => ({ value: status.sync.needsAttention, alarm: true, text: 'nav.attention' }),
};

export function Navigation() {
  const { t } = useWords();
  const may = useMay();
  const [path] = useLocation();
  const groups = groupsOf(contributions)
    .map((group) => ({ ...group, entries: group.entries.filter((entry) => may(entry.feature)) }))
    .filter((group) => group.entries.length > 0);
  // It concerns everybody, so it stands above what only administrators see.
  const attentionGroup = groups.findLast((group) => group.title !== 'nav.administration');
  const paths = [...groups.flatMap((group) => group.entries), attention].map((entry) => entry.path);
  const current = longestMatch(paths, path);
  return (
    <nav className={`${styles.nav} fl-nav`} aria-label={t('app.navigation')}>
      {groups.map((group) => (
        <div key={group.title}>
          <p className={styles.navGroup}>{t(group.title)}</p>
          <ul className={styles.navList}>
            {group.entries.map((entry) => (
              <NavigationLink key={entry.path} entry={entry} current={entry.path === current} />
            ))}
            {group === attentionGroup ? (
              <NavigationLink entry={attention} current={attention.path === current} />
            ) : null}
          </ul>
        </div>
      ))}
    </nav>
  );
}

type NavigationGroup = { readonly title: TextKey; readonly entries: readonly NavigationEntry[] };

/** Contributions under the same title stand together, where the first of them stands. */
function groupsOf(all: readonly Contribution[]): readonly NavigationGroup[] {
  const groups = new Map<TextKey, NavigationEntry[]>();
  for (const { title, navigation } of all) {
    groups.set(title, [...(groups.get(title) ?? []), ...navigation]);
  }
  return [...groups].map(([title, entries]) => ({ title, entries }));
}

function NavigationLink({ entry, current }: { entry: NavigationEntry; current: boolean }) {
  const { t } = useWords();
  const status = useConsoleStatus();
  const count = status === null ? undefined : entry.count?.(status);
  const EntryIcon = entry.icon;
  const name = t(entry.text);
  return (
    <li>
      <Link
        href={entry.path}
        className={styles.navLink}
        {...(current ? { 'aria-current': 'page' as const } : {})}
      >
        <EntryIcon size={17} stroke={1.7} aria-hidden="true" />
        <span className={styles.navText}>{name}</span>
        {count === undefined || count.value === 0 ? null : (
          <span className={styles.count} data-alarm={count.alarm} title={`${count.value} ${t(count.text)}`}>
            {count.value}
          </span>
        )}
      </Link>
    </li>
  );
}

/** `/incidents/0192…` belongs to `/incidents`, and `/incidents/overview` to itself. */
function longestMatch(paths: readonly string[], path: string): string | undefined {
  return paths
    .filter((candidate) => path === candidate || path.startsWith(`${candidate}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}
