import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../../common/disposable.ts';
import { reportErrors } from '../reporting.ts';
import { registerProfileLenses } from './profileLenses.ts';
import { ProjectEditors } from './projectEditors.ts';
import { ProjectStart, type ProjectStartOptions } from './projectStart.ts';

/** The modes of the commands, by the verbs that their names begin with. */
const modes = { run: 'NoDebug', debug: 'Debug' } as const;

/** Starts projects from editors, the explorer and launch settings. */
export function registerEditorPlaces(options: ProjectStartOptions): Disposable {
  const owned = new DisposableStore();
  const start = new ProjectStart(options);
  const { registerCommand } = vscode.commands;
  for (const [verb, mode] of Object.entries(modes)) {
    owned.add(
      registerCommand(`ideSessionHost.${verb}Project`, (file?: vscode.Uri) =>
        reportErrors(() => start.start(mode, file ?? vscode.window.activeTextEditor?.document.uri)),
      ),
    );
    owned.add(
      registerCommand(`ideSessionHost.${verb}Profile`, (project: string, profile: string) =>
        reportErrors(() => start.startProfile(mode, project, profile)),
      ),
    );
  }
  owned.add(registerProfileLenses());
  owned.add(new ProjectEditors());
  return owned;
}
