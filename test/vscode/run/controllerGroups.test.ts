import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editor } from '../../../tools/fixtures/editorStandIn.ts';
import { deferred } from '../../../src/common/deferred.ts';
import type { InlineAdapter } from '../../../src/vscode/debug/adapter/inlineAdapter.ts';
import type { DebugSessionOwner } from '../../../src/vscode/debug/debugSessions.ts';
import { turn } from '../../../tools/fixtures/waiting.ts';

const { ControllerGroups } = await import('../../../src/vscode/run/controllerGroups.ts');

/** The groups of a window, with a record of what happens to their debug sessions. */
class GroupsFixture {
  readonly log: string[] = [];
  readonly adapters = new Map<string, InlineAdapter>();
  readonly owners = new Map<string, DebugSessionOwner>();
  readonly groups = new ControllerGroups({
    register: (id: string, owner: DebugSessionOwner) => {
      this.owners.set(id, owner);
      return { dispose: () => this.owners.delete(id) };
    },
  } as never);

  /** `answer` is how the editor responds when it is asked to start a debug session. */
  constructor(answer: () => Promise<boolean> = () => Promise.resolve(true)) {
    editor.startDebugging = async (_folder, configuration) => {
      const { ideSessionOwner: id, name } = configuration as Record<string, string>;
      const isStarted = await answer();
      if (isStarted) this.#open(id ?? '', name ?? '');
      return isStarted;
    };
  }

  member(name: string) {
    return {
      stop: () => void this.log.push(`stop ${name}`),
      restart: () => void this.log.push(`restart ${name}`),
    };
  }

  request(controller: string, ...commands: readonly string[]): void {
    commands.forEach((command, index) => {
      const request = { seq: index + 1, type: 'request', command, arguments: {} };
      this.adapters.get(`Controller ${controller}`)?.handleMessage(request);
    });
  }

  launch(controller: string): void {
    this.request(controller, 'initialize', 'launch', 'configurationDone');
  }

  #open(id: string, name: string): void {
    this.log.push(`opened ${name}`);
    const session = { name, type: 'ide-session' };
    const adapter = this.owners.get(id)?.createAdapter?.(session as never) as InlineAdapter;
    adapter.onDidSendMessage((message) => {
      if (Reflect.get(message, 'event') === 'terminated') this.log.push(`closed ${name}`);
    });
    this.adapters.set(name, adapter);
  }
}

test('the sessions of a controller share one debug session, which others do not', async () => {
  const { groups, log } = new GroupsFixture();
  const member = { stop: () => undefined, restart: () => undefined };
  const first = await groups.join('one', member);
  const second = await groups.join('one', { ...member });
  const other = await groups.join('two', { ...member });
  assert.equal(first.parent, second.parent);
  assert.notEqual(first.parent, other.parent);
  assert.deepEqual(log, ['opened Controller one', 'opened Controller two']);
});

test('its toolbar applies to the sessions that have not left', async () => {
  const fixture = new GroupsFixture();
  const { groups, log } = fixture;
  await groups.join('one', fixture.member('api'));
  const left = await groups.join('one', fixture.member('web'));
  await groups.join('one', fixture.member('worker'));
  fixture.launch('one');
  left.leave();
  fixture.request('one', 'restart');
  assert.deepEqual(log.splice(0).slice(1), ['restart api', 'restart worker']);
  fixture.request('one', 'disconnect');
  assert.deepEqual(log, ['stop api', 'stop worker']);
});

test('the debug session ends with the last session, and the next one opens another', async () => {
  const fixture = new GroupsFixture();
  const { groups, log, owners } = fixture;
  const api = await groups.join('one', fixture.member('api'));
  const web = await groups.join('one', fixture.member('web'));
  fixture.launch('one');
  api.leave();
  await turn();
  assert.deepEqual(log, ['opened Controller one']);
  web.leave();
  await turn();
  assert.deepEqual(log.slice(1), ['closed Controller one']);
  assert.equal(owners.size, 0);
  const next = await groups.join('one', fixture.member('api'));
  assert.notEqual(next.parent, api.parent);
  assert.equal(log.at(-1), 'opened Controller one');
});

test('a debug session whose sessions leave while it starts ends when it has started', async () => {
  const fixture = new GroupsFixture();
  const { groups, log } = fixture;
  (await groups.join('one', fixture.member('api'))).leave();
  await turn();
  assert.deepEqual(log, ['opened Controller one']);
  fixture.launch('one');
  await turn();
  assert.deepEqual(log.slice(1), ['closed Controller one']);
});

test('sessions that join while the debug session starts wait for it', async () => {
  const answer = deferred<boolean>();
  const fixture = new GroupsFixture(() => answer.promise);
  const joining = ['api', 'web'].map((name) => fixture.groups.join('one', fixture.member(name)));
  answer.resolve(true);
  const [api, web] = await Promise.all(joining);
  assert.equal(api?.parent, web?.parent);
  assert.deepEqual(fixture.log, ['opened Controller one']);
});

for (const [how, answer] of [
  ['refuses', () => Promise.resolve(false)],
  ['fails to start', () => Promise.reject(new Error('no such type'))],
] as const) {
  test(`if the editor ${how} the debug session, sessions run without it`, async () => {
    const fixture = new GroupsFixture(answer);
    const membership = await fixture.groups.join('one', fixture.member('api'));
    assert.equal(membership.parent, undefined);
    membership.leave();
    await turn();
    assert.equal(fixture.owners.size, 0);
  });
}

test('the sessions of a controller that the user started are shown below its own', async () => {
  const fixture = new GroupsFixture();
  const { groups, log } = fixture;
  const leader = { name: 'AppHost' };
  const leading = groups.lead({ prefix: 'shop-', launchProfile: 'https' }, leader as never);
  const membership = await groups.join('shop-1', fixture.member('api'));
  assert.equal(membership.parent, leader);
  membership.leave();
  assert.deepEqual(log, []);
  assert.equal(groups.getLeader('shop-2')?.launchProfile, 'https');
  leading.dispose();
  assert.equal(groups.getLeader('shop-2'), undefined);
  assert.notEqual((await groups.join('shop-1', fixture.member('api'))).parent, leader);
});
