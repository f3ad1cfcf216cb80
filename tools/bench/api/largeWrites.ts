import type { TestContext } from 'node:test';
import { type Api, createApi } from '../../../src/api/api.ts';
import { collectionPath } from '../../../src/api/resource/kind.ts';
import { defaultSettings } from '../../../src/host/settings.ts';
import type { Sessions } from '../../../src/sessions/sessions.ts';
import { manifest } from '../../fixtures/api/apiFixture.ts';
import { type DirectAnswer, sendDirectly } from '../../fixtures/api/directRequest.ts';
import { context as launchContext } from '../../fixtures/sessions/launchRequests.ts';
import { completeLaunchTypes } from '../../fixtures/sessions/launchTypes.ts';
import { openFixture } from '../../fixtures/sessions/sessionFixture.ts';

const { bodyLimit } = defaultSettings;
const name = 'shop';
const path = `${collectionPath}/${name}`;

/** A request that writes the session. */
interface Write {
  readonly method: string;
  readonly url: string;
  readonly type?: string;
  /** The body for the present version of the session. */
  readonly toBody: (resourceVersion: string) => unknown;
}

/** This many arguments, which fill a body together. */
function fill(count: number, text: string): string[] {
  const encoded = Buffer.byteLength(JSON.stringify(text)) - 2;
  const length = (bodyLimit * 0.95) / count - 10;
  return Array.from({ length: count }, (_, index) => `${index}${text.repeat(length / encoded)}`);
}

const specs: Readonly<Record<string, object>> = {
  arguments: { args: fill(19_000, 'a') },
  'an argument of control characters': { args: fill(1, '\u0001') },
  'an argument of quotes': { args: fill(1, '"') },
  'an argument that is no ASCII': { args: fill(1, 'é') },
  variables: {
    env: fill(6_000, 'v').map((value, index) => ({ name: `V${index}`, value })),
  },
};

/** The writes of a large session, in an order in which all succeed. */
function toWrites(spec: object): Readonly<Record<string, Write>> {
  const labels = (changed: string): object => ({ labels: { changed } });
  const create = { method: 'POST', toBody: () => manifest({ name }, spec) };
  return {
    'created by a dry run': { ...create, url: `${collectionPath}?dryRun=All` },
    created: { ...create, url: collectionPath },
    replaced: {
      method: 'PUT',
      url: path,
      toBody: (resourceVersion) => manifest({ name, resourceVersion, ...labels('once') }, spec),
    },
    patched: {
      method: 'PATCH',
      url: path,
      type: 'application/merge-patch+json',
      toBody: () => ({ metadata: labels('twice'), spec }),
    },
    'patched by an operation': {
      method: 'PATCH',
      url: path,
      type: 'application/json-patch+json',
      toBody: () => [{ op: 'replace', path: '/metadata/labels/changed', value: 'again' }],
    },
  };
}

/** What it took to write a large session. */
interface LargeWrite {
  /** What the session contains, and how it was written. */
  readonly what: string;
  readonly body: string;
  /** The longest turn of the event loop, in milliseconds. */
  readonly longest: number;
}

/** Writes large sessions in each way. */
export async function measureLargeWrites(context: TestContext): Promise<readonly LargeWrite[]> {
  const writes: LargeWrite[] = [];
  for (const [content, spec] of Object.entries(specs)) {
    const { api, sessions } = await openApi(context);
    // Changes are recorded from the first read on.
    await sendDirectly(api, { method: 'GET', url: collectionPath, body: '' });
    for (const [way, { toBody, ...request }] of Object.entries(toWrites(spec))) {
      const version = String(sessions.get(name)?.metadata.resourceVersion);
      const body = JSON.stringify(toBody(version));
      const longest = await measureLongest(sendDirectly(api, { ...request, body }));
      writes.push({ what: `${content}, ${way}`, body, longest });
    }
    api.dispose();
  }
  return writes;
}

async function openApi(context: TestContext): Promise<{ api: Api; sessions: Sessions }> {
  const { clock, log, sessions } = await openFixture(context);
  const api = createApi({
    sessions,
    launchTypes: completeLaunchTypes(launchContext),
    checkLaunch: () => Promise.resolve(),
    clock,
    log,
    bodyLimit,
    metrics: () => '',
    isClosing: () => false,
  });
  return { api, sessions };
}

/** Returns the longest turn of the event loop until a request is answered. */
async function measureLongest(answer: Promise<DirectAnswer>): Promise<number> {
  let longest = 0;
  let begun = performance.now();
  const note = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - begun);
    begun = now;
    noting = setImmediate(note);
  };
  let noting = setImmediate(note);
  const { status } = await answer;
  clearImmediate(noting);
  if (status >= 300) throw new Error(`A request was answered with ${status}.`);
  return longest;
}
