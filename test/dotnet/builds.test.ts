import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Builds } from '../../src/dotnet/builds.ts';
import { DotnetRoom } from '../support/dotnet.ts';

const limit = { timeout: 120_000 };

test('builds that are asked for at once are made one after the other', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const project = await room.project('One/One.csproj');
  const calls = await room.countCalls();
  const builds = new Builds(room.dotnet);
  const heard: string[] = [];
  const build = async (name: string): Promise<void> => {
    const listener = { output: () => heard.at(-1) !== name && heard.push(name) };
    const { kind } = await builds.build({ project }, listener, new AbortController().signal);
    assert.equal(kind, 'succeeded');
  };
  await Promise.all([build('first'), build('second')]);
  assert.deepEqual(heard, ['first', 'second']);
  assert.equal((await calls()).length, 2);
});

test('a build that is not wanted any more leaves the queue', limit, async (context) => {
  const room = await DotnetRoom.of(context);
  const project = await room.project('One/One.csproj');
  const calls = await room.countCalls();
  const builds = new Builds(room.dotnet);
  const silent = { output: () => undefined };
  const first = builds.build({ project }, silent, new AbortController().signal);
  const unwanted = new AbortController();
  const second = builds.build({ project }, silent, unwanted.signal);
  unwanted.abort(new Error('not wanted'));
  await assert.rejects(second, /not wanted/);
  assert.equal((await first).kind, 'succeeded');
  assert.equal((await calls()).length, 1);
});
