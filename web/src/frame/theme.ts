import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The one accent, light to dark. */
const accent: MantineColorsTuple = [
  '#eff5fc',
  '#dfeaf7',
  '#bcd4ee',
  '#96bde6',
  '#8fbcf5',
  '#5b95d6',
  '#3f7cc3',
  '#1f5aa6',
  '#184a8a',
  '#123a6e',
];

/** Ink to ground of the dark theme. */
const dark: MantineColorsTuple = [
  '#e6eaf0',
  '#c3cad4',
  '#a3adba',
  '#788493',
  '#343c46',
  '#262c34',
  '#1d2228',
  '#16191d',
  '#101317',
  '#0b0d10',
];

/** One family, two weights, one accent; everything else is the library's. */
export const theme = createTheme({
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.125rem' } } },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
});

/** Softer ink that can still be read, where the library's own is too soft. */
export const softerInk: CSSVariablesResolver = () => {
  const variables = {
    '--mantine-color-dimmed': 'var(--soft)',
    '--mantine-color-placeholder': 'var(--soft)',
    '--mantine-color-error': 'var(--warn)',
  };
  return { variables: {}, light: variables, dark: variables };
};
