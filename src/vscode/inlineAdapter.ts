import {
  DebugSession,
  Event,
  ExitedEvent,
  InitializedEvent,
  OutputEvent,
  TerminatedEvent,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { OutputStream } from '../sessions/runner.ts';

/** What a debug session of ours stands for, as its toolbar and its window see it. */
export interface AdapterHost {
  /** The editor is ready to hear. */
  launch(): void;
  stop(): void;
  restart(): void;
}

/** The adapter of a debug session without a debugger: shows a program's process, output and end. */
export class InlineAdapter extends DebugSession {
  readonly #host: AdapterHost;

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

  output(stream: OutputStream, text: string): void {
    this.sendEvent(new OutputEvent(text, stream));
  }

  /** What is neither the program's output nor important: a tool's words. */
  note(text: string): void {
    this.sendEvent(new OutputEvent(text, 'console'));
  }

  important(text: string): void {
    this.sendEvent(new OutputEvent(`${text}\n`, 'important'));
  }

  end(exitCode: number | undefined): void {
    if (exitCode !== undefined) this.sendEvent(new ExitedEvent(exitCode));
    this.sendEvent(new TerminatedEvent());
  }

  /** Somebody's listener that fails must not fail the program that is shown. */
  override sendEvent(event: DebugProtocol.Event): void {
    try {
      super.sendEvent(event);
    } catch {
      // Whoever listens has reported it.
    }
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
