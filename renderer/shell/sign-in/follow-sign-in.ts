import { consoleStore } from '../connection/console-store.ts';
import { useDrafts } from '../drafts.ts';

const RETRY_MS = 2_000;

/** Follows who is in front: their drafts are shown and nobody else's, and a new sign-in gets its own cookie. */
export function followSignIn(): void {
  let claiming: string | null = null;
  consoleStore.subscribe(({ status }) => {
    if (status === null) return;
    useDrafts.getState().turnTo(status.person?.id ?? null);
    const { renewal } = status.session;
    if (renewal === null || renewal === claiming) return;
    claiming = renewal;
    void claim(renewal, () => {
      claiming = null;
    });
  });
}

/** A socket can't set a cookie; this request can. */
async function claim(token: string, onFailure: () => void): Promise<void> {
  try {
    await fetch('./session/renew', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
  } catch (error) {
    // Only the network throws here; the next picture of the console says whether it is still to be done.
    if (!(error instanceof TypeError)) throw error;
    setTimeout(onFailure, RETRY_MS);
  }
}
