import * as vscode from 'vscode';
import { projectFileAt } from '../../../dotnet/files/projectFile.ts';
import { findProfiles, getSettingsOwner } from '../../../launch/profiles/profilePlaces.ts';

const settingsFiles: readonly vscode.DocumentFilter[] = [
  { scheme: 'file', pattern: '**/launchSettings.json' },
  { scheme: 'file', pattern: '**/*.run.json' },
];

/** The commands above a launch profile, by their titles. */
const commands = {
  Run: 'ideSessionHost.runProfile',
  Debug: 'ideSessionHost.debugProfile',
} as const;

/** Shows *Run* and *Debug* above the launch profiles of a project. */
export function registerProfileLenses(): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider([...settingsFiles], {
    async provideCodeLenses(document) {
      const owner = getSettingsOwner(document.uri.fsPath);
      const project = owner && (await projectFileAt(owner).catch(() => undefined));
      if (!project) return [];
      return findProfiles(document.getText()).flatMap(({ name, offset }) => {
        const position = document.positionAt(offset);
        const range = new vscode.Range(position, position);
        return Object.entries(commands).map(
          ([title, command]) =>
            new vscode.CodeLens(range, { title, command, arguments: [project, name] }),
        );
      });
    },
  });
}
