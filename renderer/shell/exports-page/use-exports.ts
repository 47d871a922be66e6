import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { useCallback, useState } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { saveFile } from '#renderer/ui/save-file.ts';
import { useAction } from '../api/use-action.ts';
import { fromBase64 } from '../attachments/base64.ts';
import { connection } from '../connection/console-connection.ts';

export type ExportView = inferRouterOutputs<AppRouter>['exports']['get'];
export type ExportRequest = inferRouterInputs<AppRouter>['exports']['start'];

const EXPORTS = 'exports.list';
const ONE = 'exports.get';
const PAGE = 50;
const WATCH_MS = 400;

export function isUnderWay({ state }: Pick<ExportView, 'state'>): boolean {
  return state === 'pending' || state === 'processing';
}

/** Newest first, page after page; asked again while something is being made. */
export function useExports(of: 'me' | 'everybody') {
  return useInfiniteQuery({
    queryKey: [EXPORTS, of],
    queryFn: ({ pageParam }) =>
      connection.api.exports.list.query({
        limit: PAGE,
        of,
        ...(pageParam === null ? {} : { before: pageParam }),
      }),
    initialPageParam: noPage(),
    getNextPageParam: (page) => page.next ?? undefined,
    // Another page of the person may have made one since.
    refetchOnMount: 'always',
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.exports.some(isUnderWay)) === true ? WATCH_MS : false,
  });
}

function noPage(): number | null {
  return null;
}

/** One export until it is over. */
export function useExport(id: string | null) {
  return useQuery({
    queryKey: [ONE, id],
    queryFn: () => connection.api.exports.get.query({ id: id ?? '' }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data === undefined || isUnderWay(state.data) ? WATCH_MS : false),
  });
}

/** What is done with exports; lists and the one shown follow. */
export function useExportActions() {
  const client = useQueryClient();
  const [percent, setPercent] = useState<number | null>(null);
  const refresh = useCallback(async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: [EXPORTS] }),
      client.invalidateQueries({ queryKey: [ONE] }),
    ]);
  }, [client]);
  const start = useAction(
    useCallback(
      async (request: ExportRequest) => {
        const { id } = await connection.api.exports.start.mutate(request);
        await refresh();
        return id;
      },
      [refresh],
    ),
  );
  const cancel = useAction(
    useCallback(
      async (id: string) => {
        await connection.api.exports.cancel.mutate({ id });
        await refresh();
      },
      [refresh],
    ),
  );
  const remove = useAction(
    useCallback(
      async (id: string) => {
        await connection.api.exports.remove.mutate({ id });
        await refresh();
        return true;
      },
      [refresh],
    ),
  );
  const download = useAction(
    useCallback(
      async (id: string) => {
        try {
          const name = await downloadExport(id, setPercent);
          await refresh();
          return name;
        } finally {
          setPercent(null);
        }
      },
      [refresh],
    ),
  );
  return { start, cancel, remove, download, percent };
}

/** Brings the bytes slice by slice, as the window and a browser both can, and hands them to the downloads. */
async function downloadExport(id: string, onPercent: (percent: number) => void): Promise<string> {
  const { ticket, fileName, mediaType, sizeBytes } = await connection.api.exports.download.mutate({ id });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; offset < sizeBytes; ) {
    const { base64 } = await connection.api.exports.read.query({ ticket, offset, length: BLOB_CHUNK_BYTES });
    const bytes = fromBase64(base64);
    if (bytes.length === 0) throw new Error(`Export ${id} ends at ${offset} of ${sizeBytes} bytes`);
    parts.push(bytes);
    offset += bytes.length;
    onPercent(Math.floor((100 * offset) / sizeBytes));
  }
  saveFile(fileName, new Blob(parts, { type: mediaType }));
  return fileName;
}
