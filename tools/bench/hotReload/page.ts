import { join } from 'node:path';
import { replaceIn } from '../../fixtures/replaceIn.ts';

/** The counter's page after an edit; edit 0 is the stock page. */
function headingOf(edit: number): string {
  return edit === 0 ? 'Counter' : `Counter ${edit}`;
}

/** An expression for the time at which the page showed a heading, in milliseconds since the epoch; 0 if it has not. */
export function shownAt(edit: number): string {
  return `(globalThis.shownAt?.[${JSON.stringify(headingOf(edit))}] ?? 0)`;
}

/** The source of the counter in a client. */
export function counterSource(client: string): string {
  return join(client, 'Pages', 'Counter.razor');
}

/** Makes a client's page note when it shows each heading, and then click its counter's button. */
export function noteHeadings(client: string): Promise<void> {
  return replaceIn(
    join(client, 'wwwroot', 'index.html'),
    '<div id="app">',
    `<script>${script}</script>\n    <div id="app">`,
  );
}

/** The source of the counter after an edit: its heading and the method of its button are others. */
export function editCounter(stock: string, edit: number): string {
  return stock
    .replace('<h1>Counter</h1>', `<h1>${headingOf(edit)}</h1>`)
    .replace('currentCount++;', `currentCount += ${edit + 1};`);
}

const script = `
  globalThis.shownAt = {};
  new MutationObserver(() => {
    const heading = document.querySelector('h1')?.textContent ?? '';
    const button = document.querySelector('button.btn-primary');
    if (button === null || heading in shownAt) return;
    shownAt[heading] = Date.now();
    setTimeout(() => button.click(), 0);
  }).observe(document, { subtree: true, childList: true, characterData: true });
`;
