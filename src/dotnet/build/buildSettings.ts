import { createHash } from 'node:crypto';
import type { BuildSettings } from '../../launch/launchPlan.ts';
import { literal } from '../evaluate/literal.ts';
import type { Dotnet } from '../sdk/sdk.ts';

/** Picks the build settings of an object. */
export function getSettings({ configuration, environment, folder }: BuildSettings): BuildSettings {
  return {
    ...(configuration !== undefined && { configuration }),
    ...(environment !== undefined && { environment }),
    ...(folder !== undefined && { folder }),
  };
}

/** Returns the same key for equivalent settings. It contains no values of variables. */
export function settingsKey({ configuration, environment, folder }: BuildSettings): string {
  const variables = environment && JSON.stringify(Object.entries(environment));
  const hash = variables && createHash('sha256').update(variables).digest('base64');
  return JSON.stringify([configuration, folder, hash]);
}

/** Returns the MSBuild options that set the properties of settings. */
export function settingsOptions({ configuration, environment = {} }: BuildSettings): string[] {
  const properties = Object.entries(environment)
    // Other names can't be properties.
    .filter(([name]) => /^[A-Za-z_][\w-]*$/.test(name) && !/^configuration$/i.test(name))
    .map(([name, value]) => `-p:${name}=${literal(value)}`);
  return [
    ...(configuration === undefined ? [] : [`-p:Configuration=${literal(configuration)}`]),
    ...properties,
  ];
}

/** Adds the variables of settings. */
export function addBuildVariables<T extends Dotnet>(dotnet: T, { environment }: BuildSettings): T {
  if (environment === undefined) return dotnet;
  const { launchContext } = dotnet;
  return {
    ...dotnet,
    launchContext: {
      ...launchContext,
      environment: { ...launchContext.environment, ...environment },
    },
  };
}
