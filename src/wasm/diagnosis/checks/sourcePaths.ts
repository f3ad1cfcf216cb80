import type { DiagnosisFacts, SourceFact } from '../facts.ts';
import { isDeterministic, isInside } from '../paths.ts';
import { listed, ok, problem, unknown, type Verdict, warning } from './check.ts';

/** Whether the paths in symbols match the files in the editor. */
export const sourcePathsCheck = {
  title: 'Source paths',
  run(facts: DiagnosisFacts): Verdict {
    if (facts.sources.kind === 'unknown') {
      return unknown(`The paths are unknown: ${facts.sources.reason}.`);
    }
    const sources = facts.sources.value.filter(({ codeLines }) => codeLines.length > 0);
    return (
      missing(sources.filter(({ isOnDisk }) => !isOnDisk)) ??
      outside(
        facts,
        sources.filter(({ path }) => isOutside(facts, path)),
      ) ??
      ok(`The symbols contain ${sources.length} source files, all in their expected location.`)
    );
  },
};

function missing(sources: readonly SourceFact[]): Verdict | undefined {
  const [first] = sources;
  if (first === undefined) return undefined;
  const finding = `The symbols contain files that do not exist here: ${listed(sources.map(({ path }) => path))}.`;
  if (isDeterministic(first.path)) {
    return problem(
      `${finding} Deterministic builds write \`/_/\` instead of the source folder.`,
      'Set `<DeterministicSourcePaths>false</DeterministicSourcePaths>` for Debug builds of the project and build it again.',
    );
  }
  return first.counterpart === undefined
    ? problem(
        `${finding} They were compiled elsewhere.`,
        `Build ${first.assembly} on this machine from the open sources.`,
      )
    : problem(
        `${finding} The first one is probably \`${first.counterpart}\`.`,
        `Build ${first.assembly} from the open sources, without a \`PathMap\` that rewrites their paths.`,
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
      `\`${linked.path}\` is a link. The symbols contain the real paths of its files: ${listed([first.path])}.`,
      `Set ideSessionHost.debugRelay to true, or open the folder \`${linked.realPath}\` in the editor.`,
    );
  }
  return warning(
    `Some sources are outside the open folders: ${listed(sources.map(({ path }) => path))}. Breakpoints in other copies of these files do not bind.`,
    'Open the folder that contains these files.',
  );
}
