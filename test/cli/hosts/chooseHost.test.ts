import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostFacts } from '../../../src/api/door/hostFacts.ts';
import { chooseHost } from '../../../src/cli/hosts/chooseHost.ts';

function createHost(pid: number, ...folders: string[]): { readonly facts: HostFacts } {
  return {
    facts: {
      pid,
      kind: 'editor',
      version: '1.2.3',
      folders,
      port: pid + 10_000,
      opened: '2026-01-01T00:00:00.000Z',
      runMode: 'Debug',
      protocols: [],
      launchTypes: [],
    },
  };
}

const shop = createHost(1, '/home/me/shop');
const part = createHost(2, '/home/me/shop/part');
const other = createHost(3, '/home/me/other', '/home/me/more');

function choose(
  hosts: readonly { readonly facts: HostFacts }[],
  currentFolder: string,
  { host, environment = {} }: { host?: string; environment?: Record<string, string> } = {},
): number {
  return chooseHost(hosts, { host }, { currentFolder, environment }).facts.pid;
}

test('the only host is chosen wherever the command runs', () => {
  assert.equal(choose([shop], '/elsewhere'), 1);
});

test('of several hosts, the one whose workspace contains the current folder is chosen', () => {
  assert.equal(choose([shop, other], '/home/me/shop'), 1);
  assert.equal(choose([shop, other], '/home/me/shop/src'), 1);
  assert.equal(choose([shop, other], '/home/me/more/src'), 3);
});

test('the host with the innermost folder is chosen', () => {
  assert.equal(choose([shop, part, other], '/home/me/shop/part/src'), 2);
});

test('a folder with the same beginning does not contain the current folder', () => {
  assert.throws(() => choose([shop, other], '/home/me/shopping'), { code: 'SeveralHosts' });
});

test('in a terminal of a window, that window is chosen', () => {
  const environment = { DEBUG_SESSION_PORT: 'localhost:10003' };
  assert.equal(choose([shop, other], '/home/me/shop', { environment }), 3);
});

test('a host is named by its pid, or by a folder of its workspace', () => {
  const hosts = [shop, part, other];
  assert.equal(choose(hosts, '/home/me/shop', { host: '3' }), 3);
  assert.equal(choose(hosts, '/', { host: '/home/me/more/' }), 3);
  assert.equal(choose(hosts, '/home/me', { host: 'shop' }), 1);
});

test('a named host takes precedence over the terminal', () => {
  const environment = { DEBUG_SESSION_PORT: 'localhost:10003' };
  assert.equal(choose([shop, other], '/', { host: '1', environment }), 1);
});

test('a host that is not running is refused', () => {
  assert.throws(() => choose([shop], '/', { host: '4' }), {
    code: 'HostNotFound',
    message: /pid or workspace folder 4\./,
  });
});

test('without a host, the message says how to get one', () => {
  assert.throws(() => choose([], '/'), { code: 'NoHost', message: /ide-session-host serve/ });
});

test('if several hosts are possible, the message lists them', () => {
  assert.throws(() => choose([shop, other], '/'), {
    code: 'SeveralHosts',
    message: /1 \(\/home\/me\/shop\), 3 \(\/home\/me\/other, \/home\/me\/more\)\. .*--host PID/,
  });
});

test('two windows with the same folder are not confused', () => {
  const twin = createHost(4, '/home/me/shop');
  assert.throws(() => choose([shop, twin], '/home/me/shop'), { code: 'SeveralHosts' });
  assert.throws(() => choose([shop, twin], '/', { host: '/home/me/shop' }), {
    code: 'SeveralHosts',
  });
});
