import type { DiagnosisFacts, SourceFact } from '../facts.ts';
import { isDeterministic, isInside } from '../paths.ts';
import { listed, ok, problem, unknown, type Verdict, warning } from './check.ts';

/** Whether the symbols name the files that the editor has open. */
export const sourcePathsCheck = {
  title: 'Paths of the sources',
  run(facts: DiagnosisFacts): Verdict {
    if (facts.sources.kind === 'unknown') {
      return unknown(`The paths are not known: ${facts.sources.reason}.`);
    }
    const sources = facts.sources.value.filter(({ codeLines }) => codeLines.length > 0);
    return (
      missing(sources.filter(({ isOnDisk }) => !isOnDisk)) ??
      outside(
        facts,
        sources.filter(({ path }) => isOutside(facts, path)),
      ) ??
      ok(`The symbols name ${sources.length} source files, all where they are expected.`)
    );
  },
};

function missing(sources: readonly SourceFact[]): Verdict | undefined {
  const [first] = sources;
  if (first === undefined) return undefined;
  const finding = `The symbols name files that are not on this disk: ${listed(sources.map(({ path }) => path))}.`;
  if (isDeterministic(first.path)) {
    return problem(
      `${finding} \`/_/\` is what a deterministic build writes in place of the sources' folder.`,
      'Set `<DeterministicSourcePaths>false</DeterministicSourcePaths>` for Debug builds of the project and build it again.',
    );
  }
  return first.counterpart === undefined
    ? problem(
        `${finding} They were compiled in another place.`,
        `Build ${first.assembly} on this machine, from the sources that are open.`,
      )
    : problem(
        `${finding} The file meant is probably \`${first.counterpart}\`.`,
        `Build ${first.assembly} from the sources that are open, without a \`PathMap\` that rewrites their paths.`,
      );
}

function isOutside({ session, workspaceFolders }: DiagnosisFacts, path: string): boolean {
  const areLinksKnown = session?.hasRelay !== false;
  return (
    workspaceFolders.length > 0 &&
    !workspaceFolders.some(
      (one) => isInside(one.path, path) || (areLinksKnown && isInside(one.realPath, path)),
    )
  );
}

function outside(
  { workspaceFolders }: DiagnosisFacts,
  sources: readonly SourceFact[],
): Verdict | undefined {
  const [first] = sources;
  if (first === undefined) return undefined;
  const linked = workspaceFolders.find(({ realPath }) => isInside(realPath, first.path));
  if (linked !== undefined) {
    return problem(
      `\`${linked.path}\` is a link. The symbols name its files where they really are: ${listed([first.path])}.`,
      `Set ideSessionHost.debugRelay to true, or open the folder \`${linked.realPath}\` in the editor.`,
    );
  }
  return warning(
    `Sources lie outside the open folders: ${listed(sources.map(({ path }) => path))}. A breakpoint in another copy of such a file does not bind.`,
    'Open the folder that these files are in.',
  );
}
