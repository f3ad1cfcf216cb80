import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  LaunchContext,
  LaunchRequest,
  ProjectLaunchPlan,
} from '../../../src/launch/launchPlan.ts';
import { planLaunch } from '../../../src/launch/table.ts';
import type { LaunchIntent } from '../../../src/protocol/ideSession.ts';
import {
  context,
  failure,
  request,
  userRequest,
} from '../../../tools/fixtures/sessions/launchRequests.ts';

const client = { type: 'project', project_path: 'client/Client.csproj' } as const;

function planned(asked: LaunchRequest): ProjectLaunchPlan {
  const plan = planLaunch(asked, context);
  assert.ok(plan.kind === 'project');
  return plan;
}

const plan = (more: object): ProjectLaunchPlan => planned(request({ ...client, ...more }));
const planFor = (intent: LaunchIntent, more: object = {}): ProjectLaunchPlan =>
  planned(userRequest({ ...client, ...more }, intent));
const app = { kind: 'app', browser: undefined, url: undefined } as const;
const controller = { kind: 'controller' } as const;

test('a project is resolved in the workspace, named after its file, and its page is debugged', () => {
  assert.deepEqual(plan({}), {
    kind: 'project',
    name: 'Client',
    mode: 'Debug',
    project: '/srv/shop/client/Client.csproj',
    profile: { kind: 'base', name: undefined },
    env: [],
    page: { browser: undefined, url: undefined },
    build: {},
    isPrebuilt: false,
  });
});

test('a project is built in the configuration that the request names', () => {
  assert.deepEqual(plan({ build_configuration: 'Release' }).build, { configuration: 'Release' });
  assert.deepEqual(plan({ build_configuration: '' }).build, {});
  assert.deepEqual(plan({ build_configuration: null }).build, {});
});

test('a project is evaluated with the properties its controller built it with', () => {
  const type = 'project-with-external-build.v1';
  const built = {
    type,
    build_configuration: 'Release',
    build_environment: { FLAVOR: 'plain', COLOR: 'red' },
    build_working_directory: 'repository',
    suppress_build: true,
  };
  const { build, isPrebuilt } = plan(built);
  assert.deepEqual(build, {
    configuration: 'Release',
    environment: { COLOR: 'red', FLAVOR: 'plain' },
    folder: '/srv/shop/repository',
  });
  assert.equal(isPrebuilt, true);
  assert.equal(plan({ type }).isPrebuilt, false);
  assert.deepEqual(plan({ ...built, type: 'project', suppress_build: null }), {
    ...plan(built),
    isPrebuilt: false,
  });
  assert.deepEqual(plan({ type, build_environment: {}, build_working_directory: '' }).build, {});
});

test('an absolute path is kept, and so is a folder', () => {
  assert.equal(plan({ project_path: '/src/Shop/Shop.fsproj' }).project, '/src/Shop/Shop.fsproj');
  const { name, project } = plan({ project_path: 'client/' });
  assert.deepEqual([name, project], ['client', '/srv/shop/client']);
});

test('without a debugger no page is opened unless the user requests one', () => {
  assert.equal(plan({ mode: 'NoDebug' }).page, undefined);
  assert.deepEqual(planFor(app, { mode: 'NoDebug' }).page, { browser: undefined, url: undefined });
  assert.equal(planFor(controller).page, undefined);
});

test("the user chooses the page's address and browser", () => {
  const url = 'https://localhost:7001/start';
  const pageOf = (browser: string, address: string) =>
    planFor({ kind: 'app', browser, url: address }).page;
  assert.deepEqual(pageOf('msedge', url), { browser: 'msedge', url });
  assert.deepEqual(pageOf('Chrome', ''), { browser: 'chrome', url: undefined });
  assert.equal(pageOf('netscape', url)?.browser, undefined);
});

test('no property of a launch configuration can do what is reserved for users', () => {
  const tried = {
    open_page: false,
    default_launch_profile: true,
    browser: 'msedge',
    url: 'http://localhost/',
    is_controller: true,
    intent: { kind: 'app', browser: 'msedge', url: 'http://localhost/' },
  };
  assert.deepEqual(plan(tried), plan({}));
  assert.deepEqual(plan({ ...tried, mode: 'NoDebug' }), plan({ mode: 'NoDebug' }));
});

test('a launch profile is used by name, and none if it is disabled or not named', () => {
  const profiles = [
    [{ launch_profile: 'https' }, { kind: 'named', name: 'https' }],
    [
      { launch_profile: 'https', disable_launch_profile: false },
      { kind: 'named', name: 'https' },
    ],
    [{ launch_profile: 'https', disable_launch_profile: true }, { kind: 'none' }],
    [
      { launch_profile: 'https', disable_launch_profile: null },
      { kind: 'named', name: 'https' },
    ],
    [{ launch_profile: '' }, { kind: 'base', name: undefined }],
    [{ launch_profile: null }, { kind: 'base', name: undefined }],
  ] as const;
  for (const [properties, profile] of profiles) {
    assert.deepEqual(plan(properties).profile, profile, JSON.stringify(properties));
  }
});

test("the user's launch uses the default profile unless one is named or disabled", () => {
  for (const intent of [app, controller]) {
    assert.deepEqual(planFor(intent).profile, { kind: 'default' });
    assert.deepEqual(planFor(intent, { launch_profile: 'x' }).profile, {
      kind: 'named',
      name: 'x',
    });
    assert.deepEqual(planFor(intent, { disable_launch_profile: true }).profile, { kind: 'none' });
  }
});

test("the request's variables and arguments are kept, and absent arguments are not an empty list", () => {
  const env = [{ name: 'ASPNETCORE_URLS', value: 'http://127.0.0.1:5000' }];
  assert.deepEqual(planned({ launchConfiguration: client, env }).env, env);
  assert.deepEqual(planned(request(client, [])).args, []);
  assert.deepEqual(planned(request(client, ['--seed', ''])).args, ['--seed', '']);
  assert.equal('args' in planned(request(client)), false);
});

test('without a profile in the request, the one named after the controller is used, from a setting or a variable', () => {
  const base = (name: string) => ({ kind: 'base', name });
  const none = { kind: 'none' };
  const inherited = { ...context.environment, DOTNET_LAUNCH_PROFILE: 'http' };
  const profileOf = (asked: LaunchRequest, surroundings: Partial<LaunchContext>) => {
    const made = planLaunch(asked, { ...context, ...surroundings });
    return made.kind === 'project' ? made.profile : undefined;
  };
  const profileIn = (more: object, surroundings: Partial<LaunchContext>) =>
    profileOf(request({ ...client, ...more }), surroundings);
  assert.deepEqual(profileIn({}, { baseProfile: 'https' }), base('https'));
  assert.deepEqual(profileIn({}, { environment: inherited }), base('http'));
  assert.deepEqual(profileIn({}, { environment: inherited, baseProfile: 'https' }), base('https'));
  assert.deepEqual(profileIn({}, { environment: inherited, baseProfile: '' }), base('http'));
  assert.deepEqual(profileIn({ launch_profile: '' }, { baseProfile: 'https' }), base('https'));
  assert.deepEqual(profileIn({ disable_launch_profile: true }, { baseProfile: 'https' }), none);
  assert.deepEqual(profileIn({ launch_profile: 'x' }, { baseProfile: 'https' }), {
    kind: 'named',
    name: 'x',
  });
  assert.deepEqual(profileOf(userRequest(client, app), { baseProfile: 'https' }), {
    kind: 'default',
  });
});

test('a file-based program is treated as a project', () => {
  const { name, project } = plan({ project_path: 'tools/hello.cs' });
  assert.deepEqual([name, project], ['hello', '/srv/shop/tools/hello.cs']);
});

test('invalid properties are named', () => {
  const wrong = { type: 'project', launch_profile: 5, suppress_build: 1 };
  const { code, message } = failure(request(wrong));
  assert.equal(code, 'InvalidLaunchConfiguration');
  for (const property of ['project_path', 'launch_profile', 'suppress_build']) {
    assert.match(message, new RegExp(`${property}: `));
  }
});
