import * as z from 'zod/mini';
import type { HumanError } from '../../common/humanError.ts';
import { browserErrors } from '../errors.ts';

/** The failures of pages that could not be loaded, by the net error that Chromium names. */
const failures: Readonly<
  Record<string, (values: { address: string; netError: string }) => HumanError>
> = {
  ERR_CONNECTION_REFUSED: browserErrors.PageConnectionRefused,
  ERR_NAME_NOT_RESOLVED: browserErrors.PageHostUnknown,
  ERR_INVALID_URL: () => browserErrors.PageUrlInvalid(),
  ERR_UNSAFE_PORT: browserErrors.PagePortUnsafe,
  ERR_SSL_PROTOCOL_ERROR: browserErrors.PageNotHttps,
  ERR_EMPTY_RESPONSE: browserErrors.PageNotHttp,
  ERR_ABORTED: browserErrors.PageNavigationAborted,
};

const answerSchema = z.object({ errorText: z.optional(z.string()) });

/** Returns what Chromium says of a failed navigation in the result of `Page.navigate`. */
export function readNavigationError(answer: unknown): string | undefined {
  return answerSchema.parse(answer).errorText;
}

/** The failure of a page that could not be loaded, from what Chromium says (`net::ERR_…`). */
export function navigationFailure(url: string, errorText: string): HumanError {
  const netError = errorText.replace(/^net::/, '');
  const values = { address: withoutSecrets(url), netError };
  if (netError.startsWith('ERR_CERT_')) return browserErrors.CertificateNotTrusted(values);
  const create = failures[netError] ?? browserErrors.PageNotLoaded;
  return create(values);
}

/** The failure of a page whose server does not answer within the limit, in milliseconds. */
export function slowNavigation(url: string, limit: number): HumanError {
  const seconds = limit / 1_000;
  return browserErrors.PageLoadTimedOut({ address: withoutSecrets(url), seconds });
}

/** Addresses may carry tokens in all that comes after the path, or before the host. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return 'The address';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
