import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { getFrom, readAccess } from '../../../tools/fixtures/api/access.ts';
import { startApiHost } from '../../../tools/fixtures/api/apiHost.ts';
import { startCli } from '../../../tools/fixtures/processes/cli.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const list = '/apis/usvc-dev.developer.microsoft.com/v1/idesessions';

test('the API answers only clients with its own token, which only the owner can read', async (context) => {
  const { access, cli, kubeconfig } = await startApiHost(context);
  assert.equal((await stat(kubeconfig)).mode & 0o777, 0o600);
  assert.ok(!`${cli.stdout}${cli.stderr}`.includes(access.token));
  const bearer = { authorization: `Bearer ${access.token}` };
  const listed = await getFrom(access, list, bearer);
  assert.equal(listed.status, 200);
  const controllers = (await cli.variables())['DEBUG_SESSION_TOKEN'] ?? '';
  for (const [headers, code] of [
    [{}, 401],
    [{ authorization: `Bearer ${controllers}` }, 401],
    [{ ...bearer, origin: 'https://example.com' }, 403],
    [{ ...bearer, host: 'example.com' }, 403],
  ] as const) {
    for (const path of [list, '/version', '/readyz', '/openapi/v3', '/missing']) {
      const { body, status } = await getFrom(access, path, headers);
      assert.equal(status, code);
      const answer = JSON.parse(body) as { readonly kind: string; readonly code: number };
      assert.deepEqual([answer.kind, answer.code], ['Status', code]);
    }
  }
  const otherWay = await cli.controller();
  const info = await otherWay.request('GET', '/info', { headers: bearer });
  assert.equal(info.status, 401);
  assert.equal((await cli.end()).code, 0);
  assert.ok(!existsSync(kubeconfig));
});

test('the kubeconfig is written where it is asked for, and removed at the end', async (context) => {
  const cli = await startCli(context, ['serve', '--api', '--kubeconfig', 'kubeconfig']);
  await until('the summary is printed', () => cli.stdout.includes('Ctrl+C'));
  const path = join(cli.folder, 'kubeconfig');
  assert.ok(cli.stdout.includes(`kubectl --kubeconfig ${path} get idesessions`));
  const { token } = await readAccess(path);
  assert.ok(!cli.stdout.includes(token));
  assert.equal((await cli.end()).code, 0);
  assert.ok(!existsSync(path));
});

test('a file that is not ours is never replaced', async (context) => {
  const path = join(await temporaryFolder(context), 'config');
  await writeFile(path, 'apiVersion: v1\nkind: Config\n');
  const cli = await startCli(context, ['serve', '--api', '--kubeconfig', path]);
  assert.equal((await cli.exited).code, 1);
  assert.equal(cli.stdout, '');
  assert.match(cli.stderr, /config was not written by IDE Session Host, so it was not replaced\./);
  assert.equal(await readFile(path, 'utf8'), 'apiVersion: v1\nkind: Config\n');
});

test('without --api there is no API and no kubeconfig', async (context) => {
  const cli = await startCli(context, ['serve', '--json']);
  assert.deepEqual(Object.keys(JSON.parse((await cli.variables(), cli.stdout)) as object), ['env']);
  const refused = await startCli(context, ['serve', '--kubeconfig', 'kubeconfig']);
  assert.equal((await refused.exited).code, 2);
  assert.match(refused.stderr, /--kubeconfig needs --api/);
});
