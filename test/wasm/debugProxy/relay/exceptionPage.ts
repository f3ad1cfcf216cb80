import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceIn } from '../../../../tools/fixtures/replaceIn.ts';
import type { PageSession } from './pageSession.ts';

/** In which methods the cases of Exceptions.cs stop, by the filter. */
interface ExceptionCase {
  readonly uncaught: readonly string[];
  /** Only where awaiting methods make a difference, or several exceptions. */
  readonly all?: readonly string[];
}

const uncaughtIn = (method: string): ExceptionCase => ({ uncaught: [method] });
const isCaught: ExceptionCase = { uncaught: [] };

/** By the name of the case. The names of frames contain those of methods. */
export const exceptionCases: Readonly<Record<string, ExceptionCase>> = {
  Caught: { uncaught: [], all: ['Caught'] },
  CaughtByCaller: isCaught,
  OtherType: { uncaught: ['Fail'], all: ['Fail'] },
  OnlyFinally: uncaughtIn('OnlyFinally'),
  Rethrown: { uncaught: ['Rethrown'], all: ['Fail', 'Rethrown'] },
  RethrownAfterAwait: { uncaught: ['RethrownAfterAwait'], all: ['Fail', 'RethrownAfterAwait'] },
  FinallyAwaits: { uncaught: ['Fail'], all: ['Fail'] },
  CaughtAfterFinally: isCaught,
  AnyCaughtAndAwaited: { uncaught: [], all: ['Fail'] },
  AwaitUsing: { uncaught: ['Fail'], all: ['Fail'] },
  Wrapped: uncaughtIn('Wrapped'),
  Filtered: isCaught,
  FilteredOther: uncaughtIn('Fail'),
  AfterAwait: { uncaught: ['AfterAwait'], all: ['AfterAwait'] },
  AwaitedCaught: { uncaught: [], all: ['AfterAwait'] },
  AwaitedTwice: isCaught,
  CaughtElsewhere: uncaughtIn('AfterAwait'),
  CaughtTogether: isCaught,
  InVoid: isCaught,
  InTask: isCaught,
  InLambda: uncaughtIn('InLambda'),
  InCaughtLambda: isCaught,
  InIterator: isCaught,
  InAsyncIterator: isCaught,
  Parsed: uncaughtIn('Parsed'),
  ParsedCaught: { uncaught: [], all: ['ParsedCaught'] },
  NullReference: uncaughtIn('NullReference'),
  OfFramework: { uncaught: [], all: [] },
};

/** Adds the class Exceptions and the component Thrower to a new client, inside an error boundary and outside. */
export async function addExceptions(folder: string): Promise<void> {
  for (const name of ['Exceptions.cs', 'Thrower.razor']) {
    await cp(join(import.meta.dirname, name), join(folder, name));
  }
  const throwers = '<ErrorBoundary><Thrower Id="bounded" /></ErrorBoundary><Thrower Id="free" />';
  await replaceIn(join(folder, 'Pages', 'Home.razor'), '<Adder />', `<Adder />${throwers}`);
}

/** What a stop says of an exception. */
interface ExceptionStop {
  /** The reason, and the innermost function. */
  readonly method: string;
  readonly description: string;
  readonly isUncaught: boolean;
}

/** A page that throws, and is resumed at each stop. */
export class ExceptionPage {
  readonly page: PageSession;
  readonly #stops: ExceptionStop[] = [];

  constructor(page: PageSession) {
    this.page = page;
    page.hear('Debugger.paused', ({ callFrames, data, reason }) => {
      const method = `${reason} ${callFrames?.[0]?.functionName}`;
      const { description = '', uncaught: isUncaught = false } = data ?? {};
      this.#stops.push({ method, description, isUncaught });
      void page.send('Debugger.resume');
    });
  }

  async filter(state: 'none' | 'uncaught' | 'all'): Promise<void> {
    await this.page.send('Debugger.setPauseOnExceptions', { state });
  }

  /** The stops since the last call. */
  takeStops(): readonly ExceptionStop[] {
    return this.#stops.splice(0);
  }

  /** The stops in a method of the class. */
  async run(name: string): Promise<readonly ExceptionStop[]> {
    const text = `${name} is over`;
    const over = this.page.event(
      'Runtime.consoleAPICalled',
      ({ args }) => args?.[0]?.value === text,
    );
    await this.page.evaluate(`setTimeout(() => DotNet
      .invokeMethodAsync('BlazorApp', 'ThrowCase', '${name}')
      .catch(() => undefined)
      .then(() => console.log('${text}')))`);
    await over;
    return this.takeStops();
  }

  /** The stop at a click of a button. */
  async press(id: string): Promise<ExceptionStop | undefined> {
    const resumed = this.page.event('Debugger.resumed');
    await this.page.press(id);
    await resumed;
    return this.takeStops()[0];
  }

  /** What is wrong with the stops in a method of the class, which should be in these methods. */
  async check(name: string, methods: readonly string[]): Promise<readonly string[]> {
    const found = (await this.run(name)).map(({ method }) => method);
    const isRight =
      found.length === methods.length &&
      found.every((one, index) => one.includes(methods[index] ?? ''));
    return isRight ? [] : [`${name} stops in ${found.join()}, not in ${methods.join()}`];
  }
}
