import { resolve } from 'node:path';
import { getMode } from '../../protocol/launchConfigurations.ts';
import { launchErrors } from '../errors.ts';
import type { BrowserLaunchPlan, LaunchMapper } from '../launchPlan.ts';
import { browserKind, emptyToUndefined, parseConfiguration } from '../properties.ts';

/** Pages that are served elsewhere, opened in a browser. */
export const mapBrowser: LaunchMapper = (request, context): BrowserLaunchPlan => {
  const configuration = parseConfiguration('browser', request);
  const { intent } = request;
  const url = parseUrl(configuration.url);
  const webRoot = emptyToUndefined(configuration.web_root);
  return {
    kind: 'browser',
    name: url.host + (url.pathname === '/' ? '' : url.pathname),
    mode: getMode(configuration),
    url: url.href,
    browser: browserKind(configuration.browser),
    webRoot: webRoot === undefined ? undefined : resolve(context.workspace, webRoot),
    running: intent?.kind === 'attach' ? { address: intent.address, port: intent.port } : undefined,
  };
};

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw launchErrors.PageAddressInvalid();
  }
  return url;
}
