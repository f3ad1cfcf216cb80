import * as vscode from 'vscode';
import { deferred } from '../common/deferred.ts';
import { type Disposable, toDisposable } from '../common/disposable.ts';
import { debugType, type DebugSessions, ownedBy, quietOptions } from './debugSessions.ts';
import { InlineAdapter } from './inlineAdapter.ts';

/** A member of a group, as the group's toolbar sees it. */
export interface GroupMember {
  stop(): void;
  restart(): void;
}

/** The place of one session in its controller's group. */
export interface Membership {
  /** The debug session that stands for the controller; nothing if it could not be shown. */
  readonly parent: vscode.DebugSession | undefined;
  leave(): void;
}

interface Group {
  readonly members: Set<GroupMember>;
  readonly adapter: InlineAdapter;
  readonly registration: Disposable;
  readonly parent: Promise<vscode.DebugSession | undefined>;
}

/** Shows the sessions of one controller below one entry of the call stack, from the first to the last. */
export class ControllerGroups {
  readonly #debugSessions: DebugSessions;
  readonly #groups = new Map<string, Group>();
  readonly #leaders = new Map<string, vscode.DebugSession>();

  constructor(debugSessions: DebugSessions) {
    this.#debugSessions = debugSessions;
  }

  /**
   * Shows the sessions of controllers whose instance ids begin with this below the debug session of
   * the controller itself, until disposed.
   */
  lead(prefix: string, leader: vscode.DebugSession): Disposable {
    this.#leaders.set(prefix, leader);
    return toDisposable(() => this.#leaders.delete(prefix));
  }

  async join(instanceId: string, member: GroupMember): Promise<Membership> {
    for (const [prefix, parent] of this.#leaders) {
      if (instanceId.startsWith(prefix)) return { parent, leave: () => undefined };
    }
    const group = this.#groups.get(instanceId) ?? this.#open(instanceId);
    group.members.add(member);
    return { parent: await group.parent, leave: () => this.#leave(instanceId, group, member) };
  }

  #leave(instanceId: string, group: Group, member: GroupMember): void {
    group.members.delete(member);
    if (group.members.size > 0 || this.#groups.get(instanceId) !== group) return;
    this.#groups.delete(instanceId);
    group.adapter.end(undefined);
    group.registration.dispose();
  }

  #open(instanceId: string): Group {
    const members = new Set<GroupMember>();
    const shown = deferred<vscode.DebugSession | undefined>();
    const adapter = new InlineAdapter({
      launch: () => undefined,
      stop: () => members.forEach((member) => member.stop()),
      restart: () => members.forEach((member) => member.restart()),
    });
    const id = `controller:${instanceId}`;
    const registration = this.#debugSessions.register(id, {
      createAdapter(session) {
        shown.resolve(session);
        return adapter;
      },
    });
    const group = { members, adapter, registration, parent: shown.promise };
    this.#groups.set(instanceId, group);
    void startGroup(id, instanceId).then((started) =>
      started ? undefined : shown.resolve(undefined),
    );
    return group;
  }
}

async function startGroup(id: string, instanceId: string): Promise<boolean> {
  const configuration = {
    type: debugType,
    request: 'launch',
    name: `Controller ${instanceId}`,
    internalConsoleOptions: 'neverOpen',
  };
  try {
    return await vscode.debug.startDebugging(undefined, ownedBy(id, configuration), quietOptions);
  } catch {
    // Sessions run all the same, only not below a common entry.
    return false;
  }
}
