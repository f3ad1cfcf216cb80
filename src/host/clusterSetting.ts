import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import type { ClusterAccess } from '../api/client/clusterAccess.ts';
import { localize } from '../common/localization.ts';
import { printable } from '../common/printable.ts';
import { hostLabel } from '../protocol/ideSession.ts';
import { hostErrors, settingPhrases } from './errors.ts';
import { defaultHostName, isHostName } from './hostName.ts';

/** The setting `ideSessionHost.cluster`. */
export interface ClusterSetting {
  /** The absolute path of the kubeconfig file. */
  readonly kubeconfig: string;
  /** The current context of the file if absent. */
  readonly context?: string | undefined;
  readonly hostName: string;
}

const text = z.optional(z.string().check(z.minLength(1)));

const settingSchema = z.strictObject({
  kubeconfig: text,
  context: text,
  hostName: z.optional(z.string().check(z.refine(isHostName))),
});

/** Parses the setting; `undefined` if it names no cluster. Throws a HumanError if it is invalid. */
export function parseClusterSetting(value: unknown): ClusterSetting | undefined {
  const parsed = settingSchema.safeParse(value ?? {});
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.');
    throw hostErrors.ClusterSettingInvalid({
      place: place ? settingPhrases.wrong({ place }) : settingPhrases.unknown(),
    });
  }
  const { context, hostName = defaultHostName(), kubeconfig } = parsed.data;
  if (kubeconfig === undefined) return undefined;
  return { kubeconfig: expandHome(kubeconfig), context, hostName };
}

function expandHome(path: string): string {
  return /^~[\\/]/.test(path) ? join(homedir(), path.slice(2)) : resolve(path);
}

/** The question to the user before the sessions of a cluster are run. */
export interface ClusterQuestion {
  /** Changes if the user would agree to something else, such as another server or command. */
  readonly key: string;
  readonly text: string;
  readonly detail: string;
}

/** Creates the question for a cluster. The detail shows the command for signing in, with the names of its variables. */
export function createClusterQuestion(access: ClusterAccess, hostName: string): ClusterQuestion {
  const { credentials, server, trust } = access;
  const plugin = credentials.kind === 'plugin' ? credentials.plugin : undefined;
  const agreed = JSON.stringify([server, trust, plugin, hostName]);
  const command = plugin && printable([plugin.command, ...plugin.args].join(' '));
  const variables = Object.keys(plugin?.environment ?? {}).join(', ');
  const details = [
    localize(
      'Everyone who can create IdeSession objects with the label {label} there can run programs on this machine with your rights.',
      { label: `${hostLabel}=${hostName}` },
    ),
    trust.isUnchecked && localize('The certificate of the server is not checked.'),
    command !== undefined && localize('Signing in runs this command: {command}', { command }),
    variables !== '' &&
      localize('The command gets these variables from the file: {variables}', {
        variables: printable(variables),
      }),
  ];
  return {
    key: createHash('sha256').update(agreed).digest('base64url'),
    text: localize('Run the sessions of the cluster at {server}?', { server }),
    detail: details.filter(Boolean).join('\n\n'),
  };
}
