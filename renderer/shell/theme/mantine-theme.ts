import { Button, type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { t } from '../words.ts';

/** Deep sea blue: calm next to the severities, which own red, orange and yellow. */
const sea: MantineColorsTuple = [
  '#eef5fa',
  '#d9e7f1',
  '#b3cfe3',
  '#8ab4d3',
  '#5f97c1',
  '#3b7dae',
  '#246897',
  '#1b577f',
  '#154768',
  '#0f3750',
];

const SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

export const mantineTheme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 4 },
  colors: { sea },
  autoContrast: true,
  luminanceThreshold: 0.32,
  fontFamily: SANS,
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, monospace",
  headings: { fontFamily: SANS, fontWeight: '600' },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  defaultRadius: 4,
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs' },
      vars(_theme, { variant = 'filled', color }) {
        if (variant !== 'filled') return { root: {} };
        return {
          root: { '--button-color': color === 'red' ? 'var(--fl-on-danger)' : 'var(--fl-on-accent)' },
        };
      },
    }),
    TextInput: { defaultProps: { size: 'sm' } },
    Modal: {
      defaultProps: {
        centered: false,
        closeButtonProps: { 'aria-label': t('action.close') },
        yOffset: '8vh',
        transitionProps: { duration: 80 },
        overlayProps: { backgroundOpacity: 0.4 },
      },
      styles: { title: { fontWeight: 600 } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('action.close') } } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false } },
  },
});

/** Mantine's own colours come from the same tokens as everything else (styles/tokens.css). */
export const mantineVariables: CSSVariablesResolver = () => {
  const tokens = {
    '--mantine-color-body': 'var(--fl-surface)',
    '--mantine-color-text': 'var(--fl-text)',
    '--mantine-color-dimmed': 'var(--fl-muted)',
    '--mantine-color-placeholder': 'var(--fl-muted)',
    '--mantine-color-default': 'var(--fl-surface)',
    '--mantine-color-default-hover': 'var(--fl-hover)',
    '--mantine-color-default-color': 'var(--fl-text)',
    '--mantine-color-default-border': 'var(--fl-line-strong)',
    '--mantine-color-error': 'var(--fl-danger)',
    '--mantine-color-anchor': 'var(--fl-accent)',
    '--mantine-primary-color-filled': 'var(--fl-accent-fill)',
    '--mantine-primary-color-filled-hover': 'var(--fl-accent-fill-hover)',
    '--mantine-primary-color-contrast': 'var(--fl-on-accent)',
    '--mantine-color-sea-filled': 'var(--fl-accent-fill)',
    '--mantine-color-sea-filled-hover': 'var(--fl-accent-fill-hover)',
    '--mantine-color-red-filled': 'var(--fl-danger-fill)',
    '--mantine-color-red-filled-hover': 'var(--fl-danger-fill)',
  };
  // The greys of dark components: the library's own have another hue, and are too light at night.
  const greys = {
    '--mantine-color-dark-0': 'var(--fl-text)',
    '--mantine-color-dark-1': 'var(--fl-text)',
    '--mantine-color-dark-2': 'var(--fl-muted)',
    '--mantine-color-dark-3': 'var(--fl-disabled)',
    '--mantine-color-dark-4': 'var(--fl-line-strong)',
    '--mantine-color-dark-5': 'var(--fl-selected)',
    '--mantine-color-dark-6': 'var(--fl-field)',
    '--mantine-color-dark-7': 'var(--fl-surface)',
    '--mantine-color-dark-8': 'var(--fl-sunken)',
    '--mantine-color-dark-9': 'var(--fl-ground)',
  };
  return { variables: {}, light: tokens, dark: { ...tokens, ...greys } };
};
