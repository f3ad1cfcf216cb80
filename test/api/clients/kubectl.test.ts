// The real kubectl, against the built host. Each test is a command, as people use it.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startApiHost } from '../../../tools/fixtures/api/apiHost.ts';
import { Kubectl } from '../../../tools/fixtures/api/kubectl.ts';
import { sessionManifest } from '../../../tools/fixtures/api/manifest.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

interface Session {
  readonly metadata: {
    readonly name: string;
    readonly resourceVersion: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly desiredState: string; readonly env?: readonly object[] };
  readonly status: {
    readonly state: string;
    readonly exitCode?: number;
    readonly pid?: number;
    readonly message?: string;
  };
}

interface List {
  readonly items: readonly Session[];
}

test('kubectl', { timeout: 240_000 }, async (context) => {
  const host = await startApiHost(context);
  const kubectl = await Kubectl.of(context, host.kubeconfig);
  const { folder } = host.cli;
  const short = await writeProgram(folder, 'short');
  const forever = await writeProgram(folder, 'polite');
  const manifest = (name: string, program = forever, fields: object = {}) =>
    sessionManifest(name, program, fields);
  const create = (name: string, program = forever, fields: object = {}) =>
    kubectl.output(['create', '-f', '-'], { input: manifest(name, program, fields) });
  const get = (name: string) => kubectl.json<Session>(['get', 'ides', name]);

  await context.test('version, api-resources and api-versions describe the server', async () => {
    assert.match(await kubectl.output(['version']), /^Server Version: v1\.32\.0\+ide-session/m);
    const resources = await kubectl.output(['api-resources', '--no-headers', '-o', 'wide']);
    assert.match(
      resources,
      /^idesessions +ides +usvc-dev\.developer\.microsoft\.com\/v1 +false +IdeSession +create,.*watch +all\s*$/,
    );
    const versions = await kubectl.output(['api-versions']);
    assert.equal(versions, 'usvc-dev.developer.microsoft.com/v1\n');
    for (const path of ['/readyz', '/livez', '/healthz']) {
      assert.equal(await kubectl.output(['get', '--raw', path]), 'ok');
    }
  });

  await context.test('explain shows the fields', async () => {
    const spec = await kubectl.output(['explain', 'ides.spec']);
    assert.match(spec, /launchConfigurations\t<string> -required-/);
    assert.match(spec, /enum: "", Running, Stopped/);
    const all = await kubectl.output(['explain', 'idesessions', '--recursive']);
    for (const field of ['finalizers', 'value', 'exitCode']) assert.match(all, new RegExp(field));
  });

  await context.test('create starts a session, and get shows it in every form', async () => {
    assert.match(await create('web', forever, { desiredState: 'Running' }), /web created/);
    await kubectl.output(['wait', '--for=jsonpath={.status.state}=Running', 'ides/web']);
    const table = await kubectl.output(['get', 'ides']);
    assert.match(table, /^NAME +STATE +TYPE +PID +AGE\nweb +Running +node +\d+ +\d+s\n$/);
    const wide = await kubectl.output(['get', 'ides', 'web', '-o', 'wide']);
    assert.match(wide, /AGE +PROJECT +CONTROLLER +EXIT CODE +OUT OF DATE +MESSAGE\n/);
    assert.match(wide, /\d+s +polite\.js +<none> +<none> +<none> +<none>\n/);
    assert.equal(
      await kubectl.output(['get', 'ides', '-o', 'name']),
      'idesession.usvc-dev.developer.microsoft.com/web\n',
    );
    const yaml = await kubectl.output(['get', 'ides', 'web', '-o', 'yaml']);
    assert.match(yaml, /^kind: IdeSession$/m);
    const { items } = await kubectl.json<List>(['get', 'ides']);
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      ['web'],
    );
    const columns = 'custom-columns=NAME:.metadata.name,PID:.status.pid';
    assert.match(await kubectl.output(['get', 'ides', '-o', columns]), /^NAME +PID\nweb +\d+\n$/);
    assert.match(await kubectl.output(['get', 'all']), /^web +Running/m);
    const raw = '/apis/usvc-dev.developer.microsoft.com/v1/idesessions/web';
    const answer = JSON.parse(await kubectl.output(['get', '--raw', raw])) as Session;
    assert.equal(answer.metadata.name, 'web');
  });

  await context.test('get selects, sorts and pages', async () => {
    for (const [name, tier] of [
      ['a', 'back'],
      ['b', 'front'],
      ['c', 'back'],
    ] as const) {
      await create(name, short, { labels: { tier } });
    }
    const names = async (...args: readonly string[]) =>
      (await kubectl.output(['get', 'ides', '--no-headers', ...args]))
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ +/)[0]);
    assert.deepEqual(await names('-l', 'tier=back'), ['a', 'c']);
    assert.deepEqual(await names('-l', 'tier in (front), tier'), ['b']);
    assert.deepEqual(await names('-l', '!tier'), ['web']);
    assert.deepEqual(await names('--field-selector', 'metadata.name=b'), ['b']);
    assert.deepEqual(await names('--chunk-size=1'), ['a', 'b', 'c', 'web']);
    assert.deepEqual(await names('--sort-by={.metadata.labels.tier}', '-l', 'tier'), [
      'a',
      'c',
      'b',
    ]);
    assert.match(await kubectl.output(['get', 'ides', '-L', 'tier', 'b']), /TIER\n.* front\n/);
    assert.match(await kubectl.output(['get', 'ides', '--show-labels', 'b']), /tier=front/);
    const unknown = await kubectl.run(['get', 'ides', '--field-selector', 'status.state=Running']);
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /not a known field selector/);
  });

  await context.test('get -w shows each change as it happens', async () => {
    const watching = kubectl.start(['get', 'ides', '-w', '--output-watch-events']);
    await until('the list is shown', () => watching.stdout.includes('web '));
    await create('watched', short, { desiredState: 'Running' });
    await until('the program has ended', () => /MODIFIED +watched +Stopped/.test(watching.stdout));
    await kubectl.output(['delete', 'ides', 'watched']);
    await until('the deletion is shown', () => /DELETED +watched/.test(watching.stdout));
    watching.interrupt();
    await watching.exited;
    const lines = watching.stdout.split('\n').filter((line) => line.includes('watched'));
    const states = lines.map((line) => line.split(/ +/).slice(0, 3).join(' '));
    assert.equal(states[0], 'ADDED watched <none>');
    assert.ok(states.includes('MODIFIED watched Running'), states.join(', '));
    assert.equal(watching.stdout.match(/NAME/g)?.length, 1);
  });

  await context.test('get -w follows one session by its name', async () => {
    for (const name of ['single', 'unseen']) await create(name, short);
    const watching = kubectl.start(['get', 'ides', 'single', '-w', '--no-headers']);
    await until('the session is shown', () => watching.stdout.includes('single '));
    await kubectl.output(['delete', 'ides', 'unseen']);
    const patch = '{"spec":{"desiredState":"Running"}}';
    await kubectl.output(['patch', 'ides/single', '--type', 'merge', '-p', patch]);
    await until('the program has ended', () => /^single +Stopped/m.test(watching.stdout));
    await kubectl.output(['delete', 'ides', 'single']);
    watching.interrupt();
    await watching.exited;
    assert.equal(watching.stderr, '');
    assert.ok(!watching.stdout.includes('unseen'));
  });

  await context.test('create checks fields, and changes nothing in a dry run', async () => {
    const input = manifest('odd', short, { spec: { colour: 'red' } });
    const strict = await kubectl.run(['create', '-f', '-'], { input });
    assert.equal(strict.code, 1);
    assert.match(strict.stderr, /unknown field "spec\.colour"/);
    const dry = ['create', '--dry-run=server', '-f', '-'];
    const warned = await kubectl.run([...dry, '--validate=warn'], { input });
    assert.equal(warned.code, 0);
    assert.match(warned.stderr, /Warning: unknown field "spec\.colour"/);
    const ignored = await kubectl.run([...dry, '--validate=ignore'], { input });
    assert.deepEqual([ignored.code, ignored.stderr], [0, '']);
    assert.equal((await kubectl.run(['get', 'ides', 'odd'])).code, 1);
    const again = await kubectl.run(['create', '-f', '-'], { input: manifest('web') });
    assert.match(again.stderr, /AlreadyExists/);
    const invalid = await kubectl.run(['create', '-f', '-'], {
      input: manifest('invalid', short, { spec: { launchConfigurations: '[]' } }),
    });
    assert.match(invalid.stderr, /spec\.launchConfigurations/);
  });

  await context.test(
    'apply creates, leaves alone and changes, and keeps values secret',
    async () => {
      const apply = (fields: object) =>
        kubectl.output(['apply', '-f', '-'], { input: manifest('applied', forever, fields) });
      const env = [{ name: 'PASSWORD', value: 'hunter2' }];
      assert.match(await apply({ spec: { env } }), /applied created/);
      assert.match(await apply({ spec: { env } }), /applied (unchanged|configured)/);
      assert.match(
        await apply({ spec: { env }, labels: { tier: 'back' }, desiredState: 'Running' }),
        /applied configured/,
      );
      await kubectl.output(['wait', '--for=jsonpath={.status.state}=Running', 'ides/applied']);
      const text = await kubectl.output(['get', 'ides', 'applied', '-o', 'yaml']);
      assert.match(text, /last-applied-configuration/);
      assert.match(text, /name: PASSWORD/);
      assert.ok(!text.includes('hunter2'));
      const { labels } = (await get('applied')).metadata;
      assert.equal(labels['tier'], 'back');
    },
  );

  await context.test('diff shows what apply would change, and changes nothing', async () => {
    const input = manifest('applied', forever, { labels: { tier: 'middle' } });
    const { code, stdout } = await kubectl.run(['diff', '-f', '-'], { input });
    assert.equal(code, 1);
    assert.match(stdout, /^\+ +tier: middle$/m);
    assert.equal((await get('applied')).metadata.labels['tier'], 'back');
  });

  await context.test(
    'server-side apply and strategic patches are refused with the reason',
    async () => {
      const serverSide = await kubectl.run(['apply', '--server-side', '-f', '-'], {
        input: manifest('server-side'),
      });
      assert.equal(serverSide.code, 1);
      assert.match(serverSide.stderr, /[Ss]erver-side apply/);
      const strategic = await kubectl.run(['patch', 'ides', 'web', '-p', '{"metadata":{}}']);
      assert.equal(strategic.code, 1);
      assert.match(strategic.stderr, /use a merge patch/);
    },
  );

  await context.test('patch, label and annotate change a session', async () => {
    const merge = (patch: object, ...args: readonly string[]) =>
      kubectl.run([
        'patch',
        'ides',
        'web',
        '--type',
        'merge',
        '-p',
        JSON.stringify(patch),
        ...args,
      ]);
    const labels = { tier: 'front' };
    assert.match((await merge({ metadata: { labels } })).stdout, /web patched\n/);
    assert.match((await merge({ metadata: { labels } })).stdout, /web patched \(no change\)\n/);
    const json = JSON.stringify([{ op: 'test', path: '/metadata/name', value: 'other' }]);
    const failed = await kubectl.run(['patch', 'ides', 'web', '--type', 'json', '-p', json]);
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /invalid/i);
    const immutable = await merge({ spec: { launchConfigurations: '[{"type":"node"}]' } });
    assert.match(immutable.stderr, /spec\.launchConfigurations/);
    const { pid } = (await get('web')).status;
    await merge({ status: { message: 'ignored' } });
    assert.equal((await get('web')).status.pid, pid);
    assert.match(
      await kubectl.output(['label', 'ides/web', 'tier=back', '--overwrite']),
      /labeled/,
    );
    assert.match(await kubectl.output(['annotate', 'ides/web', 'note=a b']), /annotated/);
    const { metadata } = await get('web');
    assert.equal(metadata.labels['tier'], 'back');
    assert.equal(metadata.annotations?.['note'], 'a b');
    const own = await kubectl.run(['label', 'ides/web', `${group}/origin=user`, '--overwrite']);
    assert.equal(own.code, 1);
  });

  await context.test('the annotation of a rollout restarts the program', async () => {
    const before = (await get('web')).status.pid;
    await kubectl.output(['annotate', 'ides/web', `${group}/restartedAt=2026-01-01T00:00:00Z`]);
    let after = before;
    await until('another process runs', async () => {
      after = (await get('web')).status.pid;
      return after !== undefined && after !== before;
    });
  });

  await context.test('a POST to recreate replaces the program', async () => {
    const before = (await get('web')).status.pid;
    const path = `/apis/${group}/v1/idesessions/web/recreate`;
    await kubectl.output(['create', '--raw', path, '-f', '-'], { input: '{}' });
    await kubectl.output(['wait', '--for=condition=Recreated', 'ides/web', '--timeout=30s']);
    assert.notEqual((await get('web')).status.pid, before);
  });

  await context.test('edit and replace write a whole session', async () => {
    const environment = { KUBE_EDITOR: "sed -i 's/note: a b/note: edited/'" };
    assert.match(await kubectl.output(['edit', 'ides/web'], { environment }), /edited/);
    const edited = await get('web');
    assert.equal(edited.metadata.annotations?.['note'], 'edited');
    const path = join(folder, 'web.json');
    await writeFile(path, JSON.stringify(edited));
    assert.match(await kubectl.output(['replace', '-f', path]), /replaced/);
    await kubectl.output(['annotate', 'ides/web', 'note=newer', '--overwrite']);
    const stale = await kubectl.run(['replace', '-f', path]);
    assert.match(stale.stderr, /Conflict/);
  });

  await context.test('the status is a subresource', async () => {
    const status = await kubectl.json<Session>(['get', 'ides', 'web', '--subresource=status']);
    assert.equal(status.status.state, 'Running');
    const change = ['--subresource=status', '--type', 'merge', '-p'];
    const patch = (text: string) => kubectl.run(['patch', 'ides', 'web', ...change, text]);
    const noted = await patch('{"status":{"message":"noted"},"metadata":{"labels":{"x":"y"}}}');
    assert.equal(noted.code, 0, noted.stderr);
    const { metadata, status: changed } = await get('web');
    assert.equal(changed.message, 'noted');
    assert.equal(metadata.labels['x'], undefined);
    const refused = await patch('{"status":{"state":"Stopped"}}');
    assert.match(refused.stderr, /status\.state/);
  });

  await context.test('the log is read as raw text', async () => {
    const path = `/apis/${group}/v1/idesessions/web/log?tail=1`;
    assert.equal((await kubectl.run(['get', '--raw', path])).code, 0);
    await create('logged', short, { desiredState: 'Running' });
    const followed = `/apis/${group}/v1/idesessions/logged/log?follow=true`;
    assert.equal(await kubectl.output(['get', '--raw', followed]), 'out é\n');
    const missing = await kubectl.run(['get', '--raw', path.replace('/web/', '/missing/')]);
    assert.match(missing.stderr, /NotFound/);
  });

  await context.test('describe shows everything of a session', async () => {
    const text = await kubectl.output(['describe', 'ides', 'web']);
    assert.match(text, /^Name: +web$/m);
    assert.match(text, /^Kind: +IdeSession$/m);
    assert.match(text, /State: +Running$/m);
  });

  await context.test('auth can-i knows what is served', async () => {
    assert.match(await kubectl.output(['auth', 'can-i', 'watch', 'ides']), /^yes/);
    const no = await kubectl.run(['auth', 'can-i', 'get', 'pods']);
    assert.deepEqual([no.code, no.stdout.slice(0, 2)], [1, 'no']);
    const log = await kubectl.output(['auth', 'can-i', 'get', 'ides', '--subresource=log']);
    assert.match(log, /^yes/);
  });

  await context.test('a stopped session ends, and tells its exit code', async () => {
    await create('brief', short, { desiredState: 'Running' });
    await kubectl.output(['wait', '--for=jsonpath={.status.state}=Stopped', 'ides/brief']);
    assert.equal((await get('brief')).status.exitCode, 3);
    const patch = '{"spec":{"desiredState":"Stopped"}}';
    await kubectl.output(['patch', 'ides/applied', '--type', 'merge', '-p', patch]);
    await kubectl.output(['wait', '--for=jsonpath={.status.state}=Stopped', 'ides/applied']);
    const again = await kubectl.run([
      'patch',
      'ides/applied',
      '--type',
      'merge',
      '-p',
      '{"spec":{"desiredState":"Running"}}',
    ]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /spec\.desiredState/);
  });

  await context.test('wait sees creations and deletions', async () => {
    const created = kubectl.start(['wait', '--for=create', 'ides/late', '--timeout=30s']);
    await create('late', short);
    assert.equal(await created.exited, 0);
    const deleted = kubectl.start(['wait', '--for=delete', 'ides/late', '--timeout=30s']);
    await kubectl.output(['delete', 'ides/late']);
    assert.equal(await deleted.exited, 0);
  });

  await context.test(
    'delete stops the program first, and keeps a session with finalizers',
    async () => {
      const { pid = 0 } = (await get('web')).status;
      assert.match(await kubectl.output(['delete', 'ides', 'web']), /deleted/);
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
      assert.match((await kubectl.run(['get', 'ides', 'web'])).stderr, /NotFound/);
      await create('held', short, { finalizers: ['example.com/hold'] });
      await kubectl.output(['delete', 'ides', 'held', '--wait=false']);
      assert.match(
        await kubectl.output(['get', 'ides', 'held', '-o', 'yaml']),
        /deletionTimestamp/,
      );
      const patch = '{"metadata":{"finalizers":null}}';
      await kubectl.output(['patch', 'ides', 'held', '--type', 'merge', '-p', patch]);
      assert.match((await kubectl.run(['get', 'ides', 'held'])).stderr, /NotFound/);
      await kubectl.output(['delete', 'ides', '-l', 'tier=back', '--now']);
      await kubectl.output(['delete', 'ides', '--all', '--cascade=orphan']);
      assert.deepEqual((await kubectl.json<List>(['get', 'ides'])).items, []);
    },
  );

  await context.test('other commands fail with a clear message', async () => {
    for (const args of [
      ['logs', 'ides/web'],
      ['rollout', 'restart', 'ides/web'],
      ['scale', 'ides/web', '--replicas=2'],
      ['exec', 'ides/web', '--', 'ls'],
      ['events'],
      ['cluster-info'],
      ['get', 'pods'],
    ]) {
      const { code, stderr } = await kubectl.run(args);
      assert.equal(code, 1, args.join(' '));
      assert.match(stderr, /^[Ee]rror/);
    }
  });

  await context.test('a wrong token is refused with a message', async () => {
    const { code, stderr } = await kubectl.run(['get', 'ides', '--token', 'wrong']);
    assert.equal(code, 1);
    assert.match(stderr, /You must be logged in|Unauthorized/);
  });

  await context.test('a watch ends when the host does', async () => {
    const watching = kubectl.start(['get', 'ides', '-w']);
    await create('last', short);
    await until('the session is shown', () => watching.stdout.includes('last'));
    assert.equal((await host.cli.end()).code, 0);
    assert.equal(await watching.exited, 0);
    assert.equal(watching.stderr, '');
  });
});

const group = 'usvc-dev.developer.microsoft.com';
