import { join } from 'node:path';
import { replaceIn } from '../../fixtures/replaceIn.ts';

/** By which the page tells when it was rendered, in milliseconds since its navigation. */
export const renderedAt = 'globalThis.renderedAt';

/**
 * Has the page of a client click the button of its counter as soon as it is there, so that nobody needs to
 * ask it through a debugger, which would take time from what is measured.
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

/** Clicks it again, once the debugger has its answer. */
export const clickLater = `setTimeout(() => document.querySelector('button.btn-primary').click(), 0)`;
