import { basename, dirname, extname, resolve } from 'node:path';
import { definePhrases } from '../../common/phrases.ts';
import { getMode } from '../../protocol/launchConfigurations.ts';
import { programEnvironment } from '../environment.ts';
import type { LaunchMapper, ProgramLaunchPlan } from '../launchPlan.ts';
import { parseConfiguration } from '../properties.ts';

const phrases = definePhrases({ noDebugger: 'debuggers cannot attach to Azure Functions here' });

/** Azure Functions projects: the Core Tools build and host them. */
export const mapAzureFunctions: LaunchMapper = (request, context): ProgramLaunchPlan => {
  const configuration = parseConfiguration('azure-functions', request);
  const project = resolve(context.workspace, configuration.project_path);
  return {
    kind: 'program',
    name: basename(project, extname(project)),
    mode: getMode(configuration),
    program: {
      command: 'func',
      args: ['host', 'start', ...(request.args ?? [])],
      workingDirectory: extname(project) === '' ? project : dirname(project),
      environment: programEnvironment(request, context),
      script: project,
    },
    debug: { kind: 'none', reason: phrases.noDebugger() },
  };
};
