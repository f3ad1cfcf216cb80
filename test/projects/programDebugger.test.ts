import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programConfiguration } from '../../src/projects/programDebugger.ts';
import { projectProgram } from '../../src/projects/serving/projectProgram.ts';
import type { ProjectFacts } from '../../src/dotnet/evaluate/projectFacts.ts';
import type { LaunchProfile } from '../../src/launch/profiles/launchProfile.ts';
import { facts, profile } from './serving/facts.ts';

const context = { workspace: '/srv', environment: {}, platform: 'linux' } as const;
const assembly = '/srv/Shop/bin/Debug/net10.0/Shop.dll';
const executable = '/srv/Shop/bin/Debug/net10.0/Shop';

function configured(
  run: Pick<ProjectFacts, 'runCommand' | 'runArguments'>,
  args: readonly string[] = [],
  chosen?: LaunchProfile,
) {
  const project: ProjectFacts = { ...facts, kind: 'program', targetPath: assembly, ...run };
  const request = { env: [{ name: 'SECRET', value: 'x' }], args };
  return programConfiguration(project, projectProgram(project, chosen, request, context));
}

test('a .NET debugger launches the assembly in its folder, and does not read launch settings', () => {
  assert.deepEqual(configured({ runCommand: executable, runArguments: [] }, ['one', 'two words']), {
    type: 'coreclr',
    request: 'launch',
    name: 'Shop (.NET)',
    program: assembly,
    args: ['one', 'two words'],
    cwd: '/srv/Shop',
    console: 'internalConsole',
    launchSettingsProfile: '',
  });
});

const commands: readonly (readonly [
  command: string,
  args: string[],
  program: string,
  own: string[],
])[] = [
  [`${executable}.exe`, [], assembly, []],
  [executable, ['--always'], assembly, ['--always']],
  ['dotnet', [assembly], assembly, []],
  ['dotnet', ['exec', assembly, '--always'], assembly, ['--always']],
  ['dotnet', ['/tools/host.dll', assembly], 'dotnet', ['/tools/host.dll', assembly]],
  ['func', ['host', 'start'], 'func', ['host', 'start']],
];

for (const [runCommand, runArguments, program, own] of commands) {
  test(`a project that is run by "${[runCommand, ...runArguments].join(' ')}" is debugged as ${program}`, () => {
    const found = configured({ runCommand, runArguments }, ['last']);
    assert.equal(found['program'], program);
    assert.deepEqual(found['args'], [...own, 'last']);
  });
}

test("a profile's executable is debugged instead of the project", () => {
  const chosen = profile({ commandName: 'Executable', executablePath: 'worker' });
  const found = configured({ runCommand: executable, runArguments: [] }, ['last'], chosen);
  assert.equal(found['program'], 'worker');
  assert.deepEqual(found['args'], ['last']);
});
