import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { untilGone } from '../../../../tools/fixtures/processes/processes.ts';
import { pollUntil } from '../../../../tools/fixtures/waiting.ts';
import { useFixture } from '../fixture.ts';
import { ask } from '../pageDriver.ts';
import { file } from '../workspace.ts';

/** A project whose build waits until it is ended. */
const project = file('slow/Slow.csproj');
const waiting = file('slow/waiting');
const content = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <Target Name="Wait" BeforeTargets="CoreCompile">
    <Exec Command="echo $$ > ${waiting}; exec sleep 600" />
  </Target>
</Project>
`;

describe('A long start', () => {
  const fixture = useFixture();

  before(async () => {
    await mkdir(dirname(project));
    await writeFile(project, content);
    await writeFile(file('slow/Program.cs'), 'return 0;\n');
  });
  after(() => rm(dirname(project), { recursive: true, maxRetries: 10 }));

  it('is cancelled in its notification', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const entry = { type: 'ide-session', request: 'launch', name: 'Slow', project };
    const started = vscode.debug.startDebugging(folder, entry, { noDebug: true });
    let pid = 0;
    await pollUntil('the build waits', 120_000, async () => {
      pid = Number(await readFile(waiting, 'utf8').catch(() => ''));
      return pid !== 0;
    });
    await ask({ do: 'answer notification', text: 'Building', label: 'Cancel' });
    await untilGone([pid]);
    await started;
    await fixture.view.empty();
  }).timeout(240_000);
});
