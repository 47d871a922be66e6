import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { Router } from 'wouter';
import { queryClient } from './shell/api/query-client.ts';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { useHashPath, useHashSearch } from './shell/hash-location.ts';
import { ConsoleGate } from './shell/console-gate.tsx';
import { mantineTheme, mantineVariables } from './shell/theme/mantine-theme.ts';
import { useTheme } from './shell/theme/theme-store.ts';

export function App({ nonce }: { nonce: string }) {
  const theme = useTheme((state) => state.theme);
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={mantineVariables}
      forceColorScheme={theme === 'light' ? 'light' : 'dark'}
      getStyleNonce={() => nonce}
    >
      <Notifications position="bottom-right" autoClose={6_000} />
      <QueryClientProvider client={queryClient}>
        <Router hook={useHashPath} searchHook={useHashSearch} hrefs={useHashPath.hrefs}>
          <ErrorBoundary>
            <ConsoleGate />
          </ErrorBoundary>
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  );
}
