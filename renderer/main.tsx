import './shell/no-eval.ts';
// The order of the layers comes first, then what stands in them.
import './styles/layers.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/print.css';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { must } from '#shared/kernel/assert.ts';
import { App } from './app.tsx';
import { invalidateCollections, invalidateEverything, queryClient } from './shell/api/query-client.ts';
import { connection } from './shell/connection/console-connection.ts';
import { followConsole } from './shell/connection/live.ts';
import { followSignIn } from './shell/sign-in/follow-sign-in.ts';

/** Styles that libraries add while running carry the nonce of this document; others are refused (SEC-3). */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
setNonce(nonce);

followSignIn();
followConsole(connection, {
  onChange: invalidateCollections,
  onEverything: invalidateEverything,
  onPerson: () => queryClient.clear(),
});

createRoot(must(document.getElementById('root'), 'index.html has #root')).render(
  <StrictMode>
    <App nonce={nonce} />
  </StrictMode>,
);
