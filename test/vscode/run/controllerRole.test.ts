import assert from 'node:assert/strict';
import { test } from 'node:test';
import '../../../tools/fixtures/editorStandIn.ts';
import { deferred } from '../../../src/common/deferred.ts';
import type { IdeSession } from '../../../src/protocol/ideSession.ts';
import type { RunStrategy } from '../../../src/sessions/run/strategy.ts';

const { ControllerGroups } = await import('../../../src/vscode/run/controllerGroups.ts');
const {
  controllerRole,
  endingSessions,
  leadingRoot,
  withBaseProfile,
  withVariables,
  findControllerWorkspace,
} = await import('../../../src/vscode/run/controllerRole.ts');

const options = {
  endpointVariables: (mode: string) => ({ DEBUG_SESSION_TOKEN: 'secret', MODE: mode }),
  stopSessionsOf: () => undefined,
};

function createSession(name: string, intent?: 'controller'): IdeSession {
  return {
    metadata: { name, owner: { kind: 'user' } },
    spec: {
      launchConfiguration: { type: 'project', mode: 'Debug' },
      env: [],
      workspace: `/srv/${name}`,
      intent: intent && { kind: intent },
    },
    status: {},
  } as unknown as IdeSession;
}

function createRole() {
  const role = controllerRole(createSession('0123456789', 'controller'), options);
  return role ?? assert.fail('It is no controller.');
}

test('only a session that its user starts as a controller gets the variables of the window', () => {
  assert.equal(controllerRole(createSession('0123456789'), options), undefined);
  const { prefix, variables } = createRole();
  assert.equal(prefix, '01234567-');
  assert.deepEqual(variables, {
    DEBUG_SESSION_TOKEN: 'secret',
    MODE: 'Debug',
    DCP_INSTANCE_ID_PREFIX: '01234567-',
  });
});

test('a controller runs in the folder of its debug configuration', () => {
  const sessions = [createSession('01234567aa'), createSession('76543210aa', 'controller')];
  assert.equal(findControllerWorkspace('76543210-x', sessions), '/srv/76543210aa');
  assert.equal(findControllerWorkspace('01234567-x', sessions), undefined);
});

test('the variables of the window override those of the program', () => {
  const role = createRole();
  const environment = { MODE: 'own', COLOR: 'red', DOTNET_LAUNCH_PROFILE: 'https' };
  const plan = withVariables({ kind: 'program', program: { environment } } as never, role);
  assert.deepEqual(plan.program.environment, { ...environment, ...role.variables });
  assert.equal(role.launchProfile, 'https');
});

test('the sessions of a controller are shown below it until it ends', async () => {
  const groups = new ControllerGroups({} as never);
  const session = { name: 'AppHost' };
  const closed: (number | undefined)[] = [];
  const root = leadingRoot(
    { open: async () => session, close: (code: number) => closed.push(code) } as never,
    createRole(),
    groups,
  );
  await root.open(() => undefined);
  assert.ok(groups.getLeader('01234567-x'));
  root.close(3);
  assert.deepEqual(closed, [3]);
  assert.equal(groups.getLeader('01234567-x'), undefined);
});

test('a debug session that opens after the end of its controller shows no sessions', async () => {
  const groups = new ControllerGroups({} as never);
  const opened = deferred<object>();
  const root = leadingRoot(
    { open: () => opened.promise, close: () => undefined } as never,
    createRole(),
    groups,
  );
  const opening = root.open(() => undefined);
  root.close(undefined);
  opened.resolve({ name: 'AppHost' });
  await opening;
  assert.equal(groups.getLeader('01234567-x'), undefined);
});

test('the sessions of an earlier process end when a controller starts again, and at its end', () => {
  const log: string[] = [];
  const strategy: RunStrategy = {
    launch(events) {
      events.started(7);
      return { exited: Promise.resolve(0), end: () => Promise.resolve() };
    },
    close: () => void log.push('closed'),
  };
  const stopSessionsOf = (prefix: string) => void log.push(`stopped ${prefix}`);
  const ending = endingSessions(strategy, createRole(), { ...options, stopSessionsOf });
  const events = { started: () => void log.push('started') };
  ending.launch(events as never);
  ending.close?.({ kind: 'ended', exitCode: 0 });
  assert.deepEqual(log, ['stopped 01234567-', 'started', 'stopped 01234567-', 'closed']);
});

test('the base launch profile is that of the controller, or else that of the settings', () => {
  const groups = new ControllerGroups({} as never);
  groups.lead({ prefix: '01234567-', launchProfile: 'https' }, {} as never);
  const plan = { kind: 'project', profile: { kind: 'base' } };
  const choose = (instanceId: string, set: string, asked: object = plan) =>
    withBaseProfile(
      asked as never,
      { metadata: { owner: { kind: 'controller', instanceId } } } as never,
      groups,
      set,
    );
  assert.deepEqual(choose('01234567-x', 'http'), {
    kind: 'project',
    profile: { kind: 'base', name: 'https' },
  });
  assert.deepEqual(choose('other', 'http'), {
    kind: 'project',
    profile: { kind: 'base', name: 'http' },
  });
  assert.equal(choose('other', ''), plan);
  const named = { kind: 'project', profile: { kind: 'named', name: 'own' } };
  assert.equal(choose('01234567-x', 'http', named), named);
});
