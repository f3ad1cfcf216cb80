import { defineErrors } from '../../common/errorCatalogue.ts';

/** Why changes of a session's files may go unnoticed. */
export const inputErrors = defineErrors({
  WatchLimitReached: {
    message:
      'Changes in {path} will not be noticed, because this machine allows no more watched folders.',
    remedy: 'Close other editors, or raise the limit (fs.inotify.max_user_watches).',
  },
  TooManyWatchers: {
    message:
      'Changes in {path} will not be noticed, because too many programs or files are open to watch it.',
    remedy: 'Close other programs, or raise the limits (fs.inotify.max_user_instances, ulimit -n).',
  },
  TooManyFolders: {
    message: 'Changes in {path} will not be noticed, because {count} folders are watched already.',
    remedy: 'Stop sessions that you do not need.',
  },
  TooManyInputs: {
    message:
      'Changes in {path} will not be noticed, because the session has more than {count} source files or folders.',
    remedy: 'Restart the session after you have changed them.',
  },
  FolderNotWatched: {
    message: 'Changes in {path} will not be noticed: {reason}.',
    remedy: 'Check the permissions of the folder.',
  },
});
