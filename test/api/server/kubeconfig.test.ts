import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { removeLeftKubeconfigs, writeKubeconfig } from '../../../src/api/server/kubeconfig.ts';
import { Token } from '../../../src/common/server/token.ts';
import { readAccess } from '../../../tools/fixtures/api/access.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

test('a kubeconfig names the address, the certificate and the token, for its owner only', async (context) => {
  const path = join(await temporaryFolder(context), 'kubeconfig');
  const token = new Token();
  await writeKubeconfig(path, { port: 4711, certificate, token });
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.deepEqual(await readAccess(path), {
    server: 'https://127.0.0.1:4711',
    authority: certificate,
    token: token.reveal(),
  });
});

test('a kubeconfig of an earlier host is replaced, any other file is not', async (context) => {
  const path = join(await temporaryFolder(context), 'kubeconfig');
  const address = { port: 4711, certificate, token: new Token() };
  await writeFile(path, '');
  const first = await writeKubeconfig(path, address);
  const second = await writeKubeconfig(path, { ...address, port: 4712 });
  await first.remove();
  assert.equal((await readAccess(path)).server, 'https://127.0.0.1:4712');
  await second.remove();
  await assert.rejects(stat(path), { code: 'ENOENT' });
  await writeFile(path, 'kind: Config\n');
  await assert.rejects(writeKubeconfig(path, address), { code: 'ForeignKubeconfig' });
  assert.equal(await readFile(path, 'utf8'), 'kind: Config\n');
});

test('kubeconfigs of processes that have crashed are removed, and no other files', async (context) => {
  const folder = await temporaryFolder(context);
  const address = { port: 4711, certificate, token: new Token() };
  for (const pid of [1, 22, 333]) await writeKubeconfig(join(folder, `kubeconfig-${pid}`), address);
  await writeFile(join(folder, 'kubeconfig-22.new'), 'draft');
  await writeFile(join(folder, 'kubeconfig-4444'), 'kind: Config\n');
  await writeFile(join(folder, 'kubeconfig-x'), '');
  await removeLeftKubeconfigs(folder, 'kubeconfig-', (pid) => Promise.resolve(pid === 1));
  assert.deepEqual((await readdir(folder)).toSorted(), [
    'kubeconfig-1',
    'kubeconfig-4444',
    'kubeconfig-x',
  ]);
  await removeLeftKubeconfigs(join(folder, 'missing'), 'kubeconfig-', () => Promise.resolve(false));
});

test('a kubeconfig that cannot be written says why', async (context) => {
  const folder = await temporaryFolder(context);
  const address = { port: 4711, certificate, token: new Token() };
  const written = writeKubeconfig(join(folder, 'missing', 'kubeconfig'), address);
  await assert.rejects(written, { code: 'KubeconfigNotWritten', message: /ENOENT/ });
  await assert.rejects(writeKubeconfig(folder, address), { code: 'KubeconfigNotWritten' });
});
