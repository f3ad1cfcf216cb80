import { get } from 'node:http';
import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { HumanError } from '../../common/humanError.ts';
import { browserErrors } from '../errors.ts';
import { DevToolsConnection } from '../page/devTools.ts';
import { PageTargets } from '../page/pageTargets.ts';

/** How long a browser may take to say who it is, in milliseconds. */
const answerTimeout = 5_000;

const versionSchema = z.object({
  Browser: z.string(),
  webSocketDebuggerUrl: z.string(),
  'User-Agent': z.optional(z.string()),
});

/** A browser that somebody else started with its DevTools open. */
export interface AttachedBrowser extends Disposable {
  /** Its name and version, as it says them. */
  readonly product: string;
  /** Whether it has no window. */
  readonly isHeadless: boolean;
  /** The WebSocket address of the browser as a whole. */
  readonly browserUri: string;
  readonly pages: PageTargets;
}

/** Connects to a running browser. Throws a HumanError (BrowserNotReachable, BrowserConnectionFailed). Disposing leaves it running. */
export async function attachedBrowser(
  address: string,
  port: number,
  clock: Clock,
): Promise<AttachedBrowser> {
  const version = await askVersion(address, port, clock);
  if (version === undefined) throw notReachable(address, port);
  const browserUri = uriAt(address, port, version.webSocketDebuggerUrl);
  const connection = await DevToolsConnection.open(browserUri, clock);
  const pages = new PageTargets(connection);
  await pages.watch();
  return {
    product: version.Browser,
    isHeadless: /headless/i.test(`${version.Browser} ${version['User-Agent']}`),
    browserUri,
    pages,
    dispose() {
      pages.dispose();
      connection.dispose();
    },
  };
}

/** The browser's address as it was reached, which may be a tunnel's that the browser doesn't know. */
function uriAt(address: string, port: number, uri: string): string {
  return `ws://${hostOf(address)}:${port}${new URL(uri).pathname}`;
}

function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

async function askVersion(address: string, port: number, clock: Clock) {
  const url = `http://${hostOf(address)}:${port}/json/version`;
  const request = get(url, { agent: false });
  const answer = new Promise<string | undefined>((resolve) => {
    request.once('error', () => resolve(undefined));
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () => resolve(text));
      response.once('error', () => resolve(undefined));
    });
  });
  const text = await withTimeout(clock, answerTimeout, answer, undefined);
  request.destroy();
  return text === undefined ? undefined : parseVersion(text);
}

function parseVersion(text: string): z.output<typeof versionSchema> | undefined {
  try {
    return versionSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function notReachable(address: string, port: number): HumanError {
  return browserErrors.BrowserNotReachable({ address: `${hostOf(address)}:${port}`, port });
}
