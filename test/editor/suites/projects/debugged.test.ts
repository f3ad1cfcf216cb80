import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../../../../tools/controller/session.ts';
import { pressStop } from '../debugView.ts';
import { file, isRunning, withSetting } from '../workspace.ts';
import { assertTold, buildLimit, debugged, staying, tool, useFixture } from './fixture.ts';

interface Given {
  readonly configurations: readonly vscode.DebugConfiguration[];
}

/**
 * The debugger's last configuration, without the session's marks, and with only the names of
 * variables.
 */
async function lastGiven() {
  const id = 'ide-session-host-tests.coreclr-fixture';
  const source = await vscode.extensions.getExtension<Given>(id)?.activate();
  const last = source?.configurations.at(-1);
  assert.ok(last !== undefined, 'the debugger was given nothing');
  const { env, ideSessionOwner: _owner, __sessionId: _id, ...configuration } = last;
  return { configuration, variables: env as readonly string[] };
}

describe('A project without a page, in mode Debug', () => {
  const fixture = useFixture();

  it("reports the pid, both streams and the exit code of its program, and none of its debugger's messages", async () => {
    const session = await fixture.controller.runSession(tool([], { GREETING: 'hello' }));
    await assertTold(session);
  });

  it('runs below the session that shows its build, whose console has all the output', async () => {
    const { controller, view } = fixture;
    const session = await controller.runSession(tool(['stay']));
    const child = await debugged(view, 'Tool');
    assert.equal(child.parentSession?.type, 'ide-session');
    assert.equal(child.parentSession?.name, 'Tool');
    await staying(session);
    assert.ok(isRunning(await session.started));
    assert.match(view.console, /Tool (-> .*Tool\.dll|is up to date\.)/);
    assert.equal(view.console.split('staying\n').length, 2);
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });

  it("is launched by its assembly, with the request's properties", async () => {
    const { controller } = fixture;
    const session = await controller.runSession(tool(['stay', 'two words'], { GREETING: 'hello' }));
    await staying(session);
    await controller.stopSession(session.id);
    await session.terminatedWithin();
    const { configuration, variables } = await lastGiven();
    assert.deepEqual(configuration, {
      type: 'coreclr',
      request: 'launch',
      name: 'Tool (.NET)',
      program: file('Tool/bin/Debug/net10.0/Tool.dll'),
      args: ['stay', 'two words'],
      cwd: file('Tool'),
      console: 'internalConsole',
      launchSettingsProfile: '',
      internalConsoleOptions: 'neverOpen',
    });
    assert.ok(variables.includes('GREETING') && variables.includes('PATH'));
  });

  it('listens where its launch profile says', async () => {
    const { controller } = fixture;
    const path = file('Web/Web.csproj');
    const session = await controller.runSession({
      launch_configurations: [{ type: 'project', project_path: path, launch_profile: 'http' }],
    });
    const listening = /Now listening on: (\S+)\s/;
    await session.waitFor(({ stdout }) => listening.test(stdout), buildLimit, 'an address');
    const address = listening.exec(session.stdout)?.[1] ?? '';
    const settings = await vscode.workspace.openTextDocument(
      file(`${dirname('Web/Web.csproj')}/Properties/launchSettings.json`),
    );
    const { profiles } = JSON.parse(settings.getText()) as {
      profiles: Record<string, { applicationUrl: string }>;
    };
    assert.equal(address, profiles['http']?.applicationUrl);
    assert.equal(await (await fetch(address)).text(), address);
    await controller.stopSession(session.id);
    // By its own signal handler: the debugger would have killed it.
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
  });

  it('has the variables of its launch profile, also if it is a worker', async () => {
    const { controller } = fixture;
    const path = file('Worker/Worker.csproj');
    const session = await controller.runSession({
      launch_configurations: [{ type: 'project', project_path: path, launch_profile: 'staged' }],
    });
    const tells = ({ stdout }: Session): boolean => stdout.includes('environment: Staging\n');
    await session.waitFor(tells, buildLimit, 'its environment');
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
  });

  it('reports why its debugger could not launch it', async () => {
    await withSetting('coreclrFixture.refuses', true, async () => {
      const session = await fixture.controller.runSession(tool([]));
      assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 1 });
      const failure = session.messages.find(({ level }) => level === 'error');
      assert.equal(failure?.code, 'DebuggerNotStarted');
      assert.match(
        failure?.message ?? '',
        /coreclr could not debug Tool: the fixture refuses\. Start/,
      );
      assert.equal(session.starts, 0);
    });
  });

  it('is also debugged when its user starts it', async () => {
    const { view } = fixture;
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    await vscode.debug.startDebugging(folder, {
      type: 'ide-session',
      request: 'launch',
      name: 'My tool',
      project: file('Tool/Tool.csproj'),
      args: ['stay'],
    });
    const child = await debugged(view, 'Tool');
    assert.equal(child.parentSession, await view.root('My tool'));
    await view.says('staying\n');
    await pressStop(child);
    await view.says('ending\n');
  });

  it('is an ordinary process in mode NoDebug, to which the debugger can attach later', async () => {
    const { controller, view } = fixture;
    const session = await controller.runSession({
      launch_configurations: [
        { type: 'project', mode: 'NoDebug', project_path: file('Tool/Tool.csproj') },
      ],
      args: ['stay'],
    });
    await staying(session);
    assert.ok(view.sessions.every(({ type }) => type === 'ide-session'));
    await vscode.commands.executeCommand('ideSessionHost.attachDebugger');
    const attached = await view.until('a debugger', () =>
      view.sessions.find(({ type }) => type === 'coreclr'),
    );
    assert.equal(attached.configuration['processId'], String(await session.started));
    assert.equal(session.starts, 1);
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 7 });
  });
});
