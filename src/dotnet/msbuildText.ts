import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import { isHidden } from './folderFiles.ts';

/** Where an MSBuild file leads to. All paths are absolute, and need not be there. */
export interface Leads {
  /** MSBuild files that it takes in. */
  readonly imports: readonly string[];
  readonly projects: readonly string[];
  /** Files beside the project's own folder. */
  readonly files: readonly string[];
  /** Folders of which any file may be meant. */
  readonly folders: readonly string[];
}

/** A name for what only a run of MSBuild can tell. */
const unread = Symbol('unread');

/** An element's name, its attributes, and the text up to the next. */
const element = /<([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>([^<]*)/g;
/** Steps of a build that are the user's own, and places that are not where they usually are. */
const ownSteps =
  /<(Target|UsingTask|Custom(Before|After)\w*|(Pre|Post)BuildEvent|DisableFastUpToDateCheck|Directory(Build|Packages)\w*Path|(Base)?IntermediateOutputPath|MSBuildProjectExtensionsPath|UseArtifactsOutput|ArtifactsPath)\b|<!\[CDATA\[/i;
/** Functions that neither look at a file nor at a clock. */
const pureFunction =
  /\$\(\[MSBuild\]::(IsOSPlatform|IsTargetFrameworkCompatible|Version\w+|GetTarget\w+)\(/gi;
/** Attributes and elements that name no file that is read. */
const harmless =
  /^(Link|LinkBase|Label|Remove|Exclude|Update|xmlns|ToolsVersion|Version|VersionOverride|Description|NoWarn|RunArguments|ApplicationUrl)$/i;
/** Properties and metadata whose values are files or folders. */
const fileValue = /(File|Icon|Manifest|Paths?|RuleSet|Dir|Directory|Resource)$/i;
/** Items whose names are none of files. */
const nameItem =
  /^(Package\w*|Using|InternalsVisibleTo|FrameworkReference|ProjectCapability|GlobalPackageReference|AssemblyAttribute|SupportedPlatform)$/i;
/** Properties whose values are no paths. */
const plainProperty =
  /\$\(\w*(Version|Prefix|Suffix|Name|Namespace|TargetFrameworks?|Configuration|Platform|RuntimeIdentifiers?)\)/gi;

/**
 * Reads off the text of a project file, or of a file that it imports, where it leads to. Nothing if the
 * text may have a part in the build that can't be read off it.
 */
export function leadsOf(text: string, file: string, project: string): Leads | undefined {
  const plain = text.replaceAll(/<!--[^]*?-->/g, '');
  if (ownSteps.test(plain)) return undefined;
  // What is neither an element nor the end of one is nothing that this knows.
  if (
    plain
      .replaceAll(element, '')
      .replaceAll(/<\/[^<>]*>|<\?[^<>]*>/g, '')
      .includes('<')
  ) {
    return undefined;
  }
  const reading = new Reading(file, project);
  try {
    for (const [, name = '', attributes = '', content = ''] of plain.matchAll(element)) {
      reading.element(name, attributesOf(attributes), content);
    }
  } catch (error) {
    if (error === unread) return undefined;
    throw error;
  }
  return reading.leads;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
      ([, name = '', double, single]) => [name, decoded(double ?? single ?? '')],
    ),
  );
}

class Reading {
  readonly leads = {
    imports: [] as string[],
    projects: [] as string[],
    files: [] as string[],
    folders: [] as string[],
  };
  readonly #file: string;
  readonly #project: string;

  constructor(file: string, project: string) {
    this.#file = file;
    this.#project = project;
  }

  element(name: string, attributes: ReadonlyMap<string, string>, content: string): void {
    for (const [attribute, value] of attributes) {
      if (attribute === 'Condition') this.#condition(value);
      else if (attribute === 'Sdk' || (name === 'Sdk' && attribute === 'Name')) checkSdk(value);
      else if (name === 'Import') this.#import(attribute, value, attributes.has('Sdk'));
      else if (attribute === 'Include') this.#include(name, value);
      else this.#value(attribute, value);
    }
    this.#value(name, decoded(content));
  }

  #condition(text: string): void {
    checkFunctions(text);
    for (const [, path = ''] of text.matchAll(/\bExists\s*\(\s*'([^']*)'\s*\)/gi)) {
      this.#path(path, dirname(this.#file));
      this.#path(path, dirname(this.#project));
    }
  }

  #import(attribute: string, value: string, isOfSdk: boolean): void {
    if (attribute !== 'Project' || isOfSdk) return;
    const above =
      /^\$\(\[MSBuild\]::GetPathOfFileAbove\(\s*'?(Directory\.[\w.]+)'?\s*,\s*'?\$\(MSBuildThisFileDirectory\)\.\.[\\/]?'?\s*\)\)$/i.exec(
        value,
      );
    // Which of them it is, the stamps of all will tell.
    if (above?.[1] !== undefined) {
      for (const folder of foldersAbove(dirname(this.#file))) {
        this.leads.imports.push(join(folder, above[1]));
      }
      return;
    }
    const path = this.#placed(value);
    if (/[$@%*?;]/.test(path)) throw unread;
    this.leads.imports.push(resolve(dirname(this.#file), path));
  }

  #include(item: string, value: string): void {
    if (nameItem.test(item)) return checkFunctions(value);
    for (const piece of value.split(';')) {
      // Takes in what would otherwise be left out, like the outputs.
      if (/^\s*\*\*/.test(this.#placed(piece))) throw unread;
      this.#path(piece, dirname(this.#project));
    }
  }

  #value(name: string, value: string): void {
    checkFunctions(value);
    if (harmless.test(name)) return;
    for (const piece of value.split(';')) {
      // What another property or item holds was read where that was given it.
      const isCopy = /^\s*[$@%]\(\w+\)\s*$/.test(piece) && !fileValue.test(name);
      if (!isCopy) this.#path(piece, dirname(this.#project));
    }
  }

  #path(text: string, base: string): void {
    const path = this.#placed(text).trim();
    if (path === '') return;
    if (/[$@]\(|%/.test(path)) throw unread;
    const wildcard = path.search(/[*?]/);
    if (wildcard >= 0) {
      const folder = resolve(base, path.slice(0, wildcard).replace(/[^/]*$/, ''));
      if (!this.#isCovered(folder)) this.leads.folders.push(folder);
      return;
    }
    const file = resolve(base, path);
    if (/\.\w*proj$/i.test(file)) this.leads.projects.push(file);
    else if (!this.#isCovered(file)) this.leads.files.push(file);
  }

  /** The text with all that is known of where things are; what only names something is a wildcard. */
  #placed(text: string): string {
    return text
      .replaceAll(/\$\(MSBuildThisFileDirectory\)[\\/]?/gi, () => `${dirname(this.#file)}/`)
      .replaceAll(/\$\((MSBuildProjectDirectory|ProjectDir)\)[\\/]?/gi, () => {
        return `${dirname(this.#project)}/`;
      })
      .replaceAll(/\$\(MSBuildProjectName\)/gi, () =>
        basename(this.#project, extname(this.#project)),
      )
      .replaceAll(plainProperty, '*')
      .replaceAll('\\', '/');
  }

  /** Whether a path is looked at anyway, with the project's folder. */
  #isCovered(path: string): boolean {
    const folder = dirname(this.#project) + sep;
    if (path + sep === folder) return true;
    if (!path.startsWith(folder)) return false;
    const [first = '', ...others] = path.slice(folder.length).split(sep);
    if (/^(bin|obj)$/i.test(first)) return false;
    return ![first, ...others].some((name) => name === 'node_modules' || isHidden(name));
  }
}

/** Whose SDKs are known to make what they make of the files of a project. */
function checkSdk(name: string): void {
  if (!/^Microsoft\.NET\.Sdk(\.\w+)?(\/[\w.-]+)?$/.test(name)) throw unread;
}

function checkFunctions(text: string): void {
  if (text.replaceAll(pureFunction, '').includes('$([')) throw unread;
}

function foldersAbove(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [] : [above, ...foldersAbove(above)];
}

function decoded(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
