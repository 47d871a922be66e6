/**
 * What runs inside the page while it is measured. These functions travel as text, so they use nothing but
 * the page's own globals.
 */
export type Probe = {
  /** When the page sent its last question or command, by its path; `performance.now()`. */
  readonly askedAtMs: { [path: string]: number };
  /** When the page got the last answer to a question or command, by its path; `performance.now()`. */
  readonly answeredAtMs: { [path: string]: number };
  /** Resolves with `performance.now()` as soon as the document is as wanted. */
  until(isAsWanted: () => boolean): Promise<number>;
};

declare global {
  var benchProbe: Probe;
}

/** Listens at the page's port to the host, and offers a way to wait for the document. */
export function installProbe(): void {
  const askedAtMs: Probe['askedAtMs'] = {};
  const answeredAtMs: Probe['answeredAtMs'] = {};
  const asked = new Map<string, string>();
  const heard = new WeakSet<MessagePort>();
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (this: MessagePort, frame: unknown) {
    if (typeof frame === 'string') {
      const path = /"path":"([^"]+)"/.exec(frame)?.[1];
      const id = /"id":(\d+)/.exec(frame)?.[1];
      if (path !== undefined && id !== undefined) {
        asked.set(id, path);
        askedAtMs[path] = performance.now();
      }
      if (!heard.has(this)) {
        heard.add(this);
        this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          const id = typeof data === 'string' ? /"id":(\d+)/.exec(data.slice(0, 80))?.[1] : undefined;
          const path = id === undefined ? undefined : asked.get(id);
          if (path !== undefined) answeredAtMs[path] = performance.now();
        });
      }
    }
    post.call(this, frame);
  };
  globalThis.benchProbe = {
    askedAtMs,
    answeredAtMs,
    until: (isAsWanted) =>
      new Promise((resolve) => {
        if (isAsWanted()) {
          resolve(performance.now());
          return;
        }
        const observer = new MutationObserver(() => {
          if (!isAsWanted()) return;
          observer.disconnect();
          resolve(performance.now());
        });
        observer.observe(document, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        });
      }),
  };
}

export type ReportTimes = {
  readonly sentMs: number;
  readonly committedMs: number;
  readonly shownMs: number;
  readonly paintedMs: number;
};

/** From the click on the form's button: to the message to the host, its answer, the heading, the frame that shows it. */
export async function reportAndTime(title: string): Promise<ReportTimes> {
  const button = document.querySelector<HTMLButtonElement>('form button[type=submit]');
  if (button === null) throw new Error('There is no form to submit');
  const clickedAtMs = performance.now();
  button.click();
  const shownAtMs = await benchProbe.until(
    () => document.querySelector('#incident-title')?.textContent === title,
  );
  const paintedAtMs = await new Promise<number>((resolve) =>
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))),
  );
  return {
    sentMs: (benchProbe.askedAtMs['incidents.report'] ?? Number.NaN) - clickedAtMs,
    committedMs: (benchProbe.answeredAtMs['incidents.report'] ?? Number.NaN) - clickedAtMs,
    shownMs: shownAtMs - clickedAtMs,
    paintedMs: paintedAtMs - clickedAtMs,
  };
}

/** Both resolve with the wall clock's time, to be compared with that of another process. */
export async function signInShown(): Promise<number> {
  return (
    performance.timeOrigin +
    (await benchProbe.until(() => document.querySelector('input[autocomplete=current-password]') !== null))
  );
}

export async function listShown(): Promise<number> {
  return (
    performance.timeOrigin +
    (await benchProbe.until(() => document.querySelector('[role=grid] [role=gridcell]') !== null))
  );
}

export type RestartTimes = {
  readonly lostAtMs: number;
  readonly connectedAtMs: number;
  readonly listAtMs: number;
};

/** Follows the page through the loss of its host until the list has been asked for anew and stands there. */
export async function hostCameBack(): Promise<RestartTimes> {
  const isLost = () => document.body.textContent.includes('What you saved is safe.');
  const lostAtMs = await benchProbe.until(isLost);
  const connectedAtMs = await benchProbe.until(() => !isLost());
  const list = () => benchProbe.answeredAtMs['incidents.list'] ?? 0;
  while (list() < connectedAtMs) await new Promise((resolve) => setTimeout(resolve, 5));
  const listAtMs = list();
  if (document.querySelector('[role=grid] [role=gridcell]') === null) throw new Error('The list is gone');
  const origin = performance.timeOrigin;
  return { lostAtMs: origin + lostAtMs, connectedAtMs: origin + connectedAtMs, listAtMs: origin + listAtMs };
}
