import { fileURLToPath } from 'node:url';
import { type FolderLink, openedPath } from '../../../../dotnet/files/folderLink.ts';
import type { BreakpointTexts } from '../../conditions/breakpointTexts.ts';
import type { CallFrame } from '../cdp/callFrames.ts';
import type { RelayTarget } from '../handler.ts';
import type { PageRuntimes } from '../pageRuntimes.ts';
import { HitExpressions } from './hitExpressions.ts';
import { RuntimeException } from './runtimeException.ts';
import type { Hit, StopAnswers, StopException, StopExpressions } from './stopAnswers.ts';

interface RuntimeAnswersOptions {
  readonly texts: Pick<BreakpointTexts, 'at'>;
  readonly runtimes: PageRuntimes;
  /** The symbolic link through which the app's sources were opened. */
  readonly link: FolderLink | undefined;
}

const unknown = (): Promise<never> => Promise.reject(new Error('The page has no runtime.'));

/** Those of a page that has no runtime, as one that was left. */
const noExpressions: StopExpressions = { holds: unknown, render: unknown, isPageGone: () => true };
const noException: StopException = { thrower: unknown, end: unknown };

/** Asks the user's breakpoints, and the runtime of the stopped page. */
export class RuntimeAnswers implements StopAnswers {
  readonly #options: RuntimeAnswersOptions;

  constructor(options: RuntimeAnswersOptions) {
    this.#options = options;
  }

  breakpoint(
    _target: RelayTarget,
    { url }: CallFrame,
    _id: string,
    line: number | undefined,
  ): Hit | undefined {
    if (line === undefined || !url.startsWith('file:')) return undefined;
    const { link, texts } = this.#options;
    const path = openedPath(fileURLToPath(url), link);
    const text = texts.at(path, line);
    return text === undefined || (text.condition === undefined && text.logMessage === undefined)
      ? undefined
      : { path, line, text };
  }

  expressions(target: RelayTarget, frame: CallFrame, over: AbortSignal): StopExpressions {
    const runtime = this.#options.runtimes.open(target, () => over.aborted);
    return runtime === undefined ? noExpressions : new HitExpressions(target, frame, runtime);
  }

  exception(
    target: RelayTarget,
    id: number,
    userFrames: ReadonlySet<number>,
    over: AbortSignal,
  ): StopException {
    const runtime = this.#options.runtimes.open(target, () => over.aborted);
    return runtime === undefined ? noException : new RuntimeException(id, userFrames, runtime);
  }
}
