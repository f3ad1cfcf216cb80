/** The bounds of buckets for starts and builds, in seconds. */
export const durationBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** Returns milliseconds in seconds, the base unit of metrics. */
export function toSeconds(milliseconds: number): number {
  return milliseconds / 1_000;
}
