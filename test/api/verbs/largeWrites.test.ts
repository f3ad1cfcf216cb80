import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import { type ApiFixture, manifest, openApi } from '../../../tools/fixtures/api/apiFixture.ts';
import {
  type DirectAnswer,
  type DirectRequest,
  sendDirectly,
} from '../../../tools/fixtures/api/directRequest.ts';

const path = `${collectionPath}/shop`;
const mergePatch = 'application/merge-patch+json';
/** The fixture takes bodies of up to 1 MiB. */
const large = 900 * 1024;

/** A spec of about that many bytes. */
function specOf(bytes: number): object {
  return { args: Array.from({ length: bytes / 1_000 }, () => 'a'.repeat(997)) };
}

function create(spec: object): DirectRequest {
  const body = JSON.stringify(manifest({ name: 'shop' }, spec));
  return { method: 'POST', url: collectionPath, body };
}

function labelsOf(fixture: ApiFixture): Record<string, string | undefined> {
  return fixture.sessions.session('shop').metadata.labels ?? {};
}

/** Requests that label the stored session, which has this spec. */
const changes = {
  replaced({ sessions }: ApiFixture, spec: object): DirectRequest {
    const resourceVersion = String(sessions.session('shop').metadata.resourceVersion);
    const metadata = { name: 'shop', resourceVersion, labels: { sent: 'x' } };
    return { method: 'PUT', url: path, body: JSON.stringify(manifest(metadata, spec)) };
  },
  patched(_fixture: ApiFixture, spec: object): DirectRequest {
    const body = JSON.stringify({ metadata: { labels: { sent: 'x' } }, spec });
    return { method: 'PATCH', url: path, type: mergePatch, body };
  },
};

function assertInSlices(small: DirectAnswer, whole: DirectAnswer): void {
  assert.ok(small.turns <= 1, `${small.turns} turns for a small body`);
  assert.ok(whole.turns >= 9, `${whole.turns} turns for ${large} bytes`);
}

test('a large session is created in slices, a small one at once', async (context) => {
  const answers: DirectAnswer[] = [];
  for (const size of [1_000, large]) {
    const { api } = await openApi(context);
    answers.push(await sendDirectly(api, create(specOf(size))));
  }
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201],
  );
  assertInSlices(...(answers as [DirectAnswer, DirectAnswer]));
});

for (const [what, request] of Object.entries(changes)) {
  test(`a large session is ${what} in slices, a small one at once`, async (context) => {
    const answers: DirectAnswer[] = [];
    for (const spec of [specOf(1_000), specOf(large)]) {
      const fixture = await openApi(context);
      await sendDirectly(fixture.api, create(spec));
      answers.push(await sendDirectly(fixture.api, request(fixture, spec)));
      assert.equal(labelsOf(fixture)['sent'], 'x');
    }
    assertInSlices(...(answers as [DirectAnswer, DirectAnswer]));
  });

  test(`a change between the slices in which a large session is ${what} is kept`, async (context) => {
    const spec = specOf(large);
    const statuses = new Set<number>();
    for (let changedIn = 0, isChanged = true; isChanged; changedIn++) {
      isChanged = false;
      const fixture = await openApi(context);
      await sendDirectly(fixture.api, create(spec));
      const { status } = await sendDirectly(fixture.api, request(fixture, spec), (turn) => {
        if (turn !== changedIn) return;
        isChanged = true;
        const labels = { ...labelsOf(fixture), other: 'y' } as Record<string, string>;
        fixture.sessions.sessions.update('shop', { metadata: { labels } });
      });
      statuses.add(status);
      const sent = status === 200 ? { sent: 'x' } : {};
      const expected = isChanged ? { ...sent, other: 'y' } : sent;
      assert.deepEqual({ ...labelsOf(fixture) }, expected, `changed in turn ${changedIn}`);
    }
    assert.deepEqual(statuses, new Set(what === 'replaced' ? [409, 200] : [200]));
  });
}

test('a session that is removed while its replacement is checked is not found', async (context) => {
  const spec = specOf(large);
  const fixture = await openApi(context);
  await sendDirectly(fixture.api, create(spec));
  const answer = await sendDirectly(fixture.api, changes.replaced(fixture, spec), (turn) => {
    if (turn === 0) fixture.sessions.sessions.remove('shop');
  });
  assert.equal(answer.status, 404);
});
