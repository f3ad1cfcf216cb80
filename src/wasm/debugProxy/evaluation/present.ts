import * as z from 'zod/mini';
import { showLength } from '../relay/cdp/arrays.ts';
import type { RelayTarget } from '../relay/handler.ts';
import { EvaluationError } from './evaluationError.ts';
import { textOf } from './operations.ts';
import type { PausedRuntime } from './runtime/pausedRuntime.ts';
import { numberTypes } from './values/numbers.ts';
import { type SequenceValue, text, toText, type Value } from './values/values.ts';

const answerSchema = z.object({ result: z.looseObject({ type: z.string() }) });

/** Describes values to a debugger, as the debug proxy does. */
export class Presenter {
  readonly #target: RelayTarget;
  readonly #runtime: PausedRuntime;

  constructor(target: RelayTarget, runtime: PausedRuntime) {
    this.#target = target;
    this.#runtime = runtime;
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
      case 'anonymous': {
        const shown = await textOf(value, { runtime: this.#runtime });
        return { type: 'object', className: 'anonymous', description: shown, value: shown };
      }
      case 'sequence':
        return this.present(await this.#toArray(value));
      default:
        return this.#describe(await this.#runtime.codec.writeReply(value));
    }
  }

  /** The page has no anonymous types of the expression, so their objects are texts in an array. */
  async #toArray({ items }: SequenceValue): Promise<Value> {
    const shown: Value[] = [];
    for (const item of items) {
      const isHere = item.kind === 'anonymous';
      shown.push(isHere ? text(await textOf(item, { runtime: this.#runtime })) : item);
    }
    return this.#runtime.reflection.sequence({ kind: 'sequence', items: shown });
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
