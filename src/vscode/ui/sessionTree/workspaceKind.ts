import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { findAppHosts } from '../../../dotnet/files/appHosts.ts';

/** What the workspace offers to start: the welcome content depends on it. */
type WorkspaceKind = 'client' | 'appHost' | 'project' | 'none';

const contextKey = 'ideSessionHost.workspace';
const projectFiles = '**/*.{csproj,fsproj,vbproj}';
const notSources = '**/{bin,obj,node_modules,.git}/**';
/** More projects are not read. */
const maxProjects = 200;
/** Identifies the project file of a Blazor WebAssembly client. */
const clientSign = /\bMicrosoft\.NET\.Sdk\.BlazorWebAssembly\b/;

/** Selects the welcome content for the project files of the workspace. */
export async function selectWelcome(): Promise<void> {
  const found = await vscode.workspace.findFiles(projectFiles, notSources, maxProjects);
  const kind = await toWorkspaceKind(found.map(({ fsPath }) => fsPath));
  await vscode.commands.executeCommand('setContext', contextKey, kind);
}

/** Returns what can be started among these projects. */
export async function toWorkspaceKind(projects: readonly string[]): Promise<WorkspaceKind> {
  if (projects.length === 0) return 'none';
  if ((await findAppHosts(projects)).length > 0) return 'appHost';
  const texts = await Promise.all(projects.map((path) => readFile(path, 'utf8').catch(() => '')));
  return texts.some((text) => clientSign.test(text)) ? 'client' : 'project';
}
