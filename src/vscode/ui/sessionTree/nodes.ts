import type { IdeSession } from '../../../protocol/ideSession.ts';
import type { Sessions } from '../../../sessions/sessions.ts';
import { findLeader, isController } from '../../run/controllerRole.ts';

/** A session of the tree. */
export interface SessionNode {
  readonly kind: 'session';
  /** The name of the session. */
  readonly name: string;
}

/** The parent of sessions that isn't a session itself. */
export type GroupNode =
  | { readonly kind: 'controller'; readonly instanceId: string }
  /** The sessions that the user has started in the editor. */
  | { readonly kind: 'window' }
  /** The sessions of the resource API and the command line. */
  | { readonly kind: 'clients' };

export type TreeNode = SessionNode | GroupNode;

/** The order of groups: the user's own first. */
const order: Readonly<Record<TreeNode['kind'], number>> = {
  window: 0,
  session: 1,
  controller: 2,
  clients: 3,
};

/** Returns a text that identifies a node. */
export function toId(node: TreeNode): string {
  switch (node.kind) {
    case 'session':
      return `session ${node.name}`;
    case 'controller':
      return `controller ${node.instanceId}`;
    default:
      return node.kind;
  }
}

/**
 * Derives the nodes of the tree from the sessions. Each node is one object as long as it exists, by which the
 * editor recognizes it.
 */
export class TreeNodes {
  readonly #sessions: Sessions;
  readonly #nodes = new Map<string, TreeNode>();

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  get roots(): readonly TreeNode[] {
    const roots = new Set<TreeNode>();
    const leaders = this.#leaders();
    for (const session of this.#sessions.list()) {
      const parent = this.#parent(session, leaders);
      // A controller that is a session is a root by itself.
      if (parent?.kind !== 'session') roots.add(parent ?? this.findNode(session));
    }
    return [...roots].toSorted((one, other) => order[one.kind] - order[other.kind]);
  }

  /** Returns the sessions below a node, the latest first. */
  children(node: TreeNode): readonly SessionNode[] {
    const leaders = this.#leaders();
    return this.#sessions
      .list()
      .filter((session) => this.#parent(session, leaders) === node)
      .map((session) => this.findNode(session))
      .toReversed();
  }

  /** Returns the node above a session; `undefined` for a controller that the user has started. */
  getParent(session: IdeSession): TreeNode | undefined {
    return this.#parent(session, this.#leaders());
  }

  findNode({ metadata: { name } }: IdeSession): SessionNode {
    const node: SessionNode = { kind: 'session', name };
    return this.#node(node);
  }

  /** Forgets a session that was removed, and groups without sessions. */
  forget({ metadata: { name } }: IdeSession): void {
    this.#nodes.delete(toId({ kind: 'session', name }));
    const shown = new Set(this.roots);
    for (const [id, node] of this.#nodes) {
      if (node.kind !== 'session' && !shown.has(node)) this.#nodes.delete(id);
    }
  }

  #leaders(): readonly IdeSession[] {
    return this.#sessions.list().filter(({ spec }) => isController(spec));
  }

  #parent(
    { metadata: { owner }, spec }: IdeSession,
    leaders: readonly IdeSession[],
  ): TreeNode | undefined {
    switch (owner.kind) {
      case 'controller': {
        const leader = findLeader(owner.instanceId, leaders);
        return leader === undefined
          ? this.#node({ kind: 'controller', instanceId: owner.instanceId })
          : this.findNode(leader);
      }
      case 'host':
        return this.#node({ kind: 'window' });
      case 'user':
        return isController(spec) ? undefined : this.#node({ kind: 'window' });
      case 'api':
        return this.#node({ kind: 'clients' });
    }
  }

  #node<T extends TreeNode>(node: T): T {
    const id = toId(node);
    const known = this.#nodes.get(id) as T | undefined;
    if (known !== undefined) return known;
    this.#nodes.set(id, node);
    return node;
  }
}
