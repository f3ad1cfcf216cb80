import { HumanError } from '../../common/humanError.ts';
import type { LaunchContext, LaunchPlan, LaunchRequest } from '../../launch/launchPlan.ts';
import { planLaunch } from '../../launch/table.ts';
import { hostLabel, type LaunchIntent, type SessionOwner } from '../../protocol/ideSession.ts';
import type { AnyLaunchConfiguration } from '../../protocol/launchConfigurations.ts';
import type { ChosenMetadata, NewSpec } from '../../sessions/draft.ts';
import type { RecordOf } from '../../trace/schema.ts';

/** What launches depend on in a replay. Plans are those of Linux, wherever they are made. */
const replayContext: LaunchContext = {
  workspace: '/workspace',
  environment: {},
  platform: 'linux',
};

type Created = RecordOf<'create'>;

const intents: Readonly<Record<NonNullable<Created['intent']>, LaunchIntent>> = {
  app: { kind: 'app', browser: undefined, url: undefined },
  controller: { kind: 'controller' },
  attach: { kind: 'attach', address: 'localhost', port: 1 },
};

/** Returns the session that a record describes, with placeholders for all names. */
export function restoreSession(created: Created): [SessionOwner, NewSpec, ChosenMetadata] {
  const { controller, desired, elsewhere, owner, session } = created;
  const labels = elsewhere === true && { labels: { [hostLabel]: 'elsewhere' } };
  const restoredOwner: SessionOwner =
    owner === 'controller'
      ? { kind: owner, instanceId: controller ?? 'controller-1' }
      : { kind: owner };
  return [
    restoredOwner,
    { ...restoreRequest(created), desiredState: desired },
    { name: session, ...labels },
  ];
}

function restoreRequest(created: Created): LaunchRequest {
  const { intent, launch, mode, program, type, variables, workspace } = created;
  const { cargo_args: args, cargo_executable: executable, ...rest } = launch ?? { mode };
  const cargo = {
    ...(args && { args }),
    ...(executable !== undefined && { executable_path: executable }),
  };
  const hasCargo = args !== undefined || executable !== undefined;
  const launchConfiguration = {
    type,
    ...rest,
    ...(hasCargo && { cargo }),
    ...(launch === undefined && program !== undefined && { program }),
  } as AnyLaunchConfiguration;
  return {
    launchConfiguration,
    ...(intent && { intent: intents[intent] }),
    env: Array.from({ length: variables }, (_, index) => ({ name: `V${index + 1}`, value: '' })),
    ...(created.arguments && { args: created.arguments }),
    ...(workspace !== undefined && { workspace: `/${workspace.replace(/^\//, '')}` }),
  };
}

/** Describes how today's code launches a session; `undefined` if the trace doesn't say what is launched. */
export async function describePlan(created: Created): Promise<string | undefined> {
  if (created.launch === undefined) return undefined;
  try {
    return await formatPlan(planReplayed(restoreRequest(created)));
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    return `refused: ${error.code}\n`;
  }
}

/** Creates the plan of a request in a replay. Throws a HumanError if it can't be run. */
export function planReplayed(request: LaunchRequest): LaunchPlan {
  const { workspace = replayContext.workspace } = request;
  return planLaunch(request, { ...replayContext, workspace });
}

/** Formats what a plan says, without the variables. */
export async function formatPlan(plan: LaunchPlan): Promise<string> {
  const shown = plan.kind === 'adapter' ? { ...plan, configure: await plan.configure() } : plan;
  const secret = new Set(['environment', 'env', 'environmentVariables']);
  const hide = (name: string, value: unknown): unknown => (secret.has(name) ? undefined : value);
  return `${JSON.stringify(shown, hide, 2)}\n`;
}
