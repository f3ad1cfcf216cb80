import * as z from 'zod/mini';
import type { AccessibleNode } from '../../../pageView/messages/accessibleNode.ts';
import type { PageSession } from '../pageSession.ts';
import { listFrames } from '../scripts/pageFrames.ts';
import type { PageWorld } from '../scripts/pageWorld.ts';
import { type BrowserNode, TreeConversion, treeSchema } from './toAccessibleNode.ts';

/** The most frames whose content is read. */
const maxFrames = 20;

const readableSchema = z.object({ result: z.object({ value: z.boolean() }) });
const ownerSchema = z.object({ backendNodeId: z.int() });

/** The accessibility tree of a page. */
export interface PageTree {
  readonly root: AccessibleNode | undefined;
  /** The frame of each node, by its id. */
  readonly frames: ReadonlyMap<number, string>;
}

/**
 * Reads the accessibility tree of a page with its frames; documents that are too large are left out. Throws like
 * {@link PageSession.send}.
 */
export async function readTree(session: PageSession, world: PageWorld): Promise<PageTree> {
  const [main = '', ...others] = (await listFrames(session)).slice(0, maxFrames);
  const frames = new Map<number, string>();
  const children = new Map<number, readonly BrowserNode[]>();
  const document = await readDocument(session, world, main, frames);
  for (const frameId of others) {
    // A frame may be gone.
    const read = await readFrame(session, world, frameId, frames).catch(() => undefined);
    if (read !== undefined) children.set(read.owner, read.nodes);
  }
  return { root: new TreeConversion(children).convert(document), frames };
}

async function readFrame(
  session: PageSession,
  world: PageWorld,
  frameId: string,
  frames: Map<number, string>,
) {
  const answer = await session.send('DOM.getFrameOwner', { frameId });
  const owner = ownerSchema.parse(answer).backendNodeId;
  return { owner, nodes: await readDocument(session, world, frameId, frames) };
}

async function readDocument(
  session: PageSession,
  world: PageWorld,
  frameId: string,
  frames: Map<number, string>,
): Promise<readonly BrowserNode[]> {
  const how = { expression: 'isReadable()', contextId: await world.contextOf(frameId) };
  const measured = readableSchema.parse(await session.send('Runtime.evaluate', how));
  if (!measured.result.value) return [];
  const answer = await session.send('Accessibility.getFullAXTree', { frameId });
  const { nodes } = treeSchema.parse(answer);
  for (const { backendDOMNodeId: id } of nodes) if (id !== undefined) frames.set(id, frameId);
  return nodes;
}
