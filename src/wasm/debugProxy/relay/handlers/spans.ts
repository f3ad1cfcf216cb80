import * as z from 'zod/mini';
import { isSpan } from '../../evaluation/runtime/spanTypes.ts';
import { endOf, headSize, splitSpan, structTag } from '../../evaluation/runtime/structFields.ts';
import { inlineArrayVersion } from '../../evaluation/runtime/valueCodec.ts';
import {
  type AgentCommand,
  agentRequest,
  readAgentCommand,
  readAgentReply,
  readEvaluation,
} from '../cdp/agentCommands.ts';
import { AgentReader, AgentWriter } from '../cdp/agentData.ts';
import {
  type AnswerOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../handler.ts';

const answerSchema = z.looseObject({
  result: z.looseObject({ value: z.looseObject({ value: z.string() }) }),
});

/** What is known of a page. */
class PageTypes {
  /** Whether value types have the length of inline arrays. */
  hasLength: boolean | undefined;
  /** The names of the types that are spans, and `undefined` for other value types, by their numbers. */
  readonly spans = new Map<number, string | undefined>();
}

/**
 * Shows spans in variables as texts with their lengths. The runtime sends the element that a span points to instead of
 * the place, and takes it back as a place: what the debug proxy calls for a description would read other memory. Used
 * between the proxy and the browser.
 */
export function spansHandler(): RelayHandler {
  const pages = new PerTarget(() => new PageTypes());
  return {
    name: 'spans',
    answers: {
      'Runtime.evaluate': ({ result }, { params }, target) => {
        const command = readAgentCommand(readEvaluation(params)?.expression ?? '');
        // The values and the receiver of a frame.
        const isFrame = command?.set === 16 && (command.command === 1 || command.command === 2);
        const reply = isFrame ? readAgentReply(result) : undefined;
        if (command === undefined || reply?.includes(structTag) !== true) return pass;
        return replaceSpans(result, reply, new SpanReader(command, target, pages.of(target)));
      },
    },
    events: {
      'Runtime.executionContextsCleared': (_, target) => {
        pages.of(target).spans.clear();
        return pass;
      },
    },
  };
}

async function replaceSpans(
  answer: unknown,
  reply: Buffer,
  reader: SpanReader,
): Promise<AnswerOutcome> {
  const { result, ...others } = answerSchema.parse(answer);
  const written = await reader.replaceIn(reply);
  if (written.equals(reply)) return pass;
  const value = { ...result.value, value: written.toString('base64') };
  return replaceBy({ ...others, result: { ...result, value } });
}

/** Reads values of a reply of the runtime. Throws an EvaluationError for a form that is not known. */
class SpanReader {
  readonly #command: AgentCommand;
  readonly #target: RelayTarget;
  readonly #types: PageTypes;

  constructor(command: AgentCommand, target: RelayTarget, types: PageTypes) {
    this.#command = command;
    this.#target = target;
    this.#types = types;
  }

  /** The values with texts for spans. */
  async replaceIn(reply: Buffer): Promise<Buffer> {
    this.#types.hasLength ??= await this.#askForLength();
    const { hasLength } = this.#types;
    const parts: Buffer[] = [];
    for (let at = 0; at < reply.length;) at = await this.#value(reply, at, hasLength, parts);
    return Buffer.concat(parts);
  }

  async #askForLength(): Promise<boolean> {
    const version = await this.#ask(1, 1);
    version.text();
    version.number();
    return version.number() >= inlineArrayVersion;
  }

  /** Adds what stands for the value at a position, and returns where it ends. */
  async #value(reply: Buffer, at: number, hasLength: boolean, parts: Buffer[]): Promise<number> {
    if (reply[at] !== structTag) {
      const end = endOf(reply, at, hasLength);
      parts.push(reply.subarray(at, end));
      return end;
    }
    const name = await this.#spanName(reply.readInt32BE(at + 3));
    if (name !== undefined) {
      const { end, length } = splitSpan(reply, hasLength, at);
      parts.push(await this.#text(`${name}[${length}]: evaluate it for its first element`));
      return end;
    }
    // Inline arrays have more values than fields.
    if (hasLength && reply.readInt32BE(at + 7) > 0) return endOf(reply, at, hasLength);
    let end = at + headSize(hasLength);
    parts.push(reply.subarray(at, end));
    for (let left = reply.readInt32BE(end - 4); left > 0; left--) {
      end = await this.#value(reply, end, hasLength, parts);
    }
    return end;
  }

  async #spanName(type: number): Promise<string | undefined> {
    if (!this.#types.spans.has(type)) {
      const reply = await this.#ask(23, 1, new AgentWriter().number(type).number(1));
      reply.text();
      const name = reply.text();
      this.#types.spans.set(type, isSpan(reply.text()) ? name.replace(/`1$/, '') : undefined);
    }
    return this.#types.spans.get(type);
  }

  /** A string of the runtime, as a value. */
  async #text(content: string): Promise<Buffer> {
    const domain = (await this.#ask(20, 1)).number();
    const request = new AgentWriter().number(domain).block(Buffer.from(content));
    const id = (await this.#ask(20, 5, request)).number();
    return new AgentWriter().byte(0x0e).number(id).written();
  }

  async #ask(set: number, command: number, parameters = new AgentWriter()): Promise<AgentReader> {
    const expression = this.#command.like(set, command, parameters.written());
    const answer = await this.#target.send('Runtime.evaluate', agentRequest(expression));
    return new AgentReader(readAgentReply(answer) ?? Buffer.of());
  }
}
