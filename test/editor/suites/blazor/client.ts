import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { file } from '../workspace.ts';
import type { AppView } from './appView.ts';
import { inPage } from './stops.ts';

/** A Blazor client of the workspace. */
export class Client {
  readonly folder: string;

  /** A client in a folder of the same name, relative to the workspace unless absolute. */
  constructor(folder = 'BlazorApp') {
    this.folder = isAbsolute(folder) ? folder : file(folder);
  }

  get name(): string {
    return basename(this.folder);
  }

  get project(): string {
    return this.path(`${this.name}.csproj`);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Sets a breakpoint at the line of a file that has this text. */
  async breakAt(name: string, text: string): Promise<vscode.SourceBreakpoint> {
    const place = new vscode.Location(
      vscode.Uri.file(this.path(name)),
      new vscode.Position((await this.lineOf(name, text)) - 1, 0),
    );
    const breakpoint = new vscode.SourceBreakpoint(place);
    vscode.debug.addBreakpoints([breakpoint]);
    return breakpoint;
  }

  /** The line of a file that has this text, from 1. */
  async lineOf(name: string, text: string): Promise<number> {
    const lines = (await readFile(this.path(name), 'utf8')).split('\n');
    return lines.findIndex((line) => line.includes(text)) + 1;
  }

  /** The line of a file that has this text, as in `Calc.cs:7`. */
  async place(name: string, text: string): Promise<string> {
    return `${name}:${await this.lineOf(name, text)}`;
  }

  /** The address of a launch profile's server. */
  async address(profile = 'http'): Promise<string> {
    const settings = JSON.parse(
      await readFile(this.path('Properties/launchSettings.json'), 'utf8'),
    ) as { profiles: Record<string, { applicationUrl: string }> };
    return settings.profiles[profile]?.applicationUrl ?? '';
  }

  /** Shows a file, as a user would who works on it. */
  async show(name: string): Promise<vscode.TextEditor> {
    return vscode.window.showTextDocument(vscode.Uri.file(this.path(name)));
  }

  /** Changes a file in the editor and saves it. */
  async edit(name: string, what: string, by: string): Promise<void> {
    const { document } = await this.show(name);
    const at = document.getText().indexOf(what);
    if (at < 0) throw new Error(`${name} has no ${what}.`);
    await replace(document, at, at + what.length, by);
  }

  /**
   * Replaces a file's text in the editor, and saves it. The editor notices external changes only
   * later, and then moves breakpoints that were set since.
   */
  async rewrite(name: string, text: string): Promise<void> {
    const { document } = await this.show(name);
    await replace(document, 0, document.getText().length, text);
  }

  /** Starts it with a launch configuration that has these changes. */
  async start(
    view: AppView,
    more: Partial<vscode.DebugConfiguration> = {},
  ): Promise<vscode.DebugSession> {
    const configuration = {
      type: 'ide-session',
      request: 'launch',
      name: `Debug ${this.name}`,
      project: this.project,
      ...more,
    };
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (!(await vscode.debug.startDebugging(folder, configuration))) {
      throw new Error(`${configuration.name} was not started.`);
    }
    return view.root(configuration.name);
  }
}

/** Replaces the text between two offsets, and saves the document. */
async function replace(document: vscode.TextDocument, start: number, end: number, by: string) {
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  edit.replace(document.uri, range, by);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

/** Clicks a button of the page, without waiting for the effect. */
export function click(page: vscode.DebugSession, id: string): void {
  inPage(page, `document.querySelector('#${id}').click()`).catch(() => undefined);
}

/**
 * Makes a page click one of its buttons, and resolves once it will. After a step past the end of a
 * handler the debug proxy still steps through .NET for a while, and interprets expressions as C#.
 */
export async function clickOnceIdle(
  view: AppView,
  page: vscode.DebugSession,
  id: string,
): Promise<void> {
  const later = `(setTimeout(() => document.querySelector('#${id}').click()), 'later')`;
  await view.untilAnswered(`a click on ${id}`, async () =>
    (await inPage(page, later).catch(() => '')) === `'later'` ? true : undefined,
  );
}

/** Resolves when the editor shows a page's breakpoint as bound. */
export async function bound(
  view: AppView,
  page: vscode.DebugSession,
  breakpoint: vscode.Breakpoint,
): Promise<void> {
  await untilShown(view, page, breakpoint, 'a bound breakpoint', ({ verified }) =>
    verified === true ? true : undefined,
  );
}

/** Resolves when the debugger of a page has a breakpoint at a line (from 1), to which the editor has moved it. */
export async function movedTo(
  line: number,
  view: AppView,
  page: vscode.DebugSession,
  breakpoint: vscode.Breakpoint,
): Promise<void> {
  await untilShown(view, page, breakpoint, 'a moved breakpoint', (shown) =>
    shown.line === line ? true : undefined,
  );
}

/** The editor's message at a session's breakpoint, once there is one. */
export function messageAt(
  view: AppView,
  session: vscode.DebugSession,
  breakpoint: vscode.Breakpoint,
): Promise<string> {
  return untilShown(view, session, breakpoint, 'a message at the breakpoint', ({ message }) =>
    typeof message === 'string' ? message : undefined,
  );
}

/** What a debugger has told of a breakpoint. */
interface ShownBreakpoint {
  readonly verified?: unknown;
  readonly line?: unknown;
  readonly message?: unknown;
}

/** Resolves to what `read` finds in what the editor knows of a session's breakpoint, once it finds something. */
function untilShown<T>(
  view: AppView,
  session: vscode.DebugSession,
  breakpoint: vscode.Breakpoint,
  what: string,
  read: (shown: ShownBreakpoint) => T | undefined,
): Promise<T> {
  return view.untilAnswered(what, async () =>
    read((await session.getDebugProtocolBreakpoint(breakpoint)) ?? {}),
  );
}
