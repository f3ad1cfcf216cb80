import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  LaunchContext,
  LaunchRequest,
  ProjectLaunchPlan,
} from '../../../src/launch/launchPlan.ts';
import { planLaunch } from '../../../src/launch/table.ts';
import { context, failure, request } from '../requests.ts';

const client = { type: 'project', project_path: 'client/Client.csproj' } as const;

function planned(asked: LaunchRequest): ProjectLaunchPlan {
  const plan = planLaunch(asked, context);
  assert.ok(plan.kind === 'project');
  return plan;
}

const plan = (more: object): ProjectLaunchPlan => planned(request({ ...client, ...more }));

test('a project is found from the workspace, named by its file, and its page is debugged', () => {
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

test('a project is evaluated with what its controller has built it with', () => {
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

test('an absolute path is taken as it is, and so is a folder', () => {
  assert.equal(plan({ project_path: '/src/Shop/Shop.fsproj' }).project, '/src/Shop/Shop.fsproj');
  const { name, project } = plan({ project_path: 'client/' });
  assert.deepEqual([name, project], ['client', '/srv/shop/client']);
});

test('without a debugger there is no page, unless one is asked for', () => {
  assert.equal(plan({ mode: 'NoDebug' }).page, undefined);
  assert.deepEqual(plan({ mode: 'NoDebug', open_page: true }).page, {
    browser: undefined,
    url: undefined,
  });
  assert.equal(plan({ open_page: false }).page, undefined);
});

test('the page is opened where and in what is asked for', () => {
  const url = 'https://localhost:7001/start';
  assert.deepEqual(plan({ browser: 'msedge', url }).page, { browser: 'msedge', url });
  assert.deepEqual(plan({ browser: 'Chrome', url: '' }).page, {
    browser: 'chrome',
    url: undefined,
  });
  assert.equal(plan({ browser: 'netscape' }).page?.browser, undefined);
});

test('a launch profile holds by its name, and none where it is disabled or not named', () => {
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
    [{ default_launch_profile: true }, { kind: 'default' }],
    [
      { default_launch_profile: true, launch_profile: 'x' },
      { kind: 'named', name: 'x' },
    ],
    [{ default_launch_profile: true, disable_launch_profile: true }, { kind: 'none' }],
  ] as const;
  for (const [properties, profile] of profiles) {
    assert.deepEqual(plan(properties).profile, profile, JSON.stringify(properties));
  }
});

test('variables and arguments of the request are kept, and no arguments are not empty ones', () => {
  const env = [{ name: 'ASPNETCORE_URLS', value: 'http://127.0.0.1:5000' }];
  assert.deepEqual(planned({ launchConfiguration: client, env }).env, env);
  assert.deepEqual(planned(request(client, [])).args, []);
  assert.deepEqual(planned(request(client, ['--seed', ''])).args, ['--seed', '']);
  assert.equal('args' in planned(request(client)), false);
});

test("without a word on profiles that of the controller's name holds, which a setting says or a variable", () => {
  const base = (name: string) => ({ kind: 'base', name });
  const none = { kind: 'none' };
  const inherited = { ...context.environment, DOTNET_LAUNCH_PROFILE: 'http' };
  const profileIn = (more: object, surroundings: Partial<LaunchContext>) => {
    const made = planLaunch(request({ ...client, ...more }), { ...context, ...surroundings });
    return made.kind === 'project' ? made.profile : undefined;
  };
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
  assert.deepEqual(profileIn({ default_launch_profile: true }, { baseProfile: 'https' }), {
    kind: 'default',
  });
});

test('a file-based program is taken for a project', () => {
  const { name, project } = plan({ project_path: 'tools/hello.cs' });
  assert.deepEqual([name, project], ['hello', '/srv/shop/tools/hello.cs']);
});

test('what is wrong is named', () => {
  const { code, message } = failure(request({ type: 'project', launch_profile: 5, open_page: 1 }));
  assert.equal(code, 'InvalidLaunchConfiguration');
  for (const property of ['project_path', 'launch_profile', 'open_page']) {
    assert.match(message, new RegExp(`${property}: `));
  }
});
