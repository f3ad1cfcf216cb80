import * as vscode from 'vscode';
import { localize } from '../../../common/localization.ts';
import { findProjectFile } from '../../../dotnet/files/projectFile.ts';
import { findProfiles, getSettingsOwner } from '../../../launch/profiles/profilePlaces.ts';

const settingsFiles: readonly vscode.DocumentFilter[] = [
  { scheme: 'file', pattern: '**/launchSettings.json' },
  { scheme: 'file', pattern: '**/*.run.json' },
];

/** The commands above a launch profile. */
function getCommands(...profile: [project: string, name: string]): readonly vscode.Command[] {
  return [
    { title: localize('Run'), command: 'ideSessionHost.runProfile', arguments: profile },
    { title: localize('Debug'), command: 'ideSessionHost.debugProfile', arguments: profile },
  ];
}

/** Shows *Run* and *Debug* above the launch profiles of a project. */
export function registerProfileLenses(): vscode.Disposable {
  return vscode.languages.registerCodeLensProvider([...settingsFiles], {
    async provideCodeLenses(document) {
      const owner = getSettingsOwner(document.uri.fsPath);
      const project = owner && (await findProjectFile(owner).catch(() => undefined));
      if (!project) return [];
      return findProfiles(document.getText()).flatMap(({ name, offset }) => {
        const position = document.positionAt(offset);
        const range = new vscode.Range(position, position);
        return getCommands(project, name).map((command) => new vscode.CodeLens(range, command));
      });
    },
  });
}
