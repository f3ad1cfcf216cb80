import { type Command, Option } from 'commander';
import { isHostName } from '../../host/hostName.ts';
import type { ClusterChoice } from '../invocation.ts';
import { textOption } from './optionValues.ts';
import { usageError } from './usageErrors.ts';

/** The values of these options, by the names that commander gives them. */
export interface GivenClusterOptions {
  readonly fromKubeconfig?: string;
  readonly context?: string;
  readonly hostName?: string;
  readonly allowCredentialPlugin?: boolean;
}

/** The options of `serve` that choose a Kubernetes cluster. */
export function clusterOptions(): readonly Option[] {
  return [
    textOption(
      '--from-kubeconfig <FILE>',
      'also run the sessions of the Kubernetes cluster in FILE that are labelled with the name of this host',
    ),
    textOption('--context <NAME>', 'the context in that file (default: its current context)'),
    textOption('--host-name <NAME>', 'the name of this host (default: that of the machine)'),
    new Option(
      '--allow-credential-plugin',
      'run the command that the file names for signing in; allow it only for files you trust',
    ),
  ];
}

/** Returns the chosen cluster, if any. Throws a HumanError if the options don't fit together. */
export function getCluster(
  given: GivenClusterOptions,
  command: Command,
): { readonly cluster?: ClusterChoice } {
  const { allowCredentialPlugin, context, fromKubeconfig: kubeconfig, hostName } = given;
  if (kubeconfig === undefined) {
    const stray = Object.entries({
      '--context': context,
      '--host-name': hostName,
      '--allow-credential-plugin': allowCredentialPlugin,
    }).find(([, value]) => value !== undefined);
    if (stray !== undefined) throw usageError(`${stray[0]} needs --from-kubeconfig`, command);
    return {};
  }
  if (hostName !== undefined && !isHostName(hostName)) {
    throw usageError(
      '--host-name takes letters, digits, -, _ and ., at most 63 of them, with a letter or digit at each end',
      command,
    );
  }
  const isPluginAllowed = allowCredentialPlugin === true;
  return { cluster: { kubeconfig, context, hostName, isPluginAllowed } };
}
