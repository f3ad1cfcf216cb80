import type { FolderLink } from '../../../dotnet/folderLink.ts';
import type { RelayHandler } from './handler.ts';
import { sourceUrls } from './sourceUrls.ts';

/**
 * The handlers of a page's relay, in the order in which they see messages; new ones for each relay.
 * `link` is the one through which the app's sources were opened.
 */
export function pageHandlers(link: FolderLink | undefined): readonly RelayHandler[] {
  return [sourceUrls(link)];
}
