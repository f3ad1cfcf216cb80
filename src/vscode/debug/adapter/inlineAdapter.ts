import { basename } from 'node:path';
import { localize } from '../../../common/localization.ts';
import {
  BreakpointEvent,
  DebugSession,
  Event,
  ExitedEvent,
  InitializedEvent,
  OutputEvent,
  Response,
  TerminatedEvent,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { PageBreakpoint } from '../../../wasm/pageDebugger.ts';
import type { OutputStream } from '../../../common/outputStream.ts';
import type { ConsoleBudget } from '../consoleBudget.ts';
import { answerWithoutDebugger } from './adapterAnswers.ts';
import { AdapterBreakpoints } from './adapterBreakpoints.ts';

/** What an inline adapter represents. */
export interface AdapterHost {
  /** The editor is ready to receive events. */
  launch(): void;
  stop(): void;
  restart(): void;
}

/** A debug adapter without a debugger, which shows the process, output and end of a program. */
export class InlineAdapter extends DebugSession {
  readonly #host: AdapterHost;
  #budget: ConsoleBudget | undefined;
  readonly #breakpoints = new AdapterBreakpoints();

  constructor(host: AdapterHost) {
    super();
    this.#host = host;
  }

  process(name: string, systemProcessId: number | undefined): void {
    const body = {
      name,
      isLocalProcess: true,
      startMethod: 'launch',
      ...(systemProcessId !== undefined && { systemProcessId }),
    };
    this.sendEvent(new Event('process', body));
  }

  /** Limits the displayed output of the program. */
  pace(budget: ConsoleBudget): void {
    this.#budget = budget;
  }

  output(stream: OutputStream, text: string): void {
    const shown = this.#budget === undefined ? text : this.#budget.take(stream, text);
    if (shown !== '') this.sendEvent(new OutputEvent(shown, stream));
  }

  /** Shows output of a tool. */
  note(text: string): void {
    this.sendEvent(new OutputEvent(text, 'console'));
  }

  important(text: string): void {
    this.sendEvent(new OutputEvent(`${text}\n`, 'important'));
  }

  /** Shows the messages of breakpoints beside them, as long as no debugger has bound them or their code runs elsewhere. */
  markBreakpoints(breakpoints: readonly PageBreakpoint[]): void {
    this.#showChanged(this.#breakpoints.mark(breakpoints));
  }

  /** Removes the messages of breakpoints whose code ran elsewhere. */
  unmarkElsewhere(): void {
    this.#showChanged(this.#breakpoints.unmarkElsewhere());
  }

  /** Shows a warning about a bound breakpoint, at the breakpoint and in the console. */
  warn(path: string, line: number, warning: string): void {
    this.#showChanged(this.#breakpoints.warn(path, line, warning));
    this.important(
      localize('The breakpoint at {file}:{line} is not as it is written. {warning}', {
        file: basename(path),
        line,
        warning,
      }),
    );
  }

  end(exitCode: number | undefined): void {
    if (exitCode !== undefined) this.sendEvent(new ExitedEvent(exitCode));
    this.sendEvent(new TerminatedEvent());
  }

  /** A failing listener must not affect the program. */
  override sendEvent(event: DebugProtocol.Event): void {
    try {
      super.sendEvent(event);
    } catch {
      // The listener has reported it.
    }
  }

  #showChanged(breakpoints: readonly DebugProtocol.Breakpoint[]): void {
    for (const breakpoint of breakpoints) {
      this.sendEvent(new BreakpointEvent('changed', breakpoint));
    }
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const answer = answerWithoutDebugger(request);
    if (answer === undefined) return super.dispatchRequest(request);
    const response: DebugProtocol.Response = new Response(request);
    if (answer.kind === 'body') {
      response.body = answer.body;
      this.sendResponse(response);
    } else {
      this.sendErrorResponse(response, { id: 1, format: answer.message, showUser: false });
    }
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    response.body = { breakpoints: this.#breakpoints.set(args) };
    this.sendResponse(response);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = {
      supportsConfigurationDoneRequest: true,
      supportsRestartRequest: true,
      supportsTerminateRequest: true,
    };
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse): void {
    this.sendResponse(response);
    this.#host.launch();
  }

  protected override attachRequest(response: DebugProtocol.AttachResponse): void {
    this.sendResponse(response);
    this.#host.launch();
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [] };
    this.sendResponse(response);
  }

  protected override restartRequest(response: DebugProtocol.RestartResponse): void {
    this.sendResponse(response);
    this.#host.restart();
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.sendResponse(response);
    this.#host.stop();
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.sendResponse(response);
    this.#host.stop();
  }
}
