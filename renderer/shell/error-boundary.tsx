import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { messageOf } from '#shared/kernel/errors.ts';
import { t } from './words.ts';

type BoundaryState = { readonly error: unknown };

/**
 * Stands in for a page that threw. What was typed lies in the draft store, outside of the page, so trying
 * again brings it back.
 */
export class ErrorBoundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: undefined };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <section role="alert" style={{ display: 'grid', gap: 10, maxWidth: 620, padding: 24 }}>
        <h1 style={{ margin: 0, fontSize: '1.125rem' }}>{t('error.boundary.title')}</h1>
        <p style={{ margin: 0 }}>{t('error.boundary.text')}</p>
        <details>
          <summary>{t('error.boundary.details')}</summary>
          <code>{messageOf(this.state.error)}</code>
        </details>
        <div style={{ display: 'flex', gap: 8 }}>
          <Button onClick={() => this.setState({ error: undefined })}>{t('action.tryAgain')}</Button>
          <Button variant="default" onClick={() => location.reload()}>
            {t('action.reload')}
          </Button>
        </div>
      </section>
    );
  }
}
