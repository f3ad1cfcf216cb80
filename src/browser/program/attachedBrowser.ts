import { get } from 'node:http';
import * as z from 'zod/mini';
import { type Clock, withTimeout } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import type { HumanError } from '../../common/humanError.ts';
import { browserErrors } from '../errors.ts';
import { DevToolsConnection } from '../page/devTools.ts';
import { PageTargets } from '../page/pageTargets.ts';

/** How long a browser may take to respond, in milliseconds. */
const answerTimeout = 5_000;

const versionSchema = z.object({
  Browser: z.string(),
  webSocketDebuggerUrl: z.string(),
  'User-Agent': z.optional(z.string()),
});

/** A running browser with DevTools enabled. */
export interface AttachedBrowser extends Disposable {
  /** The reported name and version. */
  readonly product: string;
  /** Whether it runs without a window. */
  readonly isHeadless: boolean;
  /** The WebSocket address of the browser target. */
  readonly browserUri: string;
  readonly pages: PageTargets;
}

/** Connects to a running browser. Throws a HumanError (BrowserNotReachable, BrowserConnectionFailed). Disposing leaves it running. */
export async function attachBrowser(
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

/** Replaces host and port by those that were used to connect, since they may be those of a tunnel. */
function uriAt(address: string, port: number, uri: string): string {
  return `ws://${getHost(address)}:${port}${new URL(uri).pathname}`;
}

function getHost(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

async function askVersion(address: string, port: number, clock: Clock) {
  const url = `http://${getHost(address)}:${port}/json/version`;
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
  return browserErrors.BrowserNotReachable({ address: `${getHost(address)}:${port}`, port });
}
