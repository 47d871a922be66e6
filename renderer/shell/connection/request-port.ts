/** What is needed of `window` to ask for a port; a test hands in its own. */
export type PageWindow = {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
};

/** An answer later than this means the host is not up yet: ask anew rather than wait for a lost message. */
export const PORT_ANSWER_MS_MAX = 3_000;

/**
 * Asks the preload for a port to the host (electron.md UP-3). Only an answer from this very window that
 * carries this request's nonce counts; a port that comes for an older request is closed, so that the host
 * does not keep a connection nobody reads.
 */
export function requestPort(page: PageWindow, answerMsMax = PORT_ANSWER_MS_MAX): Promise<MessagePort> {
  const nonce = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => {
      page.removeEventListener('message', onMessage);
      reject(new Error(`No port to the host within ${answerMsMax} ms`));
    }, answerMsMax);

    function onMessage(event: MessageEvent): void {
      const answer = readAnswer(event, page);
      if (answer === undefined) return;
      if (answer.nonce !== nonce) {
        answer.port.close();
        return;
      }
      clearTimeout(timeout);
      page.removeEventListener('message', onMessage);
      resolve(answer.port);
    }

    page.addEventListener('message', onMessage);
    page.postMessage({ type: 'fairlead:port-request', nonce }, page.location.origin);
  });
}

function readAnswer(event: MessageEvent, page: PageWindow): { nonce: string; port: MessagePort } | undefined {
  const data: unknown = event.data;
  if (event.source !== page || typeof data !== 'object' || data === null) return undefined;
  if (!('type' in data) || data.type !== 'fairlead:port') return undefined;
  const port = event.ports[0];
  if (port === undefined || !('nonce' in data) || typeof data.nonce !== 'string') return undefined;
  return { nonce: data.nonce, port };
}
