export type TaskProgress = { readonly done: number; readonly total: number };

/** What long work is given besides its input. */
export type TaskContext = {
  /** Says how far the work is and lets others have their turn. Rejects with TaskCancelled when nobody wants it any more. */
  slice(progress: TaskProgress): Promise<void>;
};

export class TaskCancelled extends Error {
  constructor() {
    super('This work was cancelled.');
    this.name = 'TaskCancelled';
  }
}

/** For work that nobody watches, such as that of the command line. */
export function taskContext(options: {
  signal?: AbortSignal;
  onProgress?: (progress: TaskProgress) => void;
}): TaskContext {
  return {
    async slice(progress) {
      options.onProgress?.(progress);
      // A turn of the event loop: this is when a cancellation arrives.
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      if (options.signal?.aborted === true) throw new TaskCancelled();
    },
  };
}
