import { urlLimit } from './urlLimit.ts';
import * as z from 'zod/mini';
import { nodeActionSchema } from './accessibleNode.ts';
import { chosenSchema } from './choice.ts';
import { viewportSchema } from './geometry.ts';
import { pageInputSchema } from './pageInput.ts';

const url = z.string().check(z.maxLength(urlLimit));

const navigation = z.discriminatedUnion('to', [
  /** As entered by the user: without a scheme, `http://` or `https://` is assumed. */
  z.object({ to: z.literal('url'), url }),
  z.object({ to: z.enum(['back', 'forward', 'reload', 'reloadWithoutCache', 'stop']) }),
]);

/** Messages of the view's document to its host. */
export const viewInputSchema = z.discriminatedUnion('type', [
  /** The document is loaded, also again after the tab was hidden or moved to another window. */
  z.object({ type: z.literal('ready'), viewport: viewportSchema }),
  z.object({ type: z.literal('viewport'), viewport: viewportSchema }),
  /** A frame has been drawn. Those before it have been, too, or never will be. */
  z.object({ type: z.literal('drawn'), frame: z.int() }),
  z.object({ type: z.literal('input'), input: pageInputSchema }),
  z.object({ type: z.literal('navigate'), navigation }),
  z.object({ type: z.literal('choose'), id: z.int(), chosen: chosenSchema }),
  /** Whether the accessibility tree is wanted. */
  z.object({ type: z.literal('accessibility'), isWanted: z.boolean() }),
  z.object({ type: z.literal('node'), id: z.int(), what: nodeActionSchema }),
  z.object({
    type: z.literal('debug'),
    command: z.enum(['continue', 'stepOver', 'stepInto', 'stepOut']),
  }),
  /** Starts the ended session again. */
  z.object({ type: z.literal('startAgain') }),
]);

export type Navigation = Readonly<z.output<typeof navigation>>;
export type ViewInput = Readonly<z.output<typeof viewInputSchema>>;
