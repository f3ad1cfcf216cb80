import type { IdeSession } from '../../protocol/ideSession.ts';
import type { AnyLaunchConfiguration } from '../../protocol/launchConfigurations.ts';
import { ownLabels } from './kind.ts';

export type Labels = Readonly<Record<string, string>>;

const cache = new WeakMap<IdeSession['metadata'], Labels>();

/** Returns the labels of a session: those of its client, and those that the host computes. */
export function getLabels({ metadata, spec }: IdeSession): Labels {
  const known = cache.get(metadata);
  if (known !== undefined) return known;
  const labels = { ...metadata.labels, ...computeLabels(metadata.owner, spec.launchConfiguration) };
  cache.set(metadata, labels);
  return labels;
}

/** Returns the labels that the host computes for a session. */
export function computeLabels(
  owner: IdeSession['metadata']['owner'],
  configuration: AnyLaunchConfiguration,
): Labels {
  const controller = owner.kind === 'controller' ? toLabelValue(owner.instanceId) : '';
  const launchType = toLabelValue(configuration.type);
  const project = toLabelValue(getProgramName(configuration));
  return {
    [ownLabels.origin]: owner.kind,
    ...(controller !== '' && { [ownLabels.controller]: controller }),
    ...(launchType !== '' && { [ownLabels.launchType]: launchType }),
    ...(project !== '' && { [ownLabels.project]: project }),
  };
}

/** The properties of launch configurations that name what runs, in the order of precedence. */
const programProperties = [
  'project_path',
  'web_root',
  'script_path',
  'program_path',
  'program',
  'project_name',
  'module',
  'main_class',
] as const;

/** Returns the base name of what runs; empty if the configuration doesn't tell. */
function getProgramName(configuration: AnyLaunchConfiguration): string {
  for (const property of programProperties) {
    const value = configuration[property];
    if (typeof value !== 'string') continue;
    // Paths may have been written on another system.
    const name = value.split(/[\\/]/).findLast((part) => part !== '');
    if (name !== undefined) return name.replace(/\.(cs|fs|vb)proj$/i, '');
  }
  return '';
}

/** The maximum length of a label value, and its form. */
const longest = 63;
const labelValue = /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/;

/** Converts a text to a valid label value, which may be empty: letters, digits, `-`, `_` and `.`. */
function toLabelValue(text: string): string {
  if (text.length <= longest && labelValue.test(text)) return text;
  return text
    .slice(0, longest)
    .replace(/[^A-Za-z0-9_.-]/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
