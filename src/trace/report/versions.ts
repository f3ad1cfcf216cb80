import { choose, type Harmless, harmless, label, toVersion } from './harmless.ts';
import type { Section } from './report.ts';
import { choices } from './vocabulary.ts';

interface Editor {
  readonly name: string;
  readonly version: string;
  /** Where its extensions run, if not beside its window. */
  readonly remote: string | undefined;
}

/** The versions of the extension and of what it runs with. */
export interface Installation {
  /** The version of the extension. */
  readonly host: string;
  /** Absent without an editor. */
  readonly editor?: Editor | undefined;
  readonly sdks: readonly string[];
  /** Installed browsers. */
  readonly browsers: readonly { readonly kind: string; readonly version: string }[];
  /** Other extensions. */
  readonly extensions: readonly { readonly id: string; readonly version: string }[];
}

/** Describes which versions of what take part. */
export function describeVersions(installation: Installation): Section {
  const { browsers, editor, extensions, host, sdks } = installation;
  const known: readonly string[] = choices.debuggerExtensions;
  return {
    kind: 'versions',
    rows: [
      [label('host'), toVersion(host)],
      ...(editor === undefined ? [] : [describeEditor(editor)]),
      [label('node'), toVersion(process.version)],
      [label('platform'), harmless(`${process.platform} ${process.arch}`)],
      ...sdks.map((sdk) => [label('sdk'), toVersion(sdk)]),
      ...browsers.map(({ kind, version }) => [choose('browsers', kind), toVersion(version)]),
      ...extensions
        .filter(({ id }) => known.includes(id))
        .map(({ id, version }) => [choose('debuggerExtensions', id), toVersion(version)]),
    ],
  };
}

function describeEditor({ name, remote, version }: Editor): readonly Harmless[] {
  const place = remote === undefined ? '' : ` in ${choose('remotes', remote)}`;
  return [harmless(`${choose('editors', name)}${place}`), toVersion(version)];
}
