import type { AnyLaunchConfiguration } from '../../protocol/launchConfigurations.ts';
import { formatTrace } from '../../trace/formatTrace.ts';
import type { Trace } from '../../trace/traceText.ts';
import { selectInputs } from './inputs.ts';
import { formatOutputs, listOutputs, listRelayOutputs } from './outputs.ts';
import { replayTrace } from './replay.ts';
import { selectRelayInputs, replayRelays } from './replayedRelay.ts';
import { describePlan, formatPlan, planReplayed } from './restoredLaunch.ts';

/** How the files of a fixture end. */
export const inputsEnding = '.inputs.ndjson';
export const outputsEnding = '.outputs.txt';
export const specEnding = '.spec.json';
export const planEnding = '.plan.json';

/** Formats what a replay needs of a trace, as a trace. */
export function formatInputs({ header, records }: Trace): string {
  const { inputs } = selectInputs(records);
  const all = [...inputs, ...selectRelayInputs(records)];
  return formatTrace(
    header,
    all.toSorted((one, other) => one.id - other.id),
  );
}

/** Formats what today's code makes of a trace: the outputs of each session, and how it is launched. */
export async function formatExpected(trace: Trace): Promise<string> {
  const { replayed } = await replayTrace(trace);
  const created = trace.records.filter((record) => record.kind === 'create');
  const plans = new Map<string, string[]>();
  for (const record of created) {
    const plan = await describePlan(record);
    if (plan !== undefined) plans.set(plan, [...(plans.get(plan) ?? []), record.session]);
  }
  const launches = [...plans].map(
    ([plan, sessions]) => `launch of ${sessions.join(', ')}\n${plan}`,
  );
  const relays = listRelayOutputs(await replayRelays(trace));
  const acts = [...listOutputs(replayed.records), ...relays];
  return [formatOutputs(new Map(acts)), ...launches].join('\n');
}

/** Formats the plan of a launch configuration that was saved alone. Throws a HumanError if it can't be run. */
export function formatSpecPlan(launchConfiguration: AnyLaunchConfiguration): Promise<string> {
  return formatPlan(planReplayed({ launchConfiguration, env: [] }));
}
