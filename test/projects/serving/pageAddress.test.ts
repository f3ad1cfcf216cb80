import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  browsableUrl,
  parseAddress,
  reachableHosts,
} from '../../../src/dotnet/server/addresses.ts';
import type { CertificateState } from '../../../src/projects/serving/developmentCertificate.ts';
import { choosePageAddress } from '../../../src/projects/serving/pageAddress.ts';

const secure = 'https://localhost:7016';
const plain = 'http://localhost:5275';

const choices: readonly (readonly [
  urls: readonly string[],
  state: CertificateState,
  url: string,
  advice: RegExp | undefined,
])[] = [
  [[plain], 'missing', plain, undefined],
  [[plain, secure], 'trusted', plain, undefined],
  [[secure, plain], 'trusted', secure, undefined],
  [[secure, plain], 'unknown', secure, undefined],
  [
    [secure, plain],
    'untrusted',
    plain,
    /opened at http:\/\/localhost:5275 instead.*dev-certs https --trust/,
  ],
  [[secure, plain], 'missing', plain, /Make a development certificate with: dotnet dev-certs/],
  [
    [secure],
    'untrusted',
    secure,
    /refuse https:\/\/localhost:7016.*Trust.*dev-certs https --trust/,
  ],
  [[secure], 'trusted', secure, undefined],
  [['http://unix:/tmp/s', plain], 'trusted', plain, undefined],
];

for (const [urls, state, url, advice] of choices) {
  test(`for ${urls.join(' and ')} with a certificate that is ${state}, ${url} is opened`, async () => {
    const found = await choosePageAddress(urls, undefined, () => Promise.resolve(state));
    assert.equal(found?.url, `${url}/`);
    if (advice === undefined) assert.equal(found?.advice, undefined);
    else assert.match(found?.advice ?? '', advice);
  });
}

test('the certificate is only checked where it matters', async () => {
  const never = (): Promise<CertificateState> => Promise.reject(new Error('It was checked.'));
  assert.equal((await choosePageAddress([plain, secure], undefined, never))?.url, `${plain}/`);
  assert.equal(await choosePageAddress([], undefined, never), undefined);
});

const pages: readonly (readonly [launchUrl: string | undefined, url: string])[] = [
  [undefined, `${plain}/`],
  ['', `${plain}/`],
  ['start/here?x=1#y', `${plain}/start/here?x=1#y`],
  ['/start', `${plain}/start`],
  ['https://example.org/x', 'https://example.org/x'],
];

for (const [launchUrl, url] of pages) {
  test(`the page ${launchUrl} is at ${url}`, async () => {
    const found = await choosePageAddress([plain], launchUrl, () => Promise.resolve('unknown'));
    assert.equal(found?.url, url);
  });
}

const addresses: readonly (readonly [
  url: string,
  browsable: string | undefined,
  hosts: readonly string[],
])[] = [
  ['http://localhost:5000', 'http://localhost:5000', ['127.0.0.1', '::1']],
  ['HTTPS://127.0.0.1:1/', 'https://127.0.0.1:1', ['127.0.0.1']],
  ['http://[::1]:2', 'http://[::1]:2', ['::1']],
  ['http://[::]:3', 'http://localhost:3', ['127.0.0.1', '::1']],
  ['http://*:4', 'http://localhost:4', ['127.0.0.1', '::1']],
  ['http://+', 'http://localhost:80', ['127.0.0.1', '::1']],
  ['https://0.0.0.0', 'https://localhost:443', ['127.0.0.1', '::1']],
  ['http://shop.test:5', 'http://shop.test:5', ['shop.test']],
  ['http://unix:/run/x.sock', undefined, []],
  ['http://pipe:/x', undefined, []],
  ['ftp://x:1', undefined, []],
  ['', undefined, []],
];

for (const [url, browsable, hosts] of addresses) {
  test(`the address "${url}" is opened as ${browsable}`, () => {
    const address = parseAddress(url);
    assert.equal(address && browsableUrl(address), browsable);
    assert.deepEqual(address === undefined ? [] : reachableHosts(address), hosts);
  });
}
