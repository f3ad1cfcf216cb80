import type { RelayTarget } from '../handler.ts';
import { type AgentCommand, agentRequest } from './agentCommands.ts';

/** The command set of Mono's debugger protocol for event requests, and two of its commands. */
export const eventRequests = { set: 15, add: 1, clear: 2 } as const;

/** The kinds of events that are requested. */
export const eventKinds = { step: 11, exception: 13 } as const;

/** Whether a command is about requests for events of a kind. */
export function isAbout(
  command: AgentCommand | undefined,
  kind: keyof typeof eventKinds,
): command is AgentCommand {
  return command?.set === eventRequests.set && command.parameters[0] === eventKinds[kind];
}

/** Clears a request. `sample` is any command to the runtime; one that is gone has no requests. */
export async function clearEventRequest(
  sample: AgentCommand,
  kind: keyof typeof eventKinds,
  id: number,
  target: RelayTarget,
): Promise<void> {
  const parameters = Buffer.alloc(5);
  parameters.writeUInt8(eventKinds[kind], 0);
  parameters.writeInt32BE(id, 1);
  const request = agentRequest(sample.like(eventRequests.set, eventRequests.clear, parameters));
  await target.send('Runtime.evaluate', request).catch(() => undefined);
}
