import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppView } from '../blazor/appView.ts';
import { bound, type Client, click } from '../blazor/client.ts';
import { cleanUp } from '../blazor/cleanUp.ts';
import { frameOf, inPage, ready } from '../blazor/stops.ts';
import { goOn } from '../debugView.ts';
import { ask } from '../pageDriver.ts';
import { removeBreakpoints } from '../workspace.ts';

/** The fixture of each test: a view of the debug sessions. */
export interface AppsFixture {
  view: AppView;
}

/**
 * Sets up the fixture for the tests of the surrounding suite; each must end its sessions and leave
 * nothing behind.
 */
export function useApps(): AppsFixture {
  const fixture = {} as AppsFixture;
  before(async () => {
    await vscode.extensions.getExtension('ide-session-host.ide-session-host')?.activate();
  });
  beforeEach(() => {
    fixture.view = new AppView();
  });
  afterEach(async function () {
    removeBreakpoints();
    const { view } = fixture;
    await cleanUp(this.currentTest, view);
    await vscode.commands.executeCommand('notifications.clearAll');
  });
  return fixture;
}

/** Where a client has a breakpoint. */
export interface Place {
  readonly client: Client;
  readonly file: string;
  readonly text: string;
}

/** Continues from the next stop of a page, which must be at this position. */
export async function goOnFrom(
  view: AppView,
  page: vscode.DebugSession,
  { client, file, text }: Place,
): Promise<void> {
  const stop = await view.stop(page);
  const { path, place } = await frameOf(stop);
  assert.equal(path, client.path(file));
  assert.equal(place, await client.place(file, text));
  await goOn(stop);
}

/**
 * Clicks a button of a page, and continues from the stop that follows, which must be at this
 * position.
 */
export async function stopsAt(
  view: AppView,
  page: vscode.DebugSession,
  place: Place,
  button = 'inc',
): Promise<void> {
  click(page, button);
  await goOnFrom(view, page, place);
}

/** Resolves once a page is interactive and has bound a breakpoint. */
export async function boundIn(
  view: AppView,
  page: vscode.DebugSession,
  breakpoint: vscode.Breakpoint,
): Promise<void> {
  await ready(view, page);
  await bound(view, page, breakpoint);
}

/** Resolves once an expression is true in a page, which may be between two documents. */
export async function holds(
  view: AppView,
  page: vscode.DebugSession,
  expression: string,
): Promise<void> {
  await view.untilAnswered(expression, async () =>
    (await inPage(page, expression).catch(() => '')) === 'true' ? true : undefined,
  );
}

/** What the editor knows of a session's breakpoint. */
export async function shownAt(
  session: vscode.DebugSession,
  breakpoint: vscode.Breakpoint,
): Promise<{ readonly message: string; readonly verified: boolean }> {
  const known = (await session.getDebugProtocolBreakpoint(breakpoint)) ?? {};
  return {
    message: String(Reflect.get(known, 'message') ?? ''),
    verified: Reflect.get(known, 'verified') === true,
  };
}

/**
 * Resolves once the editor shows why a breakpoint is not bound: beside it, and in the selected
 * console.
 */
export async function explained(
  view: AppView,
  root: vscode.DebugSession,
  breakpoint: vscode.SourceBreakpoint,
  words: string,
): Promise<void> {
  await view.untilAnswered(`${words} at the breakpoint`, async () =>
    (await shownAt(root, breakpoint)).message.includes(words) ? true : undefined,
  );
  for (const session of view.sessions) {
    const { verified } = await shownAt(session, breakpoint);
    assert.equal(verified, false, `bound in ${session.name}`);
  }
  const line = breakpoint.location.range.start.line + 1;
  const place = new RegExp(`:${line}\\b`);
  // It may show another reason before.
  await view.untilAnswered(`${words} in the selected console`, async () => {
    const lines = await ask({ do: 'read console', text: 'is not bound' });
    const text = lines.join(' ').replaceAll(/\s+/g, ' ');
    return text.includes(words) && place.test(text) ? true : undefined;
  });
}
