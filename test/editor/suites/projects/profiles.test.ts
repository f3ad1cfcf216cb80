import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { file, withSetting } from '../workspace.ts';
import { buildLimit, useFixture } from './fixture.ts';

/** The sample controller, bundled beside this suite. */
const program = join(__dirname, 'sampleController.cjs');

/** Requests no launch profile, and a program that prints its own. */
const configuration = {
  type: 'project',
  mode: 'NoDebug',
  project_path: file('Profiled/Profiled.csproj'),
} as const;

describe('A project whose controller requests no launch profile', () => {
  const fixture = useFixture();

  async function greeting(): Promise<string> {
    const session = await fixture.controller.runSession({ launch_configurations: [configuration] });
    assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 3 });
    return session.stderr;
  }

  it('uses the profile named in the setting, and none by default', async () => {
    assert.equal(await greeting(), '\n');
    await withSetting('ideSessionHost.launchProfile', 'TEAM', async () => {
      assert.equal(await greeting(), 'hello, team\n');
    });
    await withSetting('ideSessionHost.launchProfile', 'nobody', async () => {
      assert.equal(await greeting(), '\n');
    });
  });

  it('uses the profile that the controller was started with in this window', async () => {
    const { view } = fixture;
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    await vscode.debug.startDebugging(folder, {
      type: 'ide-session',
      request: 'launch',
      name: 'My controller',
      mode: 'NoDebug',
      controller: file('Controller/Controller.csproj'),
      launchProfile: 'team',
      args: [process.execPath, program, '--launch', JSON.stringify(configuration)],
    });
    await view.says('hello, team');
    await view.ended();
  });
});
