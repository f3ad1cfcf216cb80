import { AgentWriter } from '../../relay/cdp/agentData.ts';
import type { Agent } from './agent.ts';

/** A frame of C# on the stack, with those that have no symbols. */
export interface StackFrame {
  readonly id: number;
  readonly thread: number;
  readonly method: number;
  /** The offset in the method's code. */
  readonly offset: number;
}

/** Reads the C# stack of a stopped page, innermost frames first. */
export async function readStack(agent: Agent): Promise<readonly StackFrame[]> {
  const stack: StackFrame[] = [];
  for (const thread of await agent.threads()) {
    const request = new AgentWriter().number(thread).number(0).number(-1);
    const frames = await agent.ask('frames', request);
    for (let left = frames.number(); left > 0; left--) {
      const [id, method, offset] = [frames.number(), frames.number(), frames.number()];
      frames.byte();
      stack.push({ id, thread, method, offset });
    }
  }
  return stack;
}
