/**
 * Removes links from the text of a notification, since a name or the output of a tool could contain one that
 * runs a command, such as `[label](command:…)`.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
