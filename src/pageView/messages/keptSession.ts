import * as z from 'zod/mini';

/** The debug configuration of a tab's session, by which it is started again after the window was reloaded. */
export const keptSessionSchema = z.object({
  /** The name of the configuration. */
  configuration: z.string(),
  /** The URI of its workspace folder, if it has one. */
  folder: z.optional(z.string()),
});

export type KeptSession = Readonly<z.output<typeof keptSessionSchema>>;
