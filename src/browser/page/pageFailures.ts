import { HumanError } from '../../common/humanError.ts';

/** What to do about a page that did not load, by the net error that Chromium names. */
const advice: Readonly<Record<string, string>> = {
  ERR_CONNECTION_REFUSED:
    'Nothing listens at this address. Start the app that serves it, or correct the port.',
  ERR_NAME_NOT_RESOLVED: 'The host name is not known. Correct it, or use localhost.',
  ERR_INVALID_URL: 'This is no address of a page. Correct it.',
  ERR_UNSAFE_PORT: 'Browsers refuse to open this port. Let the app listen at another one.',
  ERR_SSL_PROTOCOL_ERROR:
    'What listens there does not speak https. Use the http address of the app.',
  ERR_EMPTY_RESPONSE:
    'What listens there does not speak http. Use the https address of the app, or correct the port.',
  ERR_ABORTED:
    'The browser went to another address meanwhile, or this one is a file to be downloaded. Correct the address.',
};

const otherAdvice = 'Check in a browser whether this address works, and correct it.';

/** The failure of a page that could not be loaded, from what Chromium says (`net::ERR_…`). */
export function navigationFailure(url: string, errorText: string): HumanError {
  const name = errorText.replace(/^net::/, '');
  const shown = withoutSecrets(url);
  if (name.startsWith('ERR_CERT_')) {
    return new HumanError(
      'CertificateNotTrusted',
      `The browser does not trust the certificate of ${shown} (${name}). Run dotnet dev-certs https --trust, or use the http address of the app.`,
    );
  }
  const advised = advice[name] ?? otherAdvice;
  return new HumanError('PageNotLoaded', `${shown} could not be loaded (${name}). ${advised}`);
}

/** The failure of a page whose server does not answer. */
export function slowNavigation(url: string, limit: number): HumanError {
  return new HumanError(
    'PageNotLoaded',
    `${withoutSecrets(url)} did not answer within ${limit / 1_000} seconds. Look at the output of the app that serves it.`,
  );
}

/** The failure of a page that is closed while it is asked something. */
export function pageClosed(method: string): HumanError {
  return new HumanError(
    'PageClosed',
    `The page was closed before it answered ${method}. Start the session again.`,
  );
}

/** The failure of a page that does not answer in time. */
export function pageNotAnswering(limit: number): HumanError {
  return new HumanError(
    'PageNotAnswering',
    `The page did not answer within ${limit / 1_000} seconds. If it is paused at a breakpoint, continue it; if it has crashed, reload it.`,
  );
}

/** The failure of a script of ours in a page. */
export function pageScriptFailed(reason: string): HumanError {
  return new HumanError(
    'PageScriptFailed',
    `A script that asks the page for its state failed: ${reason}. Reload the page.`,
  );
}

/** The failure of a page that answers with something else than it was asked for. */
export function unexpectedPageAnswer(problems: readonly string[]): HumanError {
  return new HumanError(
    'PageAnswerUnexpected',
    `The page answered something unexpected (${problems.join('; ')}). Its version of .NET may be one that is not known here; update the extension.`,
  );
}

/** Addresses may carry tokens in all that comes after the path, or before the host. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return 'The address';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
