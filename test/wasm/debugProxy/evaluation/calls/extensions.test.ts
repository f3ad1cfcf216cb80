// Which extension methods are called, of those that the assemblies of a page have.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExtensionMethods } from '../../../../../src/wasm/metadata/extensionMethods.ts';
import { AgentReader } from '../../../../../src/wasm/debugProxy/relay/cdp/agentData.ts';
import type { EvaluationContext } from '../../../../../src/wasm/debugProxy/evaluation/context.ts';
import { EvaluationError } from '../../../../../src/wasm/debugProxy/evaluation/evaluationError.ts';
import { callMember } from '../../../../../src/wasm/debugProxy/evaluation/members.ts';
import {
  int,
  text,
  type Value,
} from '../../../../../src/wasm/debugProxy/evaluation/values/values.ts';
import { writer } from '../agentReplies.ts';

type Assembly = ExtensionMethods | 'unreadable';

/** Calls a method without arguments, in the namespace Shop.Orders that imports Tools. Returns the class. */
async function call(of: Value, name: string, ...assemblies: readonly Assembly[]): Promise<Value> {
  const classes = new Set(
    assemblies.flatMap((one) => (one === 'unreadable' ? [] : [...one.values()].flat())),
  );
  const numbers = [...classes];
  const list = writer().number(assemblies.length);
  for (const index of assemblies.keys()) list.number(index);
  const runtime = {
    agent: {
      domain: async () => 1,
      ask: async () => new AgentReader(list.written()),
      findType: async (type: string) => (classes.has(type) ? numbers.indexOf(type) + 1 : undefined),
      parents: async () => [],
      typeInfo: async () => ({ fullName: 'Order' }),
    },
    facts: { once: async (key: string) => read(key) },
    reflection: {
      typeOf: async () => 100,
      use: async (_: string, target: Value | { readonly type: number }) =>
        'kind' in target ? undefined : text(numbers[target.type - 1] ?? ''),
    },
  };
  /** By the number of an assembly, which ends the key. */
  const read = (key: string): ExtensionMethods => {
    const assembly = assemblies[Number(key.split(' ').at(-1))];
    if (assembly === 'unreadable' || assembly === undefined) throw new EvaluationError('Refused');
    return assembly;
  };
  const namespaces = async () => ['Shop.Orders', 'Shop', '', 'Tools'];
  const context = { runtime, types: { namespaces } } as unknown as EvaluationContext;
  return callMember(of, name, [], context);
}

test('of several classes, the one in the nearest namespace is used', async () => {
  const far = new Map([['Show', ['Tools.Texts', 'Other.Texts']]]);
  const near = new Map([['Show', ['Shop.Orders.Texts']]]);
  assert.deepEqual(await call(int(1), 'Show', far, near), text('Shop.Orders.Texts'));
  assert.deepEqual(await call(int(1), 'Show', far), text('Tools.Texts'));
});

test('an assembly that cannot be read hides no others', async () => {
  const shop = new Map([['Show', ['Shop.Texts']]]);
  assert.deepEqual(await call(int(1), 'Show', 'unreadable', shop), text('Shop.Texts'));
  await assert.rejects(call(int(1), 'Hide', 'unreadable', shop), /int has no method Hide/);
});

test('extension methods of the app for strings precede those of sequences', async () => {
  const shop = new Map([['Reverse', ['Shop.Texts']]]);
  assert.deepEqual(await call(text('ab'), 'Reverse', shop), text('Shop.Texts'));
  const items = [text('b'), text('a')];
  assert.equal((await call(text('ab'), 'Reverse', new Map())).kind, 'sequence');
  assert.equal((await call({ kind: 'sequence', items }, 'Reverse', shop)).kind, 'sequence');
});

test('a query that needs a lambda is left to .NET without one', async () => {
  const linq = new Map([['ToDictionary', ['Shop.Pairs']]]);
  assert.deepEqual(await call(int(1), 'ToDictionary', linq), text('Shop.Pairs'));
});
