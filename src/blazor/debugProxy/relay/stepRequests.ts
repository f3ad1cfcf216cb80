import * as z from 'zod/mini';
import { type RelayTarget } from './handler.ts';

/** Numbers of Mono's debugger protocol: its command set for requests, two of its commands, two kinds of events. */
const eventRequests = 15;
const [setRequest, clearRequest] = [1, 2];
const [singleStep, keepAlive] = [11, 14];

/** By which the runtime keeps the replies of commands apart; the proxy counts its own from 1. */
const commandId = 0x7ffffff0;

const answerSchema = z.object({ result: z.object({ value: z.optional(z.number()) }) });

/**
 * Runs in the page. Ids of requests are counted up, so a request that does nothing tells how far; whatever
 * steps were asked for in between are cleared. Returns the last id.
 */
const clearInPage = `function (after) {
  const internal = globalThis.getDotnetRuntime?.(0)?.INTERNAL;
  if (internal === undefined) return after;
  const send = (command, bytes) =>
    atob(internal.mono_wasm_send_dbg_command(
      ${commandId}, ${eventRequests}, command, btoa(String.fromCharCode(...bytes))).value);
  const toBytes = (id) => [24, 16, 8, 0].map((shift) => (id >>> shift) & 255);
  const reply = send(${setRequest}, [${keepAlive}, 0, 0]);
  const last = [...reply.slice(0, 4)].reduce((id, byte) => id * 256 + byte.charCodeAt(0), 0);
  for (let id = Math.max(after, last - 10000) + 1; id < last; id++)
    send(${clearRequest}, [${singleStep}, ...toBytes(id)]);
  send(${clearRequest}, [${keepAlive}, ...toBytes(last)]);
  return last;
}`;

/**
 * Has the runtime forget all steps that it was asked for but has not reached, among the requests after the
 * given id, and resolves to the last id. It refuses further steps while it has two. Rejects as
 * {@link RelayTarget.send} does. The page may be paused; the context is that of the runtime.
 */
export async function clearSteps(
  target: RelayTarget,
  executionContextId: number,
  after: number,
): Promise<number> {
  // Not Runtime.evaluate, which the proxy takes for C# while the page is stopped in C#.
  const answer = await target.send('Runtime.callFunctionOn', {
    functionDeclaration: clearInPage,
    executionContextId,
    arguments: [{ value: after }],
    returnByValue: true,
    silent: true,
  });
  return answerSchema.safeParse(answer).data?.result.value ?? after;
}
