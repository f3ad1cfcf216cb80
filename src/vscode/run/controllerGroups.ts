import * as vscode from 'vscode';
import { localize } from '../../common/localization.ts';
import { deferred } from '../../common/deferred.ts';
import { type Disposable, toDisposable } from '../../common/disposable.ts';
import { debugType, type DebugSessions, withOwner, quietOptions } from '../debug/debugSessions.ts';
import { InlineAdapter } from '../debug/adapter/inlineAdapter.ts';

/** A member of a group. */
export interface GroupMember {
  stop(): void;
  restart(): void;
}

/** The membership of a session in its controller's group. */
export interface Membership {
  /** The debug session of the controller; `undefined` if it could not be started. */
  readonly parent: vscode.DebugSession | undefined;
  leave(): void;
}

/** A controller that is a session itself. */
export interface LeadingController {
  /** The prefix of the instance ids of the controllers that the program starts. */
  readonly prefix: string;
  /** The launch profile of the program, if it is known. */
  readonly launchProfile: string | undefined;
}

interface Group {
  readonly members: Set<GroupMember>;
  /** Ends its debug session, even while it is starting. */
  readonly end: () => Promise<void>;
  readonly parent: Promise<vscode.DebugSession | undefined>;
}

/** Shows the sessions of a controller below one entry of the call stack. */
export class ControllerGroups {
  readonly #debugSessions: DebugSessions;
  readonly #groups = new Map<string, Group>();
  readonly #leaders = new Map<LeadingController, vscode.DebugSession>();

  constructor(debugSessions: DebugSessions) {
    this.#debugSessions = debugSessions;
  }

  /** Shows the sessions of a controller below its own debug session until the result is disposed of. */
  lead(controller: LeadingController, leader: vscode.DebugSession): Disposable {
    this.#leaders.set(controller, leader);
    return toDisposable(() => this.#leaders.delete(controller));
  }

  /** Returns the controller session with this instance id. */
  getLeader(instanceId: string): LeadingController | undefined {
    return [...this.#leaders.keys()].find(({ prefix }) => instanceId.startsWith(prefix));
  }

  async join(instanceId: string, member: GroupMember): Promise<Membership> {
    const controller = this.getLeader(instanceId);
    const parent = controller && this.#leaders.get(controller);
    if (parent !== undefined) return { parent, leave: () => undefined };
    const group = this.#groups.get(instanceId) ?? this.#open(instanceId);
    group.members.add(member);
    return { parent: await group.parent, leave: () => this.#leave(instanceId, group, member) };
  }

  #leave(instanceId: string, group: Group, member: GroupMember): void {
    group.members.delete(member);
    if (group.members.size > 0 || this.#groups.get(instanceId) !== group) return;
    this.#groups.delete(instanceId);
    void group.end();
  }

  #open(instanceId: string): Group {
    const members = new Set<GroupMember>();
    const shown = deferred<vscode.DebugSession | undefined>();
    const launched = deferred();
    const adapter = new InlineAdapter({
      launch: () => launched.resolve(),
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
    const end = async (): Promise<void> => {
      await launched.promise;
      adapter.end(undefined);
      registration.dispose();
    };
    const group = { members, end, parent: shown.promise };
    this.#groups.set(instanceId, group);
    void startGroup(id, instanceId).then((started) => {
      if (started) return;
      shown.resolve(undefined);
      launched.resolve();
    });
    return group;
  }
}

async function startGroup(id: string, instanceId: string): Promise<boolean> {
  const configuration = {
    type: debugType,
    request: 'launch',
    name: localize('Controller {id}', { id: instanceId }),
    internalConsoleOptions: 'neverOpen',
  };
  try {
    return await vscode.debug.startDebugging(undefined, withOwner(id, configuration), quietOptions);
  } catch {
    // The sessions run without a common entry.
    return false;
  }
}
