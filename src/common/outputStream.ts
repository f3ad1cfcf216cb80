/** The streams that a program writes to. */
export type OutputStream = 'stdout' | 'stderr';
