import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import {
  type Executable,
  listExecutables,
  servedPort,
} from '../../../../tools/fixtures/aspire/kubectl.ts';
import { AppView } from '../blazor/appView.ts';
import { recover } from '../blazor/cleanUp.ts';
import { Client } from '../blazor/client.ts';
import { startedProcesses } from '../blazor/leftovers.ts';
import { file, removeBreakpoints } from '../workspace.ts';

/** How long an AppHost and its resources may take to build and start, in milliseconds. */
const patience = 600_000;

export const appHostProject = (): string => file('AppHost/AppHost.csproj');

/** The Aspire CLI. */
export const aspireCommand = (): string => process.env['EDITOR_ASPIRE'] ?? '';

/** The fixture of each test: the client among the resources, and a view of the debug sessions. */
export interface Fixture {
  client: Client;
  view: AppView;
}

/** Sets up the fixture for the tests of the surrounding suite; each must end what it starts. */
export function useFixture(): Fixture {
  const fixture = {} as Fixture;
  before(async () => {
    // A terminal that is opened earlier has no endpoint.
    await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
  });
  beforeEach(() => {
    fixture.client = new Client('Client');
    fixture.view = new AppView();
  });
  afterEach(async function () {
    removeBreakpoints();
    const { view } = fixture;
    try {
      if (this.currentTest?.state === 'failed') {
        for (const terminal of vscode.window.terminals) terminal.dispose();
        await recover(view);
      }
      await view.ended();
      await view.until('the end of DCP', () => (kubeconfig() === undefined ? true : undefined));
    } finally {
      view.dispose();
    }
  });
  return fixture;
}

/** The session of a resource, once it exists. */
export function resourceSession(view: AppView, name: string): Promise<vscode.DebugSession> {
  const find = () => view.sessions.find((one) => one.type === 'ide-session' && one.name === name);
  return view.until(`the session ${name}`, find, patience);
}

/** A session's page, once its app is built, served and shown. */
export function pageOf(view: AppView, root: vscode.DebugSession): Promise<vscode.DebugSession> {
  const find = () => view.pages.find(({ parentSession }) => parentSession?.parentSession === root);
  return view.until(`the page of ${root.name}`, find, patience);
}

/** DCP's executables of these resources, once all of them run. */
export function runningExecutables(
  view: AppView,
  ...resources: readonly string[]
): Promise<readonly Executable[]> {
  const look = async (): Promise<readonly Executable[] | undefined> => {
    const all = await listExecutables(knownKubeconfig());
    const own = all.filter(({ resource }) => resources.includes(resource));
    const running = own.filter(({ state }) => state === 'Running');
    return running.length === resources.length ? running : undefined;
  };
  return view.untilAnswered(`running ${resources.join(', ')}`, look, patience);
}

/** A resource's executable, once it satisfies the condition. */
export function executableOf(
  view: AppView,
  name: string,
  what: string,
  condition: (executable: Executable) => boolean,
): Promise<Executable> {
  const look = async (): Promise<Executable | undefined> => {
    const path = kubeconfig();
    // DCP sets it after its start.
    if (path === undefined || !existsSync(path)) return undefined;
    const all = await listExecutables(path);
    return all.find((one) => one.resource === name && condition(one));
  };
  return view.untilAnswered(`${name} ${what}`, look, patience);
}

/** Where DCP serves a resource. */
export async function addressOf(resource: string): Promise<string> {
  const port = await servedPort(knownKubeconfig(), resource);
  assert.ok(port !== undefined, `${resource} is not served`);
  return `localhost:${port}`;
}

/** A resource's response at the address where DCP serves it, once there is one. */
export function answerOf(view: AppView, resource: string): Promise<string> {
  const ask = async (): Promise<string | undefined> => {
    const port = await servedPort(knownKubeconfig(), resource);
    if (port === undefined) return undefined;
    const response = await fetch(`http://localhost:${port}/`).catch(() => undefined);
    return response?.ok === true ? response.text() : undefined;
  };
  return view.untilAnswered(`the response of ${resource}`, ask);
}

/** Runs an Aspire CLI command on the AppHost, outside of any terminal; returns its output. */
export async function aspire(...args: readonly string[]): Promise<string> {
  const options = ['--apphost', appHostProject(), '--non-interactive', '--nologo'];
  const { stdout } = await promisify(execFile)(aspireCommand(), [...args, ...options]);
  return stdout;
}

/** `aspire run` in a terminal of the window. */
export function runInTerminal(...resources: readonly string[]): vscode.Terminal {
  return vscode.window.createTerminal({
    name: 'aspire run',
    shellPath: aspireCommand(),
    shellArgs: ['run', '--nologo', '--apphost', appHostProject()],
    env: { FIXTURE_RESOURCES: resources.join(',') },
  });
}

/** Presses Ctrl+C in a terminal; resolves to the exit code of its command. */
export async function interrupt(terminal: vscode.Terminal): Promise<number | undefined> {
  const closed = new Promise((resolve) => {
    const listener = vscode.window.onDidCloseTerminal((one) => {
      if (one !== terminal) return;
      listener.dispose();
      resolve(undefined);
    });
  });
  terminal.sendText('\u0003', false);
  await closed;
  return terminal.exitStatus?.code;
}

function knownKubeconfig(): string {
  const path = kubeconfig();
  assert.ok(path !== undefined, 'DCP does not run');
  return path;
}

function kubeconfig(): string | undefined {
  const commandLines = startedProcesses().map(({ commandLine }) => commandLine);
  return commandLines.flatMap((line) => / --kubeconfig (\S+)/.exec(line)?.[1] ?? [])[0];
}
