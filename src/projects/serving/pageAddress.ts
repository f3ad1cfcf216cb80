import { browsableUrl, parseAddress, type ServerAddress } from '../../dotnet/server/addresses.ts';
import type { CertificateState } from './developmentCertificate.ts';

/** Which page of a server a browser is to open. */
export interface PageAddress {
  readonly url: string;
  /** What the developer should know about it. */
  readonly advice: string | undefined;
}

/** What to do about a certificate that browsers refuse. */
const howToTrust = {
  untrusted: 'Trust the development certificate with: dotnet dev-certs https --trust',
  missing: 'Make a development certificate with: dotnet dev-certs https --trust',
} as const;

/**
 * Chooses where a browser opens a server's page: at its first URL, or at its first one with http if the
 * first one is https and browsers would refuse the certificate. Nothing if no URL can be opened. The
 * certificate is asked for only if it decides.
 */
export async function pageAddress(
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

/** The page within the server, or somewhere else if it says so itself. */
function join(url: string, page: string | undefined): string {
  const base = `${url}/`;
  return page !== undefined && URL.canParse(page, base)
    ? new URL(page, base).href
    : new URL(base).href;
}
