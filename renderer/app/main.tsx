import { MantineProvider, type MantineColorSchemeManager } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { cssVariables, theme } from '#renderer/ui/mantine.ts';
import '#renderer/ui/mantine-base.css';
import '#renderer/ui/theme.css';
import { App } from './App.tsx';
import { Boundary } from './Boundary.tsx';
import { startPage } from './start.ts';

/** Main writes a nonce into the page; the content security policy admits only style elements that carry it. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content ?? '';
}

/**
 * The window has the colour scheme of the last setting before the page is loaded: there is nothing for Mantine to
 * remember.
 */
const schemeOfWindow: MantineColorSchemeManager = {
  get: () => 'auto',
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
};

startPage();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');
createRoot(root).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    defaultColorScheme="auto"
    colorSchemeManager={schemeOfWindow}
    getStyleNonce={styleNonce}
    withGlobalClasses={false}
  >
    <Boundary whole>
      <App />
    </Boundary>
  </MantineProvider>,
);
