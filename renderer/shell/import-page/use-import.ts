import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useCallback } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import { useAction } from '../api/use-action.ts';
import { toBase64 } from '../attachments/base64.ts';
import { connection } from '../connection/console-connection.ts';

type Outputs = inferRouterOutputs<AppRouter>['imports']['people'];
export type ImportView = NonNullable<Outputs['current']>;
export type ImportProblem = Outputs['problems']['problems'][number];
export type ImportLine = Outputs['lines']['lines'][number];
export type ImportColumn = Outputs['columns'][number];

const imports = connection.api.imports.people;
const CURRENT = 'imports.current';
const WATCH_MS = 300;
export const PAGE = 50;
const DOWNLOAD_PAGE = 1_000;

export function isUnderWay({ state }: Pick<ImportView, 'state'>): boolean {
  return state === 'checking' || state === 'applying' || state === 'undoing';
}

export function useImportColumns() {
  return useQuery({ queryKey: ['imports.columns'], queryFn: () => imports.columns.query() });
}

/** The import of this person, wherever they left it; asked again while something runs. */
export function useCurrentImport() {
  return useQuery({
    queryKey: [CURRENT],
    queryFn: () => imports.current.query(),
    staleTime: 0,
    refetchOnMount: 'always',
    refetchInterval: ({ state }) =>
      state.data !== undefined && state.data !== null && isUnderWay(state.data) ? WATCH_MS : false,
  });
}

export function useProblems(importId: string, after: number) {
  return useQuery({
    queryKey: ['imports.problems', importId, after],
    queryFn: () => imports.problems.query({ importId, after, limit: PAGE }),
    placeholderData: keepPreviousData,
  });
}

/** `asOf`: whatever changes when lines do. */
export function useLines(importId: string, after: number, asOf: string) {
  return useQuery({
    queryKey: ['imports.lines', importId, after, asOf],
    queryFn: () => imports.lines.query({ importId, after, limit: PAGE }),
    placeholderData: keepPreviousData,
    // Passphrases are not to stay behind in the page.
    gcTime: 0,
  });
}

export async function allProblems(importId: string): Promise<ImportProblem[]> {
  const all: ImportProblem[] = [];
  for (;;) {
    const { problems, total } = await imports.problems.query({
      importId,
      after: all.length,
      limit: DOWNLOAD_PAGE,
    });
    all.push(...problems);
    if (all.length >= total || problems.length === 0) return all;
  }
}

export async function allLines(importId: string): Promise<ImportLine[]> {
  const all: ImportLine[] = [];
  for (;;) {
    const { lines, total } = await imports.lines.query({ importId, after: all.length, limit: DOWNLOAD_PAGE });
    all.push(...lines);
    if (all.length >= total || lines.length === 0) return all;
  }
}

type Step = 'confirm' | 'undo' | 'cancel' | 'discard';

/** What is done with an import; the page follows. */
export function useImportActions() {
  const client = useQueryClient();
  const refresh = useCallback(() => client.invalidateQueries({ queryKey: [CURRENT] }), [client]);
  const open = useAction(
    useCallback(
      async (file: File) => {
        await handOver(file);
        await refresh();
        return true;
      },
      [refresh],
    ),
  );
  const step = useAction(
    useCallback(
      async ({ what, importId }: { what: Step; importId: string }) => {
        await imports[what].mutate({ importId });
        await refresh();
        return true;
      },
      [refresh],
    ),
  );
  return { open, step };
}

/** Hands a file to the host in slices and has it looked at. */
async function handOver(file: File): Promise<void> {
  const { importId, chunkBytes } = await imports.begin.mutate({ fileName: file.name, sizeBytes: file.size });
  for (let offset = 0; offset < file.size; ) {
    const slice = await file.slice(offset, offset + chunkBytes).arrayBuffer();
    const base64 = toBase64(new Uint8Array(slice));
    offset = (await imports.append.mutate({ importId, offset, base64 })).receivedBytes;
  }
  await imports.check.mutate({ importId });
}
