import { deferred } from '../../../../src/common/deferred.ts';
import { systemClock } from '../../../../src/common/clock.ts';
import type { BreakpointText } from '../../../../src/wasm/debugProxy/conditions/breakpointTexts.ts';
import type { PageSession } from '../relay/pageSession.ts';

/** How long the next stop may take, in milliseconds. */
const patience = 120_000;

/** A value as the debugger receives it. */
interface Remote {
  readonly type: string;
  readonly subtype?: string;
  readonly value?: unknown;
  readonly description?: string;
  readonly objectId?: string;
}

interface Property {
  readonly name: string;
  readonly value?: Remote;
  readonly get?: Remote;
}

type Paused = Awaited<ReturnType<PageSession['event']>>;
type Next = { readonly kind: 'stop'; readonly stop: Stop } | { readonly kind: 'over' };

/** The text and the conditions of breakpoints at present, by their lines. */
export type Texts = Map<string, BreakpointText>;

/** A place in a file. */
interface Place {
  /** The name of the method, or what the debugger calls it. */
  readonly method: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A page that is stopped, one stop after the other. */
export class StoppingPage {
  readonly session: PageSession;
  readonly logged: string[] = [];
  readonly #coming: Next[] = [];
  #waiting: ((next: Next) => void) | undefined;

  constructor(session: PageSession) {
    this.session = session;
    session.hear('Debugger.paused', (paused) =>
      this.#comes({ kind: 'stop', stop: new Stop(session, paused) }),
    );
    session.hear('Runtime.consoleAPICalled', ({ args }) => {
      const text = String(args?.[0]?.value);
      if (text === 'suite: over') this.#comes({ kind: 'over' });
      else this.logged.push(text);
    });
  }

  /** Calls an area's method Run, once the page is ready. */
  async run(type: string): Promise<void> {
    await this.session.evaluate(`setTimeout(function run() {
      if (!document.querySelector('#inc:enabled')) return void setTimeout(run, 50);
      DotNet.invokeMethodAsync('BlazorApp', 'RunArea', '${type}').then(
        () => console.log('suite: over'),
        (error) => { console.log(error.message); console.log('suite: over'); },
      );
    })`);
  }

  /** The next stop, or the end of the area. */
  next(): Promise<Next> {
    const known = this.#coming.shift();
    if (known !== undefined) return Promise.resolve(known);
    const coming = deferred<Next>();
    const timer = systemClock.after(patience, () => {
      this.#waiting = undefined;
      coming.reject(new Error('The page did not stop.'));
    });
    this.#waiting = (next) => {
      timer.dispose();
      coming.resolve(next);
    };
    return coming.promise;
  }

  async resume(): Promise<void> {
    await this.session.send('Debugger.resume');
  }

  #comes(next: Next): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#coming.push(next);
    else waiting(next);
  }
}

/** A stop, used as js-debug uses it. */
export class Stop {
  readonly #session: PageSession;
  readonly #paused: Paused;
  readonly #read = new Map<string, Promise<ReadonlyMap<string, Remote>>>();

  constructor(session: PageSession, paused: Paused) {
    this.#session = session;
    this.#paused = paused;
  }

  get place(): Place {
    const { functionName = '', location, url = '' } = this.#paused.callFrames?.[0] ?? {};
    const file = url.split('/').at(-1) ?? '';
    return { method: functionName, file, line: (location?.lineNumber ?? -1) + 1 };
  }

  get stack(): readonly string[] {
    return (this.#paused.callFrames ?? []).map(({ functionName }) => functionName);
  }

  async show(expression: string, frame = 0): Promise<string> {
    return show(await this.#evaluate(expression, frame));
  }

  /** What the Variables view shows for a path of names. */
  async display(path: readonly string[]): Promise<string> {
    const found = await this.#find(path);
    return found === undefined ? 'not shown' : show(found);
  }

  /** What members of a value show, which a path of names leads to. */
  async open(expression: string, path: readonly string[]): Promise<string> {
    const { objectId } = await this.#evaluate(expression);
    const found = await this.#findIn([objectId], path);
    return found === undefined ? 'not shown' : show(found);
  }

  /** Sets what a path of names leads to, as the Variables view does. Returns the error of a member. */
  async set(path: readonly string[], expression: string): Promise<string | undefined> {
    const name = path.at(-1) ?? '';
    const owner = path.slice(0, -1);
    this.#read.clear();
    if (owner.length > 0) return this.#setMember(owner, name, expression);
    await this.#setVariable(name, expression);
    return undefined;
  }

  /** Evaluates an assignment, and returns the error. */
  async assign(target: string, expression: string): Promise<string | undefined> {
    this.#read.clear();
    const { description, subtype } = await this.#evaluate(`${target} = ${expression}`);
    return subtype === 'error' ? description : undefined;
  }

  async #evaluate(expression: string, frame = 0): Promise<Remote> {
    const answer = await this.#session.send('Debugger.evaluateOnCallFrame', {
      callFrameId: this.#paused.callFrames?.[frame]?.callFrameId,
      expression: `${expression}\n//# sourceURL=eval-1.cdp\n`,
    });
    return (answer as { readonly result: Remote }).result;
  }

  async #find(path: readonly string[]): Promise<Remote | undefined> {
    const scopes = this.#paused.callFrames?.[0]?.scopeChain ?? [];
    return this.#findIn(
      scopes.map(({ object }) => object.objectId),
      path,
    );
  }

  async #findIn(
    start: readonly (string | undefined)[],
    path: readonly string[],
  ): Promise<Remote | undefined> {
    let found: Remote | undefined;
    let owners = start;
    for (const name of path) {
      found = undefined;
      for (const owner of owners) found ??= (await this.#members(owner)).get(name);
      owners = [found?.objectId];
    }
    return found;
  }

  /** The members of an object. They are read once, unless something is set. */
  #members(objectId: string | undefined): Promise<ReadonlyMap<string, Remote>> {
    if (objectId === undefined) return Promise.resolve(new Map());
    const members = this.#read.get(objectId) ?? this.#readMembers(objectId);
    this.#read.set(objectId, members);
    return members;
  }

  async #readMembers(objectId: string): Promise<ReadonlyMap<string, Remote>> {
    const answer = await this.#session.send('Runtime.getProperties', {
      objectId,
      ownProperties: true,
    });
    const { privateProperties = [], result } = answer as {
      readonly result: readonly Property[];
      readonly privateProperties?: readonly Property[];
    };
    const shown = [...result, ...privateProperties].flatMap(({ get, name, value }) => {
      const one = value ?? get;
      return one === undefined ? [] : [[name, one] as const];
    });
    return new Map(shown);
  }

  /** The debugger ignores an error. The console shows it. */
  async #setVariable(variableName: string, expression: string): Promise<void> {
    const { objectId, value } = await this.#evaluate(expression);
    const newValue = objectId === undefined ? { value } : { objectId };
    const callFrameId = this.#paused.callFrames?.[0]?.callFrameId;
    await this.#session.send('Debugger.setVariableValue', {
      callFrameId,
      scopeNumber: 0,
      variableName,
      newValue,
    });
  }

  async #setMember(
    owner: readonly string[],
    name: string,
    expression: string,
  ): Promise<string | undefined> {
    const objectId = (await this.#find(owner))?.objectId;
    const suffix = '\n//# sourceURL=eval-2.cdp\n';
    const answer = await this.#session.send('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `function(a) { return this[a] = ${expression}; ${suffix} }`,
      arguments: [{ value: name }],
      silent: true,
    });
    const { result } = answer as { readonly result: Remote };
    this.#read.clear();
    return result.subtype === 'error' ? result.description : undefined;
  }
}

function show({ description, subtype, type, value }: Remote): string {
  if (subtype === 'null') return 'null';
  return type === 'string' ? String(value) : String(description);
}
