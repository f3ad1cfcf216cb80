import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Credentials } from '../../../src/api/client/clusterAccess.ts';
import { type Proof, SignIn } from '../../../src/api/client/signIn.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';

function signIn(credentials: Credentials, clock = new ManualClock()): SignIn {
  const access = { server: 'https://cluster', trust: { isUnchecked: false }, credentials };
  return new SignIn(access, clock, true);
}

const certificate = { certificate: 'PEM', key: 'KEY' };

const proofs: readonly (readonly [credentials: Credentials, proof: Proof])[] = [
  [{ kind: 'none' }, { authorization: undefined, certificate: undefined }],
  [
    { kind: 'certificate', certificate },
    { authorization: undefined, certificate },
  ],
  [
    { kind: 'token', token: 'abc', certificate },
    { authorization: 'Bearer abc', certificate },
  ],
  [
    { kind: 'password', user: 'ann', password: 'ü:1' },
    {
      authorization: `Basic ${Buffer.from('ann:ü:1').toString('base64')}`,
      certificate: undefined,
    },
  ],
];

for (const [credentials, proof] of proofs) {
  test(`credentials of the kind ${credentials.kind} are shown as they are`, async () => {
    assert.deepEqual(await signIn(credentials).proof(), proof);
  });
}

test('a token file is read again for each request', async (context) => {
  const path = join(await temporaryFolder(context), 'token');
  const own = signIn({ kind: 'tokenFile', path, certificate });
  await assert.rejects(own.proof(), { code: 'KubeconfigUnreadable', message: /ENOENT/ });
  for (const token of ['first', 'second']) {
    await writeFile(path, `${token}\n`);
    assert.deepEqual(await own.proof(), { authorization: `Bearer ${token}`, certificate });
  }
});

/** A plugin whose n-th run prints the token `n`, or fails if it is to. */
class Plugin {
  readonly clock = new ManualClock();
  readonly signIn: SignIn;
  readonly #runs: string;

  static async of(context: TestContext, { lifetime = Infinity, failures = 0 } = {}) {
    return new Plugin(await temporaryFolder(context), lifetime, failures);
  }

  private constructor(folder: string, lifetime: number, failures: number) {
    this.#runs = join(folder, 'runs');
    const expires = lifetime === Infinity ? {} : { expirationTimestamp: this.#after(lifetime) };
    const script = `const fs = require('node:fs');
fs.appendFileSync(${JSON.stringify(this.#runs)}, 'x');
const run = fs.statSync(${JSON.stringify(this.#runs)}).size;
if (run <= ${failures}) process.exit(1);
const expires = ${JSON.stringify(expires)};
console.log(JSON.stringify({ status: { token: String(run), ...expires } }));`;
    const args = ['-e', script];
    const own = { apiVersion: 'v1', command: process.execPath, args, environment: {} };
    this.signIn = signIn({ kind: 'plugin', plugin: own }, this.clock);
  }

  async runs(): Promise<number> {
    return (await readFile(this.#runs, 'utf8')).length;
  }

  #after(milliseconds: number): string {
    return new Date(this.clock.now().getTime() + milliseconds).toISOString();
  }
}

test('a plugin is asked once more by all requests that were refused together', async (context) => {
  const plugin = await Plugin.of(context);
  const own = plugin.signIn;
  const first = await Promise.all([own.proof(), own.proof()]);
  const again = first.map((proof) => {
    own.refused(proof);
    return own.proof();
  });
  for (const { authorization } of await Promise.all(again)) assert.equal(authorization, 'Bearer 2');
  assert.equal(await plugin.runs(), 2);
});

test('a late refusal of earlier credentials leaves the present ones', async (context) => {
  const plugin = await Plugin.of(context);
  const own = plugin.signIn;
  const first = await own.proof();
  own.refused(first);
  const second = await own.proof();
  own.refused(first);
  assert.equal(await own.proof(), second);
  assert.equal(await plugin.runs(), 2);
  own.refused(second);
  assert.equal((await own.proof()).authorization, 'Bearer 3');
});

test('a plugin is asked again half a minute before its credentials expire', async (context) => {
  const plugin = await Plugin.of(context, { lifetime: 60_000 });
  await plugin.signIn.proof();
  plugin.clock.advance(30_000);
  await plugin.signIn.proof();
  assert.equal(await plugin.runs(), 1);
  plugin.clock.advance(1);
  await plugin.signIn.proof();
  assert.equal(await plugin.runs(), 2);
});

test('a plugin that has failed is asked again by the next request', async (context) => {
  const plugin = await Plugin.of(context, { failures: 1 });
  const own = plugin.signIn;
  const both = await Promise.allSettled([own.proof(), own.proof()]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.equal(await plugin.runs(), 1);
  assert.equal((await own.proof()).authorization, 'Bearer 2');
});
