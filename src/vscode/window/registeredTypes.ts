import type * as vscode from 'vscode';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { toHumanError } from '../../common/humanError.ts';
import { mapByDebugger } from '../../launch/user/addedTypes.ts';
import type { DebugConfiguration, LaunchRequest } from '../../launch/launchPlan.ts';
import type { LaunchType } from '../../launch/table.ts';
import { getMode } from '../../protocol/launchConfigurations.ts';
import { editorErrors } from '../errors.ts';
import type { ToDebugConfiguration } from './api.d.ts';

/** The launch configuration types that other extensions have registered. */
export class RegisteredTypes {
  readonly #types = new Map<string, LaunchType>();
  readonly #changes = new Emitter<void>();

  /** Fires when a type was added or removed. */
  readonly onDidChange: Event<void> = this.#changes.event;

  /** The registered types. */
  get all(): ReadonlyMap<string, LaunchType> {
    return this.#types;
  }

  /** Adds a type until the result is disposed of. Throws if there is one of this name. */
  register(type: string, toDebugConfiguration: ToDebugConfiguration): Disposable {
    if (typeof type !== 'string' || type === '' || typeof toDebugConfiguration !== 'function') {
      throw new TypeError('registerLaunchType takes a type, which is not empty, and a function.');
    }
    if (this.#types.has(type)) throw editorErrors.LaunchTypeTaken({ type });
    const map = mapByDebugger(async (request) => {
      try {
        return checkConfiguration(type, await toDebugConfiguration(toApiRequest(request)));
      } catch (error) {
        throw toHumanError(error, ({ reason }) => editorErrors.LaunchTypeFailed({ type, reason }));
      }
    });
    // The extension provides the debugger.
    this.#types.set(type, { map, needs: {} });
    this.#changes.fire();
    return toDisposable(() => {
      this.#types.delete(type);
      this.#changes.fire();
    });
  }
}

function toApiRequest({ args, env, launchConfiguration }: LaunchRequest) {
  return {
    launchConfiguration: structuredClone(launchConfiguration),
    mode: getMode(launchConfiguration),
    env: Object.fromEntries(env.map(({ name, value }) => [name, value])),
    ...(args && { args: [...args] }),
  };
}

function checkConfiguration(
  type: string,
  configuration: vscode.DebugConfiguration | undefined,
): DebugConfiguration {
  const debugType: unknown = configuration?.type;
  if (configuration === undefined || typeof debugType !== 'string' || debugType === '') {
    throw editorErrors.LaunchTypeWithoutDebugType({ type });
  }
  const request = configuration.request === 'attach' ? 'attach' : 'launch';
  return { ...configuration, type: debugType, request };
}
