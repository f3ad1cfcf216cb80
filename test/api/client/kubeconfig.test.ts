import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readKubeconfig } from '../../../src/api/client/kubeconfig.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function kubeconfig(cluster: string, user: string): string {
  return `apiVersion: v1
kind: Config
current-context: main
contexts:
- {name: main, context: {cluster: c, user: u}}
- {name: other, context: {cluster: c2}}
clusters:
- {name: c, cluster: ${cluster}}
- {name: c2, cluster: {server: 'https://other.example:6443/prefix/'}}
users:
- {name: u, user: ${user}}
`;
}

async function write(context: TestContext, text: string): Promise<string> {
  const path = join(await temporaryFolder(context), 'config');
  await writeFile(path, text);
  return path;
}

test('reads the server, its authority and a token', async (context) => {
  const cluster = `{server: https://127.0.0.1:1234, certificate-authority-data: ${base64('PEM')}}`;
  const path = await write(context, kubeconfig(cluster, '{token: secret}'));
  assert.deepEqual(readKubeconfig(path), {
    server: 'https://127.0.0.1:1234',
    trust: { authorities: 'PEM', isUnchecked: false },
    credentials: { kind: 'token', token: 'secret', certificate: undefined },
  });
});

test('reads the context that is named', async (context) => {
  const path = await write(context, kubeconfig('{server: https://localhost}', '{token: secret}'));
  assert.deepEqual(readKubeconfig(path, 'other'), {
    server: 'https://other.example:6443/prefix',
    trust: { isUnchecked: false },
    credentials: { kind: 'none' },
  });
});

test('reads certificates from files next to the kubeconfig', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'ca.pem'), 'CA');
  await writeFile(join(folder, 'client.pem'), 'CERT');
  await writeFile(join(folder, 'key.pem'), 'KEY');
  const cluster =
    '{server: https://localhost, certificate-authority: ca.pem, tls-server-name: inner}';
  const user = '{client-certificate: client.pem, client-key: key.pem}';
  const path = join(folder, 'config');
  await writeFile(path, kubeconfig(cluster, user));
  assert.deepEqual(readKubeconfig(path), {
    server: 'https://localhost',
    trust: { authorities: 'CA', serverName: 'inner', isUnchecked: false },
    credentials: { kind: 'certificate', certificate: { certificate: 'CERT', key: 'KEY' } },
  });
});

test('reads a credential plugin without running it', async (context) => {
  const folder = await temporaryFolder(context);
  const user = `{exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: ['${folder}/ran'], env: [{name: A, value: b}]}}`;
  const path = await write(context, kubeconfig('{server: https://localhost}', user));
  const { credentials } = readKubeconfig(path);
  assert.deepEqual(credentials, {
    kind: 'plugin',
    plugin: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'touch',
      args: [`${folder}/ran`],
      environment: { A: 'b' },
    },
  });
  assert.ok(!existsSync(join(folder, 'ran')));
});

test('resolves the command of a credential plugin as client-go does', async (context) => {
  for (const [command, resolved] of [
    ['aws', 'aws'],
    ['./bin/sign-in', (folder: string) => join(folder, 'bin', 'sign-in')],
    ['../sign-in', (folder: string) => join(folder, '..', 'sign-in')],
    ['/usr/bin/sign-in', '/usr/bin/sign-in'],
  ] as const) {
    const user = `{exec: {apiVersion: client.authentication.k8s.io/v1, command: ${command}}}`;
    const path = await write(context, kubeconfig('{server: https://localhost}', user));
    const { credentials } = readKubeconfig(path);
    const expected = typeof resolved === 'string' ? resolved : resolved(dirname(path));
    assert.equal(credentials.kind === 'plugin' && credentials.plugin.command, expected);
  }
});

const invalid: readonly (readonly [string, string, string, RegExp])[] = [
  ['a server without scheme', '{server: localhost}', '{}', /not an http or https URL/],
  ['a token over http', '{server: http://a.example}', '{token: t}', /without encryption/],
  ['a proxy', '{server: https://a, proxy-url: http://p}', '{}', /proxy-url is not supported/],
  ['credentials in the URL', '{server: https://me:pw@a}', '{}', /contains credentials/],
  ['a key alone', '{server: https://a}', `{client-key-data: ${base64('K')}}`, /no certificate/],
  ['an old provider', '{server: https://a}', '{auth-provider: {name: gcp}}', /auth-provider/],
  ['a wrong type', '{server: 1}', '{}', /unexpected value at clusters\.0\.cluster\.server/],
];

for (const [what, cluster, user, problem] of invalid) {
  test(`refuses ${what}`, async (context) => {
    const path = await write(context, kubeconfig(cluster, user));
    assert.throws(() => readKubeconfig(path), { code: 'KubeconfigInvalid', message: problem });
  });
}

test('says which context is missing', async (context) => {
  const path = await write(context, kubeconfig('{server: https://a}', '{}'));
  assert.throws(() => readKubeconfig(path, 'nowhere'), /it has no context "nowhere"/);
});

test('does not quote a file that is not YAML', async (context) => {
  const path = await write(context, 'token: "secret\nusers: {[');
  assert.throws(
    () => readKubeconfig(path),
    ({ message }: Error) => message.includes('is invalid') && !message.includes('secret'),
  );
});

test('says which file is missing', () => {
  assert.throws(() => readKubeconfig('/nowhere/config'), {
    code: 'KubeconfigUnreadable',
    message: /\/nowhere\/config could not be read/,
  });
});
