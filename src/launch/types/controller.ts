import { basename, resolve } from 'node:path';
import * as z from 'zod/mini';
import { getMode } from '../../protocol/launchConfigurations.ts';
import { text } from '../../protocol/schema.ts';
import { programEnvironment } from '../environment.ts';
import { launchErrors } from '../errors.ts';
import type { LaunchMapper } from '../launchPlan.ts';
import { emptyToUndefined } from '../properties.ts';

const schema = z.looseObject({
  command: text.check(z.minLength(1)),
  mode: z.nullish(z.enum(['Debug', 'NoDebug'])),
  working_directory: z.nullish(text),
});

/** A command that starts a controller. Only requests of users can start controllers. */
export const mapController: LaunchMapper = (request, context) => {
  const result = schema.safeParse(request.launchConfiguration);
  if (!result.success) {
    throw launchErrors.ControllerCommandMissing();
  }
  const { command, working_directory: folder } = result.data;
  const args = request.args ?? [];
  return {
    kind: 'program',
    name: [basename(command), ...args.slice(0, 2)].join(' '),
    mode: getMode(result.data),
    program: {
      command,
      args,
      workingDirectory: resolve(context.workspace, emptyToUndefined(folder) ?? ''),
      environment: programEnvironment(request, context),
    },
    // The inspector option has no effect on programs other than Node.
    debug: { kind: 'inspector' },
  };
};
