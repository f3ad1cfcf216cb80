import type * as vscode from 'vscode';
import { toldBesideBuilds } from '../../../../tools/fixtures/messages.ts';
import {
  type StaticServer,
  startStaticServer,
} from '../../../../tools/fixtures/web/staticServer.ts';
import type { Controller } from '../../../../tools/controller/controller.ts';
import type { RunRequest } from '../../../../tools/controller/runRequest.ts';
import type { Session } from '../../../../tools/controller/session.ts';
import { AppView } from '../blazor/appView.ts';
import { bound, Client, click } from '../blazor/client.ts';
import { cleanUp } from '../blazor/cleanUp.ts';
import { ready } from '../blazor/stops.ts';
import { connectedController } from '../controllers.ts';
import type { Stop } from '../debugView.ts';
import { removeBreakpoints } from '../workspace.ts';

/**
 * The fixture of each test: a client, a controller that was started in a terminal, and a view of
 * the debug sessions.
 */
export interface Fixture {
  client: Client;
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
    fixture.client = new Client();
  });
  beforeEach(() => {
    fixture.view = new AppView();
  });
  afterEach(async function () {
    removeBreakpoints();
    const { client, controller, view } = fixture;
    await cleanUp(this.currentTest, view, [await client.address(), await client.address('other')]);
    controller.assertClean();
  });
  after(() => fixture.controller.disconnect());
  return fixture;
}

/** Serves a folder's files for the tests of the surrounding suite, without .NET. */
export function useStaticServer(folder: () => string): { url: string } {
  const served = { url: '' };
  let server: StaticServer | undefined;
  before(async () => {
    server = await startStaticServer(folder());
    served.url = server.url;
  });
  after(() => server?.close());
  return served;
}

/** A request for one launch configuration, with more properties around it. */
export function request(
  launchConfiguration: RunRequest['launch_configurations'][number],
  more: Omit<RunRequest, 'launch_configurations'> = {},
): RunRequest {
  return { launch_configurations: [launchConfiguration], ...more };
}

/** The controller's output, without that of builds and tools. */
export function told(session: Session): readonly string[] {
  return toldBesideBuilds(session).map(({ message }) => message);
}

/** Resolves to the address that a session's server reports. */
export async function addressOf(session: Session): Promise<string> {
  const find = ({ stdout }: Session) => /Now listening on: (\S+)\s/.exec(stdout)?.[1];
  await session.waitFor((one) => find(one) !== undefined, 240_000, 'an address');
  return find(session) ?? '';
}

/** Our debug session for a controller's session, once it exists. */
export function rootOf(view: AppView, name: string): Promise<vscode.DebugSession> {
  return view.until(`the session ${name}`, () =>
    view.sessions.find((one) => one.type === 'ide-session' && one.name === name),
  );
}

/** Clicks a page's button once its breakpoint is bound; resolves to where that stops. */
export async function clickInto(
  view: AppView,
  page: vscode.DebugSession,
  breakpoint: vscode.Breakpoint,
  button = 'inc',
): Promise<Stop> {
  await ready(view, page);
  await bound(view, page, breakpoint);
  click(page, button);
  return view.stop(page);
}
