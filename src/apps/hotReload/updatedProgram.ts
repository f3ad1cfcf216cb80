import { type Disposable, toDisposable } from '../../common/disposable.ts';
import { localize } from '../../common/localization.ts';
import {
  type AgentDelay,
  handlerLimit,
  type UpdateAgent,
} from '../../dotnet/hotReload/updateAgent.ts';
import type { LaunchEvents } from '../../sessions/run/strategy.ts';
import type { HotReloadStatus } from '../../wasm/hotReload/hotReloadPort.ts';
import type { UpdatablePage } from '../../wasm/hotReload/pageHotReload.ts';
import type { Application } from '../../wasm/hotReload/pageScript.ts';
import type { UpdateBatch } from '../../wasm/hotReload/updateJournal.ts';
import { OnceCode } from './onceCode.ts';
import type { ReloadListener } from './reloading.ts';

/** A program that takes updates by its agent. It has no documents, and is always up. */
export class UpdatedProgram implements UpdatablePage {
  readonly facts = { isStopped: false, isLoaded: true };
  readonly #agent: Pick<UpdateAgent, 'apply'>;
  readonly #capabilities: readonly string[];
  readonly #events: Pick<LaunchEvents, 'note'>;
  readonly #listener: ReloadListener;
  readonly #once: OnceCode;
  /** Why the program takes no more updates. */
  #refusal: string | undefined;

  constructor(
    agent: Pick<UpdateAgent, 'apply'>,
    capabilities: readonly string[],
    events: Pick<LaunchEvents, 'note'>,
    listener: ReloadListener,
  ) {
    this.#agent = agent;
    this.#capabilities = capabilities;
    this.#events = events;
    this.#listener = listener;
    this.#once = new OnceCode(listener, 'restarted');
  }

  /** Hears what came of changes, and passes it on as far as it holds for a program. */
  readonly listener: ReloadListener = {
    told: (status) => this.#once.listener.told(this.#forProgram(status)),
    taken: (files) => this.#once.listener.taken(files),
  };

  capabilities(): Promise<readonly string[]> {
    return Promise.resolve(this.#capabilities);
  }

  /** Programs start from their assemblies, which a restart builds. */
  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async apply({ updates }: UpdateBatch): Promise<Application> {
    const answer = await this.#agent.apply(updates, (delay) =>
      this.#listener.told(describeDelay(delay)),
    );
    if (answer.kind === 'refused') return answer;
    this.#once.applied(updates);
    if (answer.warning !== '') this.#events.note(`${answer.warning}\n`);
    return { kind: 'applied', warnings: [] };
  }

  listen(): Disposable {
    return toDisposable(() => undefined);
  }

  #forProgram(status: HotReloadStatus): HotReloadStatus {
    if (status.kind === 'refused') this.#refusal = status.reason;
    // A document could be loaded again.
    if (this.#refusal === undefined || (status.kind !== 'refused' && status.kind !== 'held')) {
      return status;
    }
    return restartBecause(this.#refusal);
  }
}

/** A program may go on: then the changes are applied. */
function describeDelay(delay: AgentDelay): HotReloadStatus {
  if (delay.kind === 'debugged') return { kind: 'held', until: 'detached' };
  const seconds = handlerLimit / 1_000;
  const { handler } = delay;
  return restartBecause(
    handler === undefined
      ? localize('The program has not applied them within {seconds} s.', { seconds })
      : localize('{handler} has not returned within {seconds} s.', { handler, seconds }),
  );
}

function restartBecause(message: string): HotReloadStatus {
  return { kind: 'restart', diagnostics: [{ code: '', message, severity: 'error' }] };
}
