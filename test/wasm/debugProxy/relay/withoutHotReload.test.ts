import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../../src/common/clock.ts';
import { HotReloadHandlers } from '../../../../src/wasm/debugProxy/relay/handlers/hotReload/hotReloadHandlers.ts';
import { pageHandlers } from '../../../../src/wasm/debugProxy/relay/pageHandlers.ts';
import { proxyHandlers } from '../../../../src/wasm/debugProxy/relay/proxyHandlers.ts';

const noAssembly = () => Promise.resolve(undefined);
const texts = { at: () => undefined };

function namesWith(hotReload: HotReloadHandlers | undefined): {
  readonly page: readonly string[];
  readonly proxy: readonly string[];
} {
  const options = { clock: systemClock, justMyCode: true, link: undefined, hotReload };
  return {
    page: pageHandlers({ ...options, texts: texts as never }).map(({ name }) => name),
    proxy: proxyHandlers(noAssembly, hotReload).map(({ name }) => name),
  };
}

test('without hot reload, relays have the same handlers but those of hot reload', () => {
  const without = namesWith(undefined);
  const whole = namesWith(new HotReloadHandlers(systemClock));
  const added = (one: 'page' | 'proxy') =>
    whole[one].filter((name) => !without[one].includes(name));
  assert.deepEqual(added('page'), ['rebinding', 'page stops']);
  assert.deepEqual(added('proxy'), ['moved lines', 'page updates']);
  assert.equal(whole.page.length, without.page.length + 2);
  assert.equal(whole.proxy.length, without.proxy.length + 2);
});
