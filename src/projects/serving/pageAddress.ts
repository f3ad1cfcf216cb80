import { browsableUrl, parseAddress, type ServerAddress } from '../../dotnet/server/addresses.ts';
import type { CertificateState } from './developmentCertificate.ts';

/** The URL of a server's page. */
export interface PageAddress {
  readonly url: string;
  /** Advice for the developer about it. */
  readonly advice: string | undefined;
}

/** Advice about a certificate that browsers reject. */
const howToTrust = {
  untrusted: 'Trust the development certificate with: dotnet dev-certs https --trust',
  missing: 'Make a development certificate with: dotnet dev-certs https --trust',
} as const;

/**
 * Chooses the URL for a server's page: the first one, or the first one with http if the first is https and
 * browsers would reject the certificate. `undefined` if no URL can be opened. The certificate is checked
 * only if necessary.
 */
export async function choosePageAddress(
  urls: readonly string[],
  launchUrl: string | undefined,
  certificate: () => Promise<CertificateState>,
): Promise<PageAddress | undefined> {
  const addresses = urls.flatMap((url) => parseAddress(url) ?? []);
  const state = addresses[0]?.scheme === 'https' ? await certificate() : 'unknown';
  const choice = chooseAddress(addresses, state);
  return choice && { ...choice, url: join(choice.url, launchUrl) };
}

function chooseAddress(
  addresses: readonly ServerAddress[],
  state: CertificateState,
): PageAddress | undefined {
  const [first] = addresses;
  if (first === undefined) return undefined;
  const url = browsableUrl(first);
  if (first.scheme === 'http' || state === 'trusted' || state === 'unknown') {
    return { url, advice: undefined };
  }
  const plain = addresses.find(({ scheme }) => scheme === 'http');
  const refusal = `Browsers refuse ${url}, since its certificate is not trusted on this machine.`;
  return plain === undefined
    ? { url, advice: `${refusal} ${howToTrust[state]}.` }
    : {
        url: browsableUrl(plain),
        advice: `${refusal} The page is opened at ${browsableUrl(plain)} instead. ${howToTrust[state]}.`,
      };
}

/** Resolves the page relative to the server. It may be an absolute URL. */
function join(url: string, page: string | undefined): string {
  const base = `${url}/`;
  return page !== undefined && URL.canParse(page, base)
    ? new URL(page, base).href
    : new URL(base).href;
}
