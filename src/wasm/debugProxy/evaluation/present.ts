import * as z from 'zod/mini';
import { showLength } from '../relay/cdp/arrays.ts';
import type { RelayTarget } from '../relay/handler.ts';
import { readSpan, spanMembers } from './elements/spanFields.ts';
import { EvaluationError } from './evaluationError.ts';
import { textOf } from './operations.ts';
import type { PausedRuntime } from './runtime/pausedRuntime.ts';
import { numberTypes } from './values/numbers.ts';
import type { SplitSpan } from './runtime/structFields.ts';
import type { KeptObjects } from './values/keptObjects.ts';
import { toText, type Value } from './values/values.ts';

const answerSchema = z.object({ result: z.looseObject({ type: z.string() }) });

/** Describes values to a debugger, as the debug proxy does. */
export class Presenter {
  readonly #target: RelayTarget;
  readonly #runtime: PausedRuntime;
  readonly #kept: KeptObjects;

  constructor(target: RelayTarget, runtime: PausedRuntime, kept: KeptObjects) {
    this.#target = target;
    this.#runtime = runtime;
    this.#kept = kept;
  }

  /** Returns a `Runtime.RemoteObject`. */
  async present(value: Value): Promise<object> {
    switch (value.kind) {
      case 'null':
        return {
          type: 'object',
          subtype: 'null',
          value: null,
          className: 'object',
          description: 'null',
        };
      case 'void':
        return { type: 'undefined' };
      case 'bool':
        return primitive('boolean', value.value, String(value.value), 'System.Boolean');
      case 'string':
        return { type: 'string', value: value.value, description: value.value };
      case 'char': {
        const description = `${value.value.charCodeAt(0)} '${value.value}'`;
        return primitive('symbol', value.value, description, 'Char');
      }
      case 'number':
        return presentNumber(value);
      case 'lambda':
        throw new EvaluationError('A lambda has no value of its own');
      case 'type':
        return { type: 'object', className: 'Type', description: value.name, value: value.name };
      case 'anonymous':
        return this.#keep(
          'anonymous',
          await textOf(value, { runtime: this.#runtime }),
          value.members,
        );
      case 'sequence': {
        const { items } = value;
        // The page has no anonymous types of the expression, so it can't have an array of their objects either.
        if (!items.some(({ kind }) => kind === 'anonymous')) {
          return this.present(await this.#runtime.reflection.sequence(value));
        }
        const members = new Map(items.map((item, index) => [String(index), item]));
        return this.#keep('object[]', `object[${items.length}]`, members);
      }
      case 'struct': {
        const span = await readSpan(value, { runtime: this.#runtime });
        return span === undefined
          ? this.#describe(await this.#runtime.codec.writeReply(value))
          : this.#presentSpan(value.type, span);
      }
      default:
        return this.#describe(await this.#runtime.codec.writeReply(value));
    }
  }

  /** The members of an object that only the relay has, as the debug proxy reports members. */
  presentMembers(members: ReadonlyMap<string, Value>): Promise<readonly object[]> {
    return Promise.all(
      Array.from(members, async ([name, member]) => ({
        name,
        value: await this.present(member),
        isOwn: true,
        enumerable: true,
        configurable: false,
        writable: false,
      })),
    );
  }

  async #presentSpan(type: number, span: SplitSpan): Promise<object> {
    const { name } = await this.#runtime.agent.typeInfo(type);
    const className = name.replace(/`1$/, '');
    const members = await spanMembers(span, { runtime: this.#runtime });
    return this.#keep(className, `${className}[${span.length}]`, members);
  }

  #keep(className: string, description: string, members: ReadonlyMap<string, Value>): object {
    return { type: 'object', className, description, objectId: this.#kept.keep(members) };
  }

  /** By the debug proxy, which takes what a function returns for a reply of the runtime. */
  async #describe(bytes: Buffer): Promise<object> {
    const anchor = await this.#runtime.emptyArray();
    const reply = Buffer.concat([Buffer.of(1), bytes]).toString('base64');
    const answer = await this.#target.send('Runtime.callFunctionOn', {
      objectId: `dotnet:array:${anchor}`,
      functionDeclaration: `function () { return { value: '${reply}' }; }`,
    });
    return showLength(answerSchema.parse(answer).result);
  }
}

function presentNumber(value: Extract<Value, { kind: 'number' }>): object {
  const { dotnet } = numberTypes[value.type];
  const shown = toText(value) ?? '';
  return primitive('number', Number(value.value), shown, dotnet.replace('System.', ''));
}

function primitive(
  type: string,
  value: string | number | boolean,
  description: string,
  className: string,
): object {
  return { type, value, description, className };
}
