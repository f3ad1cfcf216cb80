import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import type { ProgramRequest } from '../../../src/projects/serving/projectProgram.ts';
import {
  planAt,
  planServer,
  planWithoutHttps,
  type ServerPlan,
} from '../../../src/projects/serving/serverPlan.ts';
import type { LaunchContext } from '../../../src/launch/launchPlan.ts';
import type { LaunchProfile } from '../../../src/launch/profiles/launchProfile.ts';
import { toolVariables } from '../../../src/dotnet/sdk/toolVariables.ts';
import { facts, profile } from './facts.ts';

type Variables = Readonly<Record<string, string>>;

/** The plan with a profile, the request's variables and inherited ones. */
function planned(
  chosen: LaunchProfile | undefined,
  requested: Variables = {},
  inherited: Variables = {},
  args?: readonly string[],
): ServerPlan {
  const context: LaunchContext = { workspace: '/srv', environment: inherited, platform: 'linux' };
  const env = Object.entries(requested).map(([name, value]) => ({ name, value }));
  const request: ProgramRequest = { env, ...(args && { args }) };
  return planServer({ ...facts, kind: 'server' }, chosen, request, context);
}

const free = 'http://127.0.0.1:0';
const fixed = 'http://localhost:5275';
const https = 'https://localhost:7016';

test('without a profile a server listens at a free port, in the Development environment', () => {
  const { program, urls, profile: name, launchUrl } = planned(undefined);
  assert.deepEqual(program.environment, {
    ASPNETCORE_URLS: free,
    ASPNETCORE_ENVIRONMENT: 'Development',
  });
  assert.equal(urls, 'any');
  assert.equal(name, undefined);
  assert.equal(launchUrl, undefined);
});

test("a server is run with its project's command and working directory", () => {
  const { name, program } = planned(undefined);
  assert.equal(name, 'Shop');
  assert.equal(program.command, 'dotnet');
  assert.deepEqual(program.args, facts.runArguments);
  assert.equal(program.workingDirectory, facts.runWorkingDirectory);
  assert.equal(program.script, facts.targetPath);
});

test("a client's dev server is started as a tool, unless the user's variables differ", () => {
  const request = { env: [] };
  const inherited = { DOTNET_TieredPGO: '1' };
  const variables = (environment: Variables): Variables =>
    planServer(facts, undefined, request, { workspace: '/srv', environment, platform: 'linux' })
      .program.environment;
  assert.deepEqual(variables({}), {
    ...toolVariables,
    ASPNETCORE_URLS: free,
    ASPNETCORE_ENVIRONMENT: 'Development',
  });
  assert.equal(variables(inherited)['DOTNET_TieredPGO'], '1');
  assert.ok(!('DOTNET_TieredPGO' in planned(undefined).program.environment));
});

test('a profile sets addresses, variables and its name, and nothing else', () => {
  const chosen = profile({
    applicationUrl: [https, fixed],
    launchUrl: 'start',
    environmentVariables: { ASPNETCORE_ENVIRONMENT: 'Testing', HOME: '%HOME%/x' },
  });
  const plan = planned(chosen, {}, { HOME: '/home/dev' });
  assert.deepEqual(plan.program.environment, {
    ASPNETCORE_URLS: `${https};${fixed}`,
    DOTNET_LAUNCH_PROFILE: 'http',
    ASPNETCORE_ENVIRONMENT: 'Testing',
    HOME: '%HOME%/x',
  });
  assert.deepEqual(plan.urls, [https, fixed]);
  assert.equal(plan.profile, 'http');
  assert.equal(plan.launchUrl, 'start');
  assert.equal('ASPNETCORE_ENVIRONMENT' in planned(profile()).program.environment, false);
});

const addresses: readonly {
  readonly title: string;
  readonly profile?: LaunchProfile;
  readonly requested?: Variables;
  readonly inherited?: Variables;
  readonly environment: Variables;
  readonly urls: ServerPlan['urls'];
}[] = [
  {
    title: 'a profile without addresses leaves a free port',
    profile: profile(),
    environment: { ASPNETCORE_URLS: free },
    urls: 'any',
  },
  {
    title: "a profile's variables override its addresses",
    profile: profile({
      applicationUrl: [fixed],
      environmentVariables: { ASPNETCORE_URLS: 'http://*:81' },
    }),
    environment: { ASPNETCORE_URLS: 'http://*:81' },
    urls: ['http://*:81'],
  },
  {
    title: "a request's addresses override the profile's",
    profile: profile({ applicationUrl: [fixed] }),
    requested: { ASPNETCORE_URLS: 'http://localhost:9000' },
    environment: { ASPNETCORE_URLS: 'http://localhost:9000' },
    urls: ['http://localhost:9000'],
  },
  {
    title: "a request's ports are not covered by the profile's addresses",
    profile: profile({
      applicationUrl: [fixed],
      environmentVariables: { ASPNETCORE_URLS: fixed },
    }),
    requested: { ASPNETCORE_HTTP_PORTS: '9000' },
    environment: { ASPNETCORE_HTTP_PORTS: '9000' },
    urls: 'any',
  },
  {
    title: 'inherited variables override the default',
    inherited: { ASPNETCORE_URLS: fixed, ASPNETCORE_ENVIRONMENT: 'Staging' },
    environment: { ASPNETCORE_URLS: fixed, ASPNETCORE_ENVIRONMENT: 'Staging' },
    urls: [fixed],
  },
  {
    title: 'the profile overrides inherited variables',
    profile: profile({ applicationUrl: [fixed] }),
    inherited: { ASPNETCORE_URLS: 'http://localhost:1' },
    environment: { ASPNETCORE_URLS: fixed },
    urls: [fixed],
  },
  {
    title: 'an environment that is set by the general variable is kept',
    inherited: { DOTNET_ENVIRONMENT: 'Staging' },
    environment: { ASPNETCORE_URLS: free, DOTNET_ENVIRONMENT: 'Staging' },
    urls: 'any',
  },
  {
    title: 'endpoints of Kestrel leave open where it listens',
    profile: profile({ applicationUrl: [fixed] }),
    requested: { Kestrel__Endpoints__Web__Url: 'http://localhost:1' },
    environment: { Kestrel__Endpoints__Web__Url: 'http://localhost:1' },
    urls: 'any',
  },
  {
    title: 'one free port among several makes all of them unknown',
    requested: { ASPNETCORE_URLS: `${fixed};${free}` },
    environment: { ASPNETCORE_URLS: `${fixed};${free}`, ASPNETCORE_ENVIRONMENT: 'Development' },
    urls: 'any',
  },
];

for (const { title, profile: chosen, requested, inherited, environment, urls } of addresses) {
  test(title, () => {
    const plan = planned(chosen, requested, inherited);
    const { DOTNET_LAUNCH_PROFILE: _, ...rest } = plan.program.environment;
    assert.deepEqual(rest, environment);
    assert.deepEqual(plan.urls, urls);
  });
}

test("the request's arguments replace the profile's, even if empty", () => {
  const chosen = profile({ commandLineArgs: '--pathbase="/my shop" %A%' });
  const given = (args?: readonly string[]): readonly string[] =>
    planned(chosen, {}, { A: 'x' }, args).program.args.slice(facts.runArguments.length);
  assert.deepEqual(given(), ['--pathbase=/my shop', '%A%']);
  assert.deepEqual(given(['--a b']), ['--a b']);
  assert.deepEqual(given([]), []);
});

const options: readonly (readonly [args: readonly string[], urls: ServerPlan['urls']])[] = [
  [['--urls', 'http://localhost:1'], ['http://localhost:1']],
  [['--urls=http://localhost:1;http://localhost:2'], ['http://localhost:1', 'http://localhost:2']],
  [['--URLS', 'http://localhost:1', '--urls=http://localhost:2'], ['http://localhost:2']],
  [['--urls', 'http://localhost:0'], 'any'],
  [['--urls'], [fixed]],
  [['--urlsafe'], [fixed]],
];

for (const [args, urls] of options) {
  test(`the arguments ${args.join(' ')} mean ${urls === 'any' ? 'any port' : urls.join(', ')}`, () => {
    assert.deepEqual(planned(profile({ applicationUrl: [fixed] }), {}, {}, args).urls, urls);
  });
}

test('a plan for the same addresses sets them in every way', () => {
  const heard = ['http://127.0.0.1:4000', 'https://127.0.0.1:4001'];
  const list = heard.join(';');
  const again = (args: readonly string[]): ServerPlan =>
    planAt(planned(undefined, {}, {}, args), heard);
  assert.equal(again([]).program.environment['ASPNETCORE_URLS'], list);
  assert.deepEqual(again([]).urls, heard);
  const own = facts.runArguments.length;
  assert.deepEqual(again(['--urls', free, 'x']).program.args.slice(own), ['--urls', list, 'x']);
  assert.deepEqual(again([`--urls=${free}`]).program.args.slice(own), [`--urls=${list}`]);
});

test('a plan with fixed addresses is unchanged', () => {
  const plan = planned(profile({ applicationUrl: [fixed] }));
  assert.equal(planAt(plan, ['http://localhost:5275', 'http://localhost:1']), plan);
});

test("a profile's working directory is relative to the project", () => {
  const { workingDirectory } = planned(profile({ workingDirectory: 'a/b' })).program;
  assert.equal(workingDirectory, resolve('/srv/Shop/a/b'));
});

const executables: readonly (readonly [
  given: Partial<LaunchProfile>,
  command: string,
  folder: string,
])[] = [
  [{ executablePath: 'tool' }, 'tool', '/srv/Shop'],
  [{ executablePath: 'bin/tool', workingDirectory: '..' }, '/srv/Shop/bin/tool', '/srv/Shop'],
  [{ executablePath: '/opt/tool', workingDirectory: 'x' }, '/opt/tool', '/srv/Shop/Properties/x'],
];

for (const [given, command, folder] of executables) {
  test(`a profile of an executable runs ${command} in ${folder}`, () => {
    const chosen = profile({ ...given, commandName: 'Executable', commandLineArgs: 'a b' });
    const { program } = planned(chosen);
    assert.equal(program.command, command);
    assert.deepEqual(program.args, ['a', 'b']);
    assert.equal(program.workingDirectory, folder);
    assert.equal(program.script, undefined);
  });
}

test("another program does not get a profile's addresses", () => {
  const chosen = profile({
    commandName: 'Executable',
    executablePath: 'tool',
    applicationUrl: [fixed],
  });
  assert.equal(planned(chosen).program.environment['ASPNETCORE_URLS'], free);
});

test('without https a server only listens at its other addresses, wherever they are set', () => {
  const { program, urls } = planWithoutHttps(
    planned(profile({ applicationUrl: [https, fixed] })),
  ) as ServerPlan;
  assert.equal(program.environment['ASPNETCORE_URLS'], fixed);
  assert.deepEqual(urls, [fixed]);
  const args = ['--urls', `${https};${free}`];
  const byOption = planWithoutHttps(planned(undefined, {}, {}, args)) as ServerPlan;
  assert.deepEqual(byOption.program.args.slice(-2), ['--urls', free]);
  assert.equal(byOption.urls, 'any');
  for (const applicationUrl of [[https], [fixed]]) {
    assert.equal(planWithoutHttps(planned(profile({ applicationUrl }))), undefined);
  }
});
