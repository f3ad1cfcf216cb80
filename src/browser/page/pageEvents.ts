import * as z from 'zod/mini';

/** Matches pages only, without workers and frames. */
export const pageFilter = [{ type: 'page' }];

const navigatedSchema = z.object({ frame: z.object({ parentId: z.optional(z.string()) }) });

/** Whether the parameters of a `Page.frameNavigated` are those of the main frame, so the page has a new document. */
export function isMainFrame(params: unknown): boolean {
  return navigatedSchema.parse(params).frame.parentId === undefined;
}
