/** How a watcher follows sources: as the host does, or as the simplest program does. */
export type WatcherKind = 'tracker' | 'bare';

/** What a parent asks a watcher for: that it tells of the next change, or its load. */
export type WatcherRequest = 'tell' | 'load';

/** What a watcher tells its parent. */
export type WatcherMessage =
  /** It tells of the next change. */
  | { readonly kind: 'listening' }
  /** Files have changed; whether the session is out of date, if the watcher knows. */
  | { readonly kind: 'noticed'; readonly isOutOfDate: boolean | undefined }
  | { readonly kind: 'load'; readonly load: Load };

/** The load on a watcher since it was last asked, in milliseconds. */
export interface Load {
  readonly processorTime: number;
  /** The longest time between two turns of its event loop, which is asked for one every five milliseconds. */
  readonly longestHold: number;
}
