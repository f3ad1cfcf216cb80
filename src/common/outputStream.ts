/** The output streams of a program. */
export type OutputStream = 'stdout' | 'stderr';
