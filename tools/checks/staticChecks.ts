import { checkImportDirections } from './importDirections.ts';
import { checkInlineErrors } from './inlineErrors.ts';
import { checkInstalledPackages } from './installedPackages.ts';
import { checkSizes } from './sizes.ts';
import { checkReferencePages } from './referencePages.ts';
import { type CheckResult, runTool } from './tool.ts';

/** A check that doesn't run the program. */
interface StaticCheck {
  readonly name: string;
  run(): Promise<CheckResult>;
}

const lintedFolders = ['src', 'test', 'tools', 'scripts', 'samples', 'media'];

/** All checks before the tests run. */
const staticChecks: readonly StaticCheck[] = [
  { name: 'installed packages', run: () => checkInstalledPackages() },
  { name: 'types', run: () => runTool('tsc', ['-p', '.']) },
  { name: 'types of the document', run: () => runTool('tsc', ['-p', 'src/pageView/document']) },
  {
    name: 'lint',
    run: () => runTool('oxlint', ['--type-aware', '-c', '.oxlintrc.json', ...lintedFolders]),
  },
  { name: 'format', run: () => runTool('prettier', ['--check', '--log-level', 'warn', '.']) },
  { name: 'import directions', run: checkImportDirections },
  { name: 'reference pages', run: checkReferencePages },
  { name: 'sizes', run: checkSizes },
  { name: 'inline errors', run: checkInlineErrors },
  { name: 'dead code', run: () => runTool('knip', ['--no-progress']) },
];

/** A check that has been started. */
interface RunningCheck {
  readonly name: string;
  readonly result: Promise<CheckResult>;
}

/** Starts all checks at once, in the order in which they are to be shown. */
export function startStaticChecks(): readonly RunningCheck[] {
  return staticChecks.map((check) => ({ name: check.name, result: check.run() }));
}
