import { basename, sep } from 'node:path';
import type { InputFolder } from '../../sessions/inputs/runInputs.ts';
import type { Includes } from './includes.ts';

/** What the SDK compiles or embeds by default, and what configures its build. */
const source =
  /\.(cs|fs|vb|razor|cshtml|xaml|resx|proto|[cfv][sb]proj|props|targets|rsp|ruleset|config|editorconfig|globalconfig)$/i;

/** Settings and manifests. The SDK copies any JSON file by default, but programs write others as data or logs. */
const settings =
  /^(appsettings(\..+)?|launchSettings|global|packages\.lock|package(-lock)?|libman|bundleconfig|tsconfig(\..+)?)\.json$/i;

/** Styles and scripts of one component or view. */
const ofComponent = /\.(razor|cshtml)\.(css|js)$/i;

/** Folders that the SDK excludes, outputs of projects further below, and packages of JavaScript. */
const excluded = /^(\..*|bin|obj|node_modules)$/;

/**
 * Returns the folder of a project with the files that decide its build: those that the SDK takes by default,
 * static web assets, and those that the project includes. Outputs are excluded.
 */
export function projectFolder(path: string, includes: Includes): InputFolder {
  return {
    path,
    hasFile(file) {
      const name = basename(file);
      const isDefault = source.test(name) || settings.test(name) || ofComponent.test(name);
      return isDefault || isAsset(path, file) || includes.hasFile(file);
    },
    hasFolder(folder) {
      const name = basename(folder);
      return name === '.well-known' || !excluded.test(name);
    },
  };
}

/** Whether a build may write a file itself: assets and lock files, but no sources. */
export function isWrittenByBuild(file: string): boolean {
  return !source.test(basename(file));
}

function isAsset(project: string, file: string): boolean {
  return file.startsWith(`${project}${sep}wwwroot${sep}`);
}
