import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Session } from '../../../../tools/controller/session.ts';
import { pollUntil } from '../../../../tools/fixtures/waiting.ts';
import { ask } from '../pageDriver.ts';
import { file, isRunning, openCurrent } from '../workspace.ts';
import { buildLimit, useFixture } from './fixture.ts';

/** How long the first change may take, in milliseconds: it also compiles the compiler, and starts it. */
const changeLimit = 300_000;
const source = 'Web/Program.cs';
const lambda = '() => Environment.GetEnvironmentVariable("ASPNETCORE_URLS")';

async function edit(what: string, by: string): Promise<void> {
  const document = await openCurrent(source);
  const start = document.getText().indexOf(what);
  assert.ok(start >= 0, `${source} has no ${what}`);
  const range = new vscode.Range(
    document.positionAt(start),
    document.positionAt(start + what.length),
  );
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, range, by);
  await vscode.workspace.applyEdit(change);
  await document.save();
}

function startWeb(mode: 'Debug' | 'NoDebug') {
  return {
    launch_configurations: [
      { type: 'project', project_path: file('Web/Web.csproj'), launch_profile: 'http', mode },
    ],
  };
}

/** Resolves to the address of a server once it listens. */
async function listening(session: Session): Promise<string> {
  const address = /Now listening on: (\S+)\s/;
  await session.waitFor(({ stdout }) => address.test(stdout), buildLimit, 'an address');
  return address.exec(session.stdout)?.[1] ?? '';
}

/** The problems of hot reload in the source. */
function problems(): readonly (string | number)[] {
  return vscode.languages
    .getDiagnostics(vscode.Uri.file(file(source)))
    .filter((one) => one.source === 'Hot Reload')
    .map(({ code }) => (typeof code === 'object' ? code.value : (code ?? '')));
}

function showing(text: string) {
  return ask({ do: 'read status bar', text });
}

describe('Hot reload of a project', () => {
  const fixture = useFixture();

  it('runs saved changes without a debugger, and shows what it cannot run', async function () {
    this.timeout(buildLimit + 3 * changeLimit);
    const { controller } = fixture;
    const session = await controller.runSession(startWeb('NoDebug'));
    const address = await listening(session);
    await showing('Hot reload is ready');
    const answers = (text: string) =>
      pollUntil(`it answers ${text}`, changeLimit, async () => {
        return (await (await fetch(address)).text()) === text;
      });

    await edit(lambda, '() => "one"');
    await answers('one');
    await showing('Changes applied in');

    await edit('() => "one"', '() => "one" +');
    await pollUntil('the error is a problem', changeLimit, () => problems().includes('CS1525'));
    await showing('Changes not applied');

    await edit('() => "one" +', '() => "two"');
    await answers('two');
    await pollUntil('the error is gone', changeLimit, () => problems().length === 0);

    await edit('class Greeter;', 'class Greeter : Exception;');
    await showing('Restart the session to');

    const pid = await session.started;
    await edit('class Greeter : Exception;', 'class Greeter;');
    await edit('() => "two"', lambda);
    await controller.stopSession(session.id);
    assert.deepEqual(await session.terminatedWithin(), { exitCode: 0 });
    assert.equal(session.starts, 1);
    assert.equal(isRunning(pid), false);
  });

  it('says at a change that a debugger applies none', async () => {
    const { controller } = fixture;
    const session = await controller.runSession(startWeb('Debug'));
    await listening(session);
    await edit(lambda, '() => "one"');
    await showing('No hot reload: The debugger');
    await edit('() => "one"', lambda);
    await controller.stopSession(session.id);
    await session.terminatedWithin();
  });
});
