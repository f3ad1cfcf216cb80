import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programEnvironment } from '../../src/launch/environment.ts';
import type { LaunchContext } from '../../src/launch/launchPlan.ts';
import { context, request } from '../../tools/fixtures/sessions/launchRequests.ts';
import { fc } from '../../tools/fixtures/property.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The environment of a program with these layers, from the lowest to the highest. */
function layered(
  defaults: Readonly<Record<string, string>>,
  inherited: Variables,
  requested: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = 'linux',
): Readonly<Record<string, string>> {
  const env = Object.entries(requested).map(([name, value]) => ({ name, value }));
  const surroundings: LaunchContext = { ...context, environment: inherited, platform };
  return programEnvironment({ ...request({ type: 'node' }), env }, surroundings, defaults);
}

test('the request overrides the inherited environment, which overrides the defaults', () => {
  const all = layered(
    { A: 'default', B: 'default', C: 'default' },
    { B: 'inherited', C: 'inherited' },
    { C: 'request' },
  );
  assert.deepEqual(all, { A: 'default', B: 'inherited', C: 'request' });
});

test('a launch profile overrides the inherited environment, and the request overrides the profile', () => {
  const surroundings = { ...context, environment: { A: 'inherited', B: 'inherited', C: 'x' } };
  const env = [{ name: 'C', value: 'request' }];
  const profile = { B: 'profile', C: 'profile', DEBUG_SESSION_TOKEN: 'x' };
  const all = programEnvironment({ env }, surroundings, { B: 'default' }, profile);
  assert.deepEqual(all, { A: 'inherited', B: 'profile', C: 'request' });
});

test('an empty value counts as a value', () => {
  assert.deepEqual(layered({ A: '1' }, { A: '' }, {}), { A: '' });
  assert.deepEqual(layered({}, { B: '1' }, { B: '' }), { B: '' });
});

test('inherited variables that are undefined are omitted', () => {
  assert.deepEqual(layered({ A: '1' }, { A: undefined, B: undefined }, {}), { A: '1' });
});

test('the last value of a name in the request counts', () => {
  const env = [
    { name: 'A', value: 'first' },
    { name: 'A', value: 'last' },
  ];
  const all = programEnvironment(
    { ...request({ type: 'node' }), env },
    { ...context, environment: {} },
  );
  assert.deepEqual(all, { A: 'last' });
});

const secret = [
  'DEBUG_SESSION_PORT',
  'DEBUG_SESSION_TOKEN',
  'DEBUG_SESSION_SERVER_CERTIFICATE',
  'DEBUG_SESSION_INFO',
  'DEBUG_SESSION_RUN_MODE',
  'DEBUG_SESSION_ANYTHING',
  'Debug_Session_Token',
  'DCP_INSTANCE_ID_PREFIX',
  'dcp_instance_id_prefix',
];

for (const name of secret) {
  test(`${name} is not passed to programs, whatever its source`, () => {
    for (const platform of ['linux', 'win32'] as const) {
      assert.deepEqual(layered({ [name]: 'x' }, {}, {}, platform), {});
      assert.deepEqual(layered({}, { [name]: 'x' }, {}, platform), {});
      assert.deepEqual(layered({}, {}, { [name]: 'x' }, platform), {});
    }
  });
}

test('variables with merely similar names are passed on', () => {
  const similar = {
    MY_DEBUG_SESSION_PORT: '1',
    DEBUG_SESSIONS: '2',
    DCP_INSTANCE_ID_PREFIX_2: '3',
  };
  assert.deepEqual(layered({}, similar, {}), similar);
});

test('on Windows, names that differ by case are one variable, with the latest spelling', () => {
  const all = layered({ path: '1' }, { Path: '2', Home: 'h' }, { PATH: '3' }, 'win32');
  assert.deepEqual(all, { PATH: '3', Home: 'h' });
});

test('elsewhere, names that differ by case are different variables', () => {
  const all = layered({}, { Path: '2' }, { PATH: '3' }, 'darwin');
  assert.deepEqual(all, { Path: '2', PATH: '3' });
});

test('names of properties of Object.prototype are ordinary variables', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const env = names.map((name) => ({ name, value: 'x' }));
  const all = programEnvironment(
    { ...request({ type: 'node' }), env },
    { ...context, environment: {} },
  );
  assert.deepEqual(
    Object.entries(all),
    names.map((name) => [name, 'x']),
  );
});

test('every variable has the value of the highest layer that sets it', () => {
  const layer = fc.dictionary(fc.stringMatching(/^[A-Ea-e]$/), fc.string(), {
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(layer, layer, layer, (defaults, inherited, requested) => {
      assert.deepEqual(layered(defaults, inherited, requested), {
        ...defaults,
        ...inherited,
        ...requested,
      });
    }),
  );
});
