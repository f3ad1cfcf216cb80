import { localize } from '../../../common/localization.ts';
import { localizePhrase } from '../../../common/phrases.ts';
import type { DiagnosisFacts, SourceFact } from '../facts.ts';
import { isDeterministic, isInside } from '../paths.ts';
import { joinNames, ok, problem, unknown, type Verdict, warning } from './check.ts';

/** Whether the paths in symbols match the files in the editor. */
export const sourcePathsCheck = {
  getTitle: () => localize('Source paths'),
  run(facts: DiagnosisFacts): Verdict {
    if (facts.sources.kind === 'unknown') {
      return unknown(
        localize('The paths are unknown: {reason}.', {
          reason: localizePhrase(facts.sources.reason),
        }),
      );
    }
    const sources = facts.sources.value.filter(({ codeLines }) => codeLines.length > 0);
    return (
      missing(sources.filter(({ isOnDisk }) => !isOnDisk)) ??
      outside(
        facts,
        sources.filter(({ path }) => isOutside(facts, path)),
      ) ??
      ok(
        localize('The symbols contain {count} source files, all in their expected location.', {
          count: sources.length,
        }),
      )
    );
  },
};

function missing(sources: readonly SourceFact[]): Verdict | undefined {
  const [first] = sources;
  if (first === undefined) return undefined;
  const finding = localize('The symbols contain files that do not exist here: {list}.', {
    list: joinNames(sources.map(({ path }) => path)),
  });
  if (isDeterministic(first.path)) {
    return problem(
      `${finding} ${localize('Deterministic builds write `/_/` instead of the source folder.')}`,
      localize(
        'Set `<DeterministicSourcePaths>false</DeterministicSourcePaths>` for Debug builds of the project and build it again.',
      ),
    );
  }
  return first.counterpart === undefined
    ? problem(
        `${finding} ${localize('They were compiled elsewhere.')}`,
        localize('Build {assembly} on this machine from the open sources.', {
          assembly: first.assembly,
        }),
      )
    : problem(
        `${finding} ${localize('The first one is probably `{path}`.', { path: first.counterpart })}`,
        localize(
          'Build {assembly} from the open sources, without a `PathMap` that rewrites their paths.',
          { assembly: first.assembly },
        ),
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
      localize('`{path}` is a link. The symbols contain the real paths of its files: {list}.', {
        path: linked.path,
        list: joinNames([first.path]),
      }),
      localize(
        'Set ideSessionHost.debugRelay to true, or open the folder `{realPath}` in the editor.',
        { realPath: linked.realPath },
      ),
    );
  }
  return warning(
    localize(
      'Some sources are outside the open folders: {list}. Breakpoints in other copies of these files do not bind.',
      { list: joinNames(sources.map(({ path }) => path)) },
    ),
    localize('Open the folder that contains these files.'),
  );
}
