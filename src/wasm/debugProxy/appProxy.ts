import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { type Clock, withTimeout } from '../../common/clock.ts';
import { isLoopback } from '../diagnosis/httpGet.ts';
import { browserAnswers } from './browserAnswers.ts';

/** Whether the app's own debug proxy can be used. */
export type AppProxy =
  | { readonly kind: 'usable'; readonly inspectUri: string }
  | { readonly kind: 'unusable'; readonly reason: AppProxyRefusal };

type AppProxyRefusal = 'not offered' | 'bound to another browser' | 'no answer';

/** How long an app may take to start its proxy and redirect to it, in milliseconds. */
const offerWait = 10_000;
/** How long a proxy may take to respond, in milliseconds. */
const answerWait = 5_000;

/**
 * Requests the app's own debug proxy. The app starts it on the first request and binds it to the browser in
 * that request, so it is usable only if that is this browser.
 */
export async function appProxy(url: string, browserUri: string, clock: Clock): Promise<AppProxy> {
  const proxyUri = await findOfferedProxy(new URL(url), browserUri, clock);
  if (proxyUri === undefined) return unusable('not offered');
  // Using it for another browser would fill the app's output with errors.
  if (!(await isBoundTo(browserUri, proxyUri, clock))) return unusable('bound to another browser');
  const isAnswering = await browserAnswers(proxyUri.href, clock);
  return isAnswering ? { kind: 'usable', inspectUri: proxyUri.href } : unusable('no answer');
}

function unusable(reason: AppProxyRefusal): AppProxy {
  return { kind: 'unusable', reason };
}

/** Returns the WebSocket address of the app's debug proxy. */
async function findOfferedProxy(
  app: URL,
  browserUri: string,
  clock: Clock,
): Promise<URL | undefined> {
  const question = new URL('/_framework/debug/ws-proxy', app);
  question.searchParams.set('browser', browserUri);
  const location = await ask(question, offerWait, clock, (response) => {
    const { statusCode = 0, headers } = response;
    return statusCode >= 300 && statusCode < 400 ? headers.location : undefined;
  });
  const proxy = location !== undefined && URL.canParse(location) ? new URL(location) : undefined;
  return proxy !== undefined && /^wss?:$/.test(proxy.protocol) ? proxy : undefined;
}

/** Whether the proxy is bound to this browser, which the path of the reported address tells. */
async function isBoundTo(browserUri: string, proxy: URL, clock: Clock): Promise<boolean> {
  const version = new URL(`http${proxy.protocol.slice(2)}//${proxy.host}/json/version`);
  const text = await ask(version, answerWait, clock, readText);
  return text?.includes(new URL(browserUri).pathname) === true;
}

/** Sends a request and returns what `read` makes of the response; `undefined` after the timeout in milliseconds. */
function ask(
  url: URL,
  limit: number,
  clock: Clock,
  read: (response: IncomingMessage) => string | undefined | Promise<string | undefined>,
): Promise<string | undefined> {
  const giveUp = new AbortController();
  const answer = new Promise<string | undefined>((resolve) => {
    const options = { agent: false, signal: giveUp.signal };
    const answered = (response: IncomingMessage): void => {
      resolve(Promise.resolve(read(response)).catch(() => undefined));
    };
    const request =
      url.protocol === 'https:'
        ? getSecure(url, { ...options, rejectUnauthorized: !isLoopback(url.hostname) }, answered)
        : getPlain(url, options, answered);
    request.once('error', () => resolve(undefined));
  });
  return withTimeout(clock, limit, answer, undefined).finally(() => giveUp.abort());
}

async function readText(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response as AsyncIterable<Buffer>) text += chunk.toString('utf8');
  return response.statusCode === 200 ? text : '';
}
