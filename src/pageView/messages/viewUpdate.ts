import * as z from 'zod/mini';
import { accessibleNodeSchema } from './accessibleNode.ts';
import { choiceSchema } from './choice.ts';
import { keptSessionSchema } from './keptSession.ts';

/** A picture of the page. */
const frameSchema = z.object({
  type: z.literal('frame'),
  /** Counts up; to be confirmed by `drawn`. */
  frame: z.int(),
  format: z.enum(['jpeg', 'png']),
  data: z.instanceof(Uint8Array),
  /** The size of the viewport that it shows, in the page's CSS pixels. */
  width: z.number(),
  height: z.number(),
});

const locationSchema = z.object({
  type: z.literal('location'),
  url: z.string(),
  title: z.string(),
  canGoBack: z.boolean(),
  canGoForward: z.boolean(),
  isLoading: z.boolean(),
});

/** What the tab shows over the page. */
const statusSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('live') }),
  /** Stopped in the debugger: the page takes no input. */
  z.object({ state: z.literal('paused'), reason: z.string() }),
  z.object({ state: z.literal('crashed') }),
  /** The page was closed, by itself or with its session. */
  z.object({ state: z.literal('ended'), canStartAgain: z.boolean() }),
]);

/** Messages of the host to the view's document. */
export const viewUpdateSchema = z.discriminatedUnion('type', [
  frameSchema,
  locationSchema,
  z.object({ type: z.literal('status'), status: statusSchema }),
  /** A CSS cursor keyword. */
  z.object({ type: z.literal('cursor'), cursor: z.string() }),
  /** The open choice, if there is one. */
  z.object({ type: z.literal('choice'), choice: z.optional(choiceSchema) }),
  z.object({ type: z.literal('accessibility'), root: z.optional(accessibleNodeSchema) }),
  /** To be kept as `session` of the document's state (`setState`), which the editor restores with the tab. */
  z.object({ type: z.literal('keep'), session: keptSessionSchema }),
  /** Text for screen readers. */
  z.object({ type: z.literal('announcement'), text: z.string() }),
]);

export type Frame = Readonly<z.output<typeof frameSchema>>;
export type PageLocation = Readonly<z.output<typeof locationSchema>>;
export type ViewStatus = Readonly<z.output<typeof statusSchema>>;
export type ViewUpdate = Readonly<z.output<typeof viewUpdateSchema>>;
