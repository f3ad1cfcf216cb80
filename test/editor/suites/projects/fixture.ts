import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Controller } from '../../../../tools/controller/controller.ts';
import type { RunRequest } from '../../../../tools/controller/runRequest.ts';
import type { Session } from '../../../../tools/controller/session.ts';
import { toldBesideBuilds } from '../../../../tools/fixtures/messages.ts';
import { AppView } from '../blazor/appView.ts';
import { cleanUp } from '../blazor/cleanUp.ts';
import { connectedController } from '../controllers.ts';
import { file } from '../workspace.ts';

/** How long a build and the program's start may take, in milliseconds. */
export const buildLimit = 180_000;

/**
 * The fixture of each test: a controller that was started in a terminal, and a view of the debug
 * sessions.
 */
export interface Fixture {
  controller: Controller;
  view: AppView;
}

/**
 * Sets up the fixture for the tests of the surrounding suite; each must end its sessions and leave
 * nothing behind.
 */
export function useFixture(): Fixture {
  const fixture = {} as Fixture;
  before(async () => {
    fixture.controller = await connectedController();
  });
  beforeEach(() => {
    fixture.view = new AppView();
  });
  afterEach(async function () {
    const { controller, view } = fixture;
    await cleanUp(this.currentTest, view);
    controller.assertClean();
  });
  after(() => fixture.controller.disconnect());
  return fixture;
}

/** A request for the workspace's program with these arguments. */
export function tool(args: readonly string[], env: Record<string, string> = {}): RunRequest {
  return {
    launch_configurations: [{ type: 'project', project_path: file('Tool/Tool.csproj') }],
    args: [...args],
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
  };
}

/**
 * Asserts that a program that exits by itself is reported correctly: its pid, both streams and its
 * exit code, and nothing else.
 */
export async function assertTold(session: Session): Promise<void> {
  assert.deepEqual(await session.terminatedWithin(buildLimit), { exitCode: 3 });
  assert.equal(session.starts, 1);
  assert.equal(session.stdout, `${session.pids[0]} \n`);
  assert.equal(session.stderr, 'hello\n');
  assert.deepEqual(toldBesideBuilds(session), []);
}

/** Resolves when the workspace's program, which was told to stay, is running. */
export async function staying(session: Session, times = 1): Promise<void> {
  const count = ({ stdout }: Session): number => stdout.split('staying\n').length - 1;
  await session.waitFor((one) => count(one) === times, buildLimit, 'the program');
}

/** A project's debug session, once it exists. */
export function debugged(
  view: AppView,
  project: string,
  former?: vscode.DebugSession,
): Promise<vscode.DebugSession> {
  return view.until(`a debugger of ${project}`, () =>
    view.sessions.find((one) => one.name === `${project} (.NET)` && one !== former),
  );
}
