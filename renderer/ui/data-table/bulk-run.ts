import type { Icon } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { detailsOf } from '#renderer/shell/connection/api-error.ts';

/** Something done to many rows, one after the other: each succeeds or fails by itself. */
export type BulkAction<Row> = {
  readonly id: string;
  readonly text: string;
  readonly icon: Icon;
  readonly danger?: boolean;
  /** Rows that it could do nothing for are left out, and the dialog says how many. */
  fits?(row: Row): boolean;
  /** Asked before it begins; `count` rows will be touched. */
  confirm(count: number): { readonly title: string; readonly text: string; readonly submit: string };
  /** Throws what went wrong with this row. */
  run(row: Row): Promise<unknown>;
};

export type RowOutcome<Row> = { readonly row: Row; readonly error: ErrorDetails | null };

export type BulkRun<Row> = {
  readonly phase: 'confirm' | 'running' | 'done';
  readonly outcomes: readonly RowOutcome<Row>[];
  start(action: BulkAction<Row>, rows: readonly Row[]): Promise<void>;
  /** Lets the row under way finish and begins no other. */
  stop(): void;
};

/** Runs an action over rows, keeping what became of each. */
export function useBulkRun<Row>(): BulkRun<Row> {
  const [phase, setPhase] = useState<BulkRun<Row>['phase']>('confirm');
  const [outcomes, setOutcomes] = useState<readonly RowOutcome<Row>[]>([]);
  const stopped = useRef(false);
  return {
    phase,
    outcomes,
    async start(action, rows) {
      stopped.current = false;
      setPhase('running');
      for (const row of rows) {
        if (stopped.current) break;
        const error = await action.run(row).then(
          () => null,
          (thrown: unknown) => detailsOf(thrown),
        );
        setOutcomes((before) => [...before, { row, error }]);
      }
      setPhase('done');
    },
    stop() {
      stopped.current = true;
    },
  };
}
