/**
 * The text of a notification, in which the editor makes no link: a name or a tool's words in it
 * could hold one that runs a command, as `[label](command:…)`.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
