import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { programHint } from '../../../src/dotnet/evaluate/programHint.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';

const framework = '<TargetFramework>net10.0</TargetFramework>';
const cases: readonly (readonly [what: string, text: string, hint: string | undefined])[] = [
  [
    'a console program',
    `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>${framework}<OutputType>Exe</OutputType></PropertyGroup></Project>`,
    'program',
  ],
  [
    'a program with windows',
    `<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup><OutputType> WinExe </OutputType></PropertyGroup></Project>`,
    'program',
  ],
  ['a worker', '<Project Sdk="Microsoft.NET.Sdk.Worker"></Project>', 'program'],
  [
    'a web server',
    '<Project\n  ToolsVersion="15.0" Sdk="Microsoft.NET.Sdk.Web"></Project>',
    'server',
  ],
  [
    'a library',
    `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>${framework}</PropertyGroup></Project>`,
    undefined,
  ],
  ['a client', '<Project Sdk="Microsoft.NET.Sdk.BlazorWebAssembly"></Project>', undefined],
  [
    'a program for several frameworks',
    '<Project Sdk="Microsoft.NET.Sdk.Worker"><PropertyGroup><TargetFrameworks>net9.0;net10.0</TargetFrameworks></PropertyGroup></Project>',
    undefined,
  ],
  [
    'a project with a third-party SDK',
    '<Project Sdk="Some.Sdk/1.0"><OutputType>Exe</OutputType></Project>',
    undefined,
  ],
  ['no project', 'Microsoft.NET.Sdk.Web', undefined],
];

for (const [what, text, hint] of cases) {
  test(`${what} is ${hint === undefined ? 'not recognised as a program' : `treated as a ${hint}`}`, async (context) => {
    const path = join(await temporaryFolder(context), 'App.csproj');
    await writeFile(path, text);
    assert.equal(await programHint(path), hint);
  });
}

test('a missing project is not treated as a program', async (context) => {
  assert.equal(await programHint(join(await temporaryFolder(context), 'App.csproj')), undefined);
});
