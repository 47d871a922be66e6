import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconBookmark,
  IconCheck,
  IconChevronDown,
  IconDeviceFloppy,
  IconPencil,
  IconShare,
  IconShareOff,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { ViewState } from '#shared/domains/work/schema.ts';
import { sameJson } from '#shared/kernel/canonical-json.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../data-table.module.css';
import { RemoveViewDialog, SaveViewDialog } from './view-dialogs.tsx';
import { ToolButton } from '../tool-button.tsx';

export type View = Answer<'work.views'>[number];

type ViewsMenuProps = {
  list: string;
  viewId: string | null;
  /** The table as it is shown now. */
  state: ViewState;
  onApply(view: View): void;
  onViewId(viewId: string | null): void;
};

type Asked = 'save' | 'rename' | 'remove' | null;

/** Tables that somebody kept: to choose, to keep, to share. */
export function ViewsMenu({ list, viewId, state, onApply, onViewId }: ViewsMenuProps) {
  const { t } = useWords();
  const [asked, setAsked] = useState<Asked>(null);
  const views = useAnswer('work.views', { list }).data ?? [];
  const chosen = views.find((view) => view.id === viewId);
  const isChanged = chosen !== undefined && !sameJson(chosen.state, state);
  const own = views.filter((view) => view.isOwn);
  const shared = views.filter((view) => !view.isOwn);
  return (
    <>
      <Menu position="bottom-start" width={270}>
        <Menu.Target>
          <ToolButton
            leftSection={<IconBookmark size={15} stroke={1.8} />}
            rightSection={<IconChevronDown size={13} />}
          >
            <span className={styles.viewName}>
              {chosen === undefined ? t('views.none') : chosen.name}
              {isChanged ? ` ${t('views.changed')}` : ''}
            </span>
          </ToolButton>
        </Menu.Target>
        <Menu.Dropdown>
          <ViewItems title={t('views.own')} views={own} chosen={chosen} onApply={onApply} />
          <ViewItems title={t('views.shared')} views={shared} chosen={chosen} onApply={onApply} />
          {views.length === 0 ? <Menu.Label>{t('views.empty')}</Menu.Label> : <Menu.Divider />}
          <ViewActions {...{ list, chosen, isChanged, state }} onAsk={setAsked} />
        </Menu.Dropdown>
      </Menu>
      {asked === 'save' || asked === 'rename' ? (
        <SaveViewDialog
          list={list}
          view={asked === 'rename' ? chosen : undefined}
          state={asked === 'rename' && chosen !== undefined ? chosen.state : state}
          onDone={(id) => {
            setAsked(null);
            if (id !== undefined) onViewId(id);
          }}
        />
      ) : null}
      {asked === 'remove' && chosen !== undefined ? (
        <RemoveViewDialog view={chosen} onDone={() => setAsked(null)} />
      ) : null}
    </>
  );
}

type ViewItemsProps = {
  title: string;
  views: readonly View[];
  chosen: View | undefined;
  onApply(view: View): void;
};

function ViewItems({ title, views, chosen, onApply }: ViewItemsProps) {
  const { t } = useWords();
  if (views.length === 0) return null;
  return (
    <>
      <Menu.Label>{title}</Menu.Label>
      {views.map((view) => (
        <Menu.Item
          key={view.id}
          leftSection={view.isShared ? <IconUsers size={15} /> : <IconBookmark size={15} />}
          rightSection={view === chosen ? <IconCheck size={15} aria-label={t('views.chosen')} /> : null}
          onClick={() => onApply(view)}
        >
          {view.name}
          {view.isOwn ? null : (
            <span className={styles.viewOwner}>{t('views.by', { name: view.ownerName })}</span>
          )}
        </Menu.Item>
      ))}
    </>
  );
}

type ViewActionsProps = {
  list: string;
  chosen: View | undefined;
  isChanged: boolean;
  state: ViewState;
  onAsk(asked: Asked): void;
};

function ViewActions({ list, chosen, isChanged, state, onAsk }: ViewActionsProps) {
  const { t } = useWords();
  const may = useMay();
  const save = useCommand('work.saveView', list);
  const share = useCommand('work.shareView', list);
  const isOwn = chosen?.isOwn === true;
  async function saveOver(view: View): Promise<void> {
    if ((await save.run({ id: view.id, list, name: view.name, state })) === undefined) return;
    notifications.show({ message: t('views.saved', { name: view.name }) });
  }
  return (
    <>
      {isOwn && isChanged ? (
        <Menu.Item leftSection={<IconDeviceFloppy size={15} />} onClick={() => void saveOver(chosen)}>
          {t('views.saveOver', { name: chosen.name })}
        </Menu.Item>
      ) : null}
      <Menu.Item leftSection={<IconDeviceFloppy size={15} />} onClick={() => onAsk('save')}>
        {t('views.saveAs')}
      </Menu.Item>
      {isOwn ? (
        <>
          {may('views.share') ? (
            <Menu.Item
              leftSection={chosen.isShared ? <IconShareOff size={15} /> : <IconShare size={15} />}
              onClick={() => void share.run({ id: chosen.id, isShared: !chosen.isShared })}
            >
              {t(chosen.isShared ? 'views.unshare' : 'views.share')}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onAsk('rename')}>
            {t('views.rename')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => onAsk('remove')}>
            {t('views.remove')}
          </Menu.Item>
        </>
      ) : null}
    </>
  );
}
