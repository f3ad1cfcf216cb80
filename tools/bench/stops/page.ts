import { join } from 'node:path';
import { replaceIn } from '../../fixtures/replaceIn.ts';

/** The property with the time when the page was rendered, in milliseconds since its navigation. */
export const renderedAt = 'globalThis.renderedAt';

/**
 * Makes a client's page click its counter's button as soon as it is rendered, since a click through
 * a debugger would take time from the measurement.
 */
export function clickByItself(client: string): Promise<void> {
  return replaceIn(
    join(client, 'wwwroot', 'index.html'),
    '<div id="app">',
    `<script>${script}</script>\n    <div id="app">`,
  );
}

const script = `
  const look = setInterval(() => {
    const button = document.querySelector('button.btn-primary');
    if (button === null) return;
    clearInterval(look);
    ${renderedAt} = performance.now();
    button.click();
  }, 20);
`;

/** Clicks it again, once the debugger has its response. */
export const clickLater = `setTimeout(() => document.querySelector('button.btn-primary').click(), 0)`;
