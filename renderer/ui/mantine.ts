import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** Mantine's blue stands for our accent; shades 4 (dark) and 6 (light) are the ones of theme.css. */
const accent: MantineColorsTuple = [
  '#edf3ff',
  '#dbe6fb',
  '#b3cbf5',
  '#8fb8ff',
  '#74a9ff',
  '#3f7ce6',
  '#1d5bd0',
  '#1850b8',
  '#13439b',
  '#0c3682',
];

const radius = 'var(--nw-radius)';

export const theme = createTheme({
  fontFamily: 'var(--nw-font)',
  fontFamilyMonospace: 'var(--nw-mono)',
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  autoContrast: true,
  defaultRadius: radius,
  radius: { xs: radius, sm: radius, md: radius, lg: radius, xl: radius },
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  cursorType: 'default',
  respectReducedMotion: true,
  components: {
    // The page itself never scrolls, so there is nothing to lock; the lock would write a style element of its own.
    Modal: { defaultProps: { lockScroll: false, transitionProps: { duration: 90 }, size: 560, padding: 16 } },
    Spotlight: { defaultProps: { lockScroll: false } },
    SpotlightRoot: { defaultProps: { lockScroll: false } },
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
  },
});

/** Mantine's surfaces and texts are ours in both schemes, so that theme.css stays the only list of colours. */
export const cssVariables: CSSVariablesResolver = () => {
  const own = {
    '--mantine-color-body': 'var(--nw-raised)',
    '--mantine-color-text': 'var(--nw-text)',
    '--mantine-color-bright': 'var(--nw-text)',
    '--mantine-color-dimmed': 'var(--nw-text-quiet)',
    '--mantine-color-placeholder': 'var(--nw-text-faint)',
    '--mantine-color-error': 'var(--nw-broken)',
    '--mantine-color-anchor': 'var(--nw-accent)',
    '--mantine-color-default': 'var(--nw-surface)',
    '--mantine-color-default-hover': 'var(--nw-hover)',
    '--mantine-color-default-color': 'var(--nw-text)',
    '--mantine-color-default-border': 'var(--nw-hairline-strong)',
    '--mantine-color-disabled': 'var(--nw-sunken)',
    '--mantine-color-disabled-color': 'var(--nw-text-faint)',
    '--mantine-color-disabled-border': 'var(--nw-hairline)',
  };
  return { variables: {}, light: own, dark: own };
};
