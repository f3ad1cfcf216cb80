import manifest from '../../package.json' with { type: 'json' };
import { renderTable } from '../markdownTable.ts';
import { toContributedText } from './contributedText.ts';

interface Setting {
  readonly default: unknown;
  readonly scope?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const scopes: Readonly<Record<string, string>> = {
  window: 'window',
  resource: 'folder',
  machine: 'user',
  'machine-overridable': 'machine',
};

/** The reference page of the settings, generated from `contributes.configuration`. */
export function renderSettingsPage(): string {
  const properties: Readonly<Record<string, Setting>> =
    manifest.contributes.configuration.properties;
  const rows = Object.entries(properties).map(([name, setting]) => [
    `\`${name}\``,
    inTable(`\`${JSON.stringify(setting.default)}\``),
    scopes[setting.scope ?? 'window'] ?? '',
    inTable([describe(setting), values(setting)].join(' ').trim()),
  ]);
  return `# Settings

<!-- Generated from package.json by npm run update-reference. -->

In a workspace of several folders, each folder can have its own values of the settings whose scope is \`folder\`. A debug configuration uses those of its folder, and a controller's request those of the folder that contains the program. Settings whose scope is \`machine\` belong to the machine that the extension runs on; a workspace can override them. Those whose scope is \`user\` can't be set by a workspace.

A value of the wrong type counts as the default, and a number out of bounds as the nearest bound. The headless host has no settings; it uses the defaults.

${renderTable(['setting', 'default', 'scope', 'meaning'], rows)}
`;
}

function describe({ description = '', markdownDescription = description }: Setting): string {
  return toContributedText(markdownDescription);
}

function values({ enum: choices, enumDescriptions, maximum, minimum }: Setting): string {
  if (choices !== undefined) {
    return choices
      .map(
        (choice, index) => `\`${choice}\`: ${toContributedText(enumDescriptions?.[index] ?? '')}`,
      )
      .join(' ');
  }
  if (minimum === undefined) return '';
  return maximum === undefined
    ? `At least ${minimum}.`
    : `From ${minimum} to ${maximum.toLocaleString('en')}.`;
}

function inTable(text: string): string {
  return text.replaceAll('|', '\\|');
}
