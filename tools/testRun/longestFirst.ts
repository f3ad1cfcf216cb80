/**
 * Test files that take more than 40 seconds, the longest first. Begun last, one of them would keep the
 * end of a run waiting while cores are idle.
 */
export const longFiles: readonly string[] = [
  'test/editor/blazorF5.test.ts',
  'test/editor/blazorApps.test.ts',
  'test/editor/blazorControllers.test.ts',
  'test/editor/aspire/aspire.test.ts',
  'test/wasm/debugProxy/relay/realPages.test.ts',
  'test/wasm/debugProxy/conformance/conformance.test.ts',
  'test/editor/debuggers.test.ts',
  'test/editor/random/random.test.ts',
  'test/aspire/endings.test.ts',
  'test/tools/editor/editor.test.ts',
  'test/editor/extension.test.ts',
  'test/wasm/debugProxy/relay/leftPages.test.ts',
  'test/dotnet/build/builds.test.ts',
  'test/cli/programs/runMatrix.test.ts',
  'test/tools/freshClone.test.ts',
  'test/cli/chaos.test.ts',
  'test/editor/projects.test.ts',
  'test/editor/aspire/aspireCrashes.test.ts',
  'test/wasm/debugProxy/relay/frameworks.test.ts',
  'test/cli/programs/projects.test.ts',
  'test/cli/programs/projectBuilds.test.ts',
  'test/cli/programs/recreatedProjects.test.ts',
  'test/aspire/aspireRun.test.ts',
  'test/editor/picture.test.ts',
  'test/editor/pageTab.test.ts',
  'test/editor/folders.test.ts',
  'test/editor/windows.test.ts',
];

/** Files in the order in which they are best begun: those that take long first, the others as they are. */
export function longestFirst(
  files: readonly string[],
  long: readonly string[] = longFiles,
): readonly string[] {
  return [
    ...long.filter((file) => files.includes(file)),
    ...files.filter((file) => !long.includes(file)),
  ];
}
