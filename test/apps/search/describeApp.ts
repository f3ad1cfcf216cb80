import type { BlazorApp } from '../../../src/apps/search/detection.ts';

/** An app in a few words: its kind, and its projects by name. */
export function describeApp(app: BlazorApp | undefined): string {
  if (app === undefined) return 'none';
  const server = app.kind === 'hosted' ? ` by ${app.server.name}` : '';
  return `${app.kind} ${app.client.name}${server}`;
}
