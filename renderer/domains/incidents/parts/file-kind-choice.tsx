import { NativeSelect } from '@mantine/core';
import { FILE_KINDS, type FileKind, fileKindOf } from '#shared/domains/files/schema.ts';
import type { AttachmentRow } from '#shared/domains/incidents/queries/detail.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';

type FileKindChoiceProps = { incidentId: string; file: AttachmentRow };

/** What a file is, as guessed until somebody says otherwise. */
export function FileKindChoice({ incidentId, file }: FileKindChoiceProps) {
  const { t } = useWords();
  const command = useCommand('incidents.setFileKind', file.id);
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('incidents.files.kindOf', { fileName: file.fileName })}
        aria-busy={command.phase !== 'idle'}
        value={fileKindOf(file)}
        data={useKindChoices()}
        onChange={(event) => {
          const fileKind = FILE_KINDS.find((kind) => kind === event.currentTarget.value);
          if (fileKind !== undefined) void command.run({ id: incidentId, attachmentId: file.id, fileKind });
        }}
      />
      <ErrorAlert error={command.error} />
    </>
  );
}

/** Every kind with its name, or of a list only those that are in it. */
export function useKindChoices(
  only: readonly FileKind[] = FILE_KINDS,
): { readonly value: FileKind; readonly label: string }[] {
  const { t } = useWords();
  return FILE_KINDS.filter((kind) => only.includes(kind)).map((kind) => ({
    value: kind,
    label: t(`fileKind.${kind}`),
  }));
}
