import type * as vscode from 'vscode';
import { PreparedLaunch } from '../../sessions/run/preparedLaunch.ts';
import type { Launch, LaunchEvents, Outcome, RunStrategy } from '../../sessions/run/strategy.ts';
import type { InlineAdapter } from '../debug/adapter/inlineAdapter.ts';
import type { RootSession } from '../debug/rootSession.ts';

export interface ShownStrategyOptions {
  readonly title: string;
  readonly root: RootSession;
  /** Called by the restart button of the debug session. */
  readonly requestRestart: () => void;
  /** Prepares a launch below `parent`, the debug session that shows it; resolves to what launches it. */
  readonly prepare: (
    parent: vscode.DebugSession,
    events: LaunchEvents,
    signal: AbortSignal,
  ) => Promise<() => Launch>;
  /** Prepares the next launch while the program runs. */
  readonly prepareNext?: RunStrategy['prepare'] | undefined;
}

/** Shows a program in a debug session of our own, from its first launch until its last one has exited. */
export class ShownStrategy implements RunStrategy {
  readonly prepare?: NonNullable<RunStrategy['prepare']>;
  readonly #options: ShownStrategyOptions;
  #session: Promise<vscode.DebugSession> | undefined;

  constructor(options: ShownStrategyOptions) {
    this.#options = options;
    const { prepareNext, root } = options;
    if (prepareNext === undefined) return;
    this.prepare = (events, signal) =>
      prepareNext(
        {
          ...events,
          note(text) {
            events.note(text);
            root.adapter.note(text);
          },
        },
        signal,
      );
  }

  launch(events: LaunchEvents): Launch {
    const { prepare, requestRestart, root, title } = this.#options;
    const shown: LaunchEvents = {
      ...events,
      started(pid) {
        events.started(pid);
        root.adapter.process(title, pid);
      },
      note(text) {
        events.note(text);
        root.adapter.note(text);
      },
    };
    return new PreparedLaunch(async (signal) =>
      prepare(await (this.#session ??= root.open(requestRestart)), shown, signal),
    );
  }

  close(outcome: Outcome): void {
    const { root } = this.#options;
    if (outcome.kind === 'failed') root.adapter.important(outcome.error.localizedMessage);
    root.close(outcome.kind === 'ended' ? outcome.exitCode : undefined);
  }
}

/** The events with output shown in the debug console, too. */
export function withShownOutput(events: LaunchEvents, adapter: InlineAdapter): LaunchEvents {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  return {
    ...events,
    output(stream, chunk) {
      const taken = events.output(stream, chunk);
      adapter.output(stream, decoders[stream].decode(chunk, { stream: true }));
      return taken;
    },
  };
}
