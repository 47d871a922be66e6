import { ipcRenderer } from 'electron';

/**
 * Hands the host's port to the page when it asks, and nothing else: the page sees neither Electron nor this
 * script. A port can only travel by postMessage; the nonce is the page's own way of knowing its answer.
 */
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.origin !== location.origin) return;
  const request = event.data;
  if (typeof request !== 'object' || request === null) return;
  if (!('type' in request) || request.type !== 'fairlead:port-request') return;
  if (!('nonce' in request) || typeof request.nonce !== 'string') return;
  ipcRenderer.send('host-port-request', { nonce: request.nonce });
});

ipcRenderer.on('host-port', (event, answer: { nonce: string }) => {
  window.postMessage({ type: 'fairlead:port', nonce: answer.nonce }, location.origin, [...event.ports]);
});
