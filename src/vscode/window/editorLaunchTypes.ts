import * as vscode from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import type { Log } from '../../common/log.ts';
import type { LaunchContext } from '../../launch/launchPlan.ts';
import { LaunchTypes } from '../../launch/launchTypes.ts';
import type { LaunchType } from '../../launch/table.ts';
import { CommandSearch } from '../../processes/commands/commandSearch.ts';
import { onValueChange } from './configuredValue.ts';
import { isDebuggerInstalled } from '../debug/debuggers.ts';
import { showError } from '../ui/notifications.ts';
import type { RegisteredTypes } from './registeredTypes.ts';
import { settings } from './settings.ts';

/** The launch configuration types of a window: built-in types and those of the user's settings and other extensions. */
export class EditorLaunchTypes implements Disposable {
  readonly types: LaunchTypes;
  readonly #log: Log;
  readonly #registered: RegisteredTypes;
  readonly #resources = new DisposableStore();
  readonly #changes = new Emitter<void>();
  #debuggers = new Map<string, boolean>();
  #configured: ReadonlyMap<string, LaunchType>;

  /** Fires when the available types may have changed. */
  readonly onDidChange: Event<void> = this.#changes.event;

  constructor(context: LaunchContext, registered: RegisteredTypes, clock: Clock, log: Log) {
    this.#log = log;
    this.#registered = registered;
    this.#configured = this.#readSettings();
    const commands = new CommandSearch(context, clock);
    const capabilities = {
      platform: context.platform,
      hasCommand: (name: string) => commands.has(name),
      hasDebugger: (type: string) => this.#hasDebugger(type),
      isDebuggerNeeded: () => settings.withoutDebugger.get(undefined) === 'refuse',
    };
    this.types = new LaunchTypes(context, capabilities, () => this.#added());
    this.#resources.add(vscode.extensions.onDidChange(() => this.#lookAgain()));
    this.#resources.add(
      onValueChange([settings.launchTypes, settings.withoutDebugger], () => this.#lookAgain()),
    );
    this.#resources.add(registered.onDidChange(() => this.#changes.fire()));
  }

  dispose(): void {
    this.#resources.dispose();
  }

  #added(): ReadonlyMap<string, LaunchType> {
    return new Map([...this.#configured, ...this.#registered.all]);
  }

  #lookAgain(): void {
    this.#debuggers = new Map();
    this.#configured = this.#readSettings();
    this.#changes.fire();
  }

  #hasDebugger(type: string): boolean {
    const isThere = this.#debuggers.get(type) ?? isDebuggerInstalled(type);
    this.#debuggers.set(type, isThere);
    return isThere;
  }

  /** Reads the setting. An invalid type does not affect the others. */
  #readSettings(): ReadonlyMap<string, LaunchType> {
    const { errors, types } = settings.launchTypes.get();
    for (const error of errors) {
      this.#log.error(error.message);
      void showError(error.localizedMessage);
    }
    return types;
  }
}
