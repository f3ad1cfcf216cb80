import * as z from 'zod/mini';

/** Describes the host and its sessions, with its trace, without anything that could be a secret. */
export type CreateReport = () => Promise<string>;

/** The answer to `GET /host/report`. */
export const hostReportSchema = z.object({ report: z.string() });
