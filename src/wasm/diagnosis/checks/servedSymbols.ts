import { localize } from '../../../common/localization.ts';
import { localizePhrase } from '../../../common/phrases.ts';
import type {
  BuiltSymbols,
  DiagnosisFacts,
  ServedApp,
  ServedAssembly,
  TriedFile,
} from '../facts.ts';
import { getPdb } from '../symbols.ts';
import {
  joinNames,
  noSession,
  notApplicable,
  ok,
  problem,
  unknown,
  type Verdict,
} from './check.ts';
import { findSignOfPublishing } from './evidence.ts';

/** The assembly whose name shows whether file names have fingerprints. */
const coreName = 'System.Private.CoreLib';

type App = ServedApp & { readonly kind: 'app' };

/** Whether the page loads the built symbols. */
export const servedSymbolsCheck = {
  getTitle: () => localize('Symbols in the page'),
  run(facts: DiagnosisFacts): Verdict {
    const { served } = facts;
    switch (served.kind) {
      case 'not asked':
        return notApplicable(noSession());
      case 'silent':
        return problem(
          localize('The app at {url} does not respond: {reason}.', {
            url: served.url,
            reason: localizePhrase(served.reason),
          }),
          localize('Start the app, and see its output for errors.'),
        );
      case 'no app':
        return noConfiguration(served);
      case 'app':
        return wrongApp(facts, served) ?? evaluate(facts, served);
    }
  },
};

function noConfiguration({ url, tried }: ServedApp & { readonly kind: 'no app' }): Verdict {
  const answers = tried.map(({ file, answer }) => `\`${file}\`: ${describe(answer)}`).join('; ');
  const arePages = tried.length > 0 && tried.every(({ answer }) => answer === 'page');
  return arePages
    ? problem(
        localize(
          'The server at {url} answers every file of the .NET runtime with an HTML page ({answers}).',
          { url, answers },
        ),
        localize(
          "Let the server serve the client's `_framework` folder before it falls back to the start page.",
        ),
      )
    : problem(
        localize('No boot configuration is served at {url} ({answers}).', { url, answers }),
        localize(
          "Let the server serve the client's `_framework` folder: the web root is `wwwroot` in the client's output folder.",
        ),
      );
}

function describe(answer: TriedFile['answer']): string {
  if (answer === 'page') return localize('page');
  if (answer === 'no configuration') return localize('no configuration');
  return localize('status {status}', { status: answer.replace(/^status /, '') });
}

function wrongApp({ client }: DiagnosisFacts, { url, boot }: App): Verdict | undefined {
  if (client === undefined) return undefined;
  const { name, assemblyName } = client;
  if (boot.assemblies.some((assembly) => assembly.name === assemblyName)) return undefined;
  return problem(
    localize('The page at {url} runs {app}, which does not contain {name}.', {
      url,
      app: boot.mainAssembly ?? localize('another app'),
      name,
    }),
    localize('Start {name} and open its own address.', { name }),
  );
}

function evaluate(facts: DiagnosisFacts, { assemblies }: App): Verdict {
  for (const assembly of assemblies) {
    const fault = findFault(assembly, getBuilt(facts, assembly.name), facts);
    if (fault !== undefined) return fault;
  }
  if (assemblies.length === 0) {
    return unknown(localize('The assemblies of this app in the page are unknown.'));
  }
  const names = joinNames(assemblies.map(({ name }) => name));
  const isCompared = assemblies.every(({ name }) => getBuilt(facts, name) !== undefined);
  if (!isCompared) {
    const { built } = facts;
    const reason =
      built.kind === 'unknown'
        ? localizePhrase(built.reason)
        : localize("the client's output is not known");
    return unknown(
      localize(
        'Symbols are served for {names}, but could not be compared with the build: {reason}.',
        { names, reason },
      ),
    );
  }
  return ok(localize('The served symbols match the build: {names}.', { names }));
}

function getBuilt({ built }: DiagnosisFacts, name: string): BuiltSymbols | undefined {
  return built.kind === 'known' ? built.value.find((one) => one.name === name)?.symbols : undefined;
}

function toServeFiles(): string {
  return localize(
    'Let the server serve `.pdb` files of the `_framework` folder as they are (`application/octet-stream`).',
  );
}

function findFault(
  assembly: ServedAssembly,
  built: BuiltSymbols | undefined,
  facts: DiagnosisFacts,
): Verdict | undefined {
  const { name, file, symbolsFile = '', symbols } = assembly;
  if (isRenamed(assembly, facts.served)) {
    return problem(
      localize(
        '{name} is served as `{file}`. The app works, but the debugger does not find the assembly.',
        { name, file },
      ),
      localize('Serve the assemblies with the file names of the build.'),
    );
  }
  switch (symbols.kind) {
    case 'not listed':
      return notListed(name, built, facts);
    case 'refused':
      return problem(
        localize(
          'The symbols of {name} are listed, but `{symbolsFile}` is answered with status {status}.',
          { name, symbolsFile, status: symbols.status },
        ),
        toServeFiles(),
      );
    case 'page':
      return problem(
        localize(
          'The symbols of {name} are listed, but `{symbolsFile}` is answered with an HTML page.',
          { name, symbolsFile },
        ),
        toServeFiles(),
      );
    case 'failed':
      return problem(
        localize('`{symbolsFile}` could not be fetched: {reason}.', {
          symbolsFile,
          reason: localizePhrase(symbols.reason),
        }),
        toServeFiles(),
      );
    case 'windows':
    case 'unreadable':
      return problem(
        localize('`{symbolsFile}` does not contain portable symbols.', { symbolsFile }),
        localize('Set `<DebugType>portable</DebugType>` in the client project and build it again.'),
      );
    case 'portable':
      return staleness(assembly, built);
  }
}

/**
 * The proxy finds assemblies by their file names. It assumes that all names have fingerprints if that of the
 * core library has one.
 */
function isRenamed({ name, file }: ServedAssembly, served: ServedApp): boolean {
  const stem = (text: string): string => text.replace(/\.[^.]*$/, '');
  if (!/\.(dll|wasm)$/i.test(file)) return true;
  const core = served.kind === 'app' && served.boot.assemblies.find((one) => one.name === coreName);
  if (!core) return false;
  return (stem(core.file) === coreName ? stem(file) : stem(stem(file))) !== name;
}

function notListed(name: string, built: BuiltSymbols | undefined, facts: DiagnosisFacts): Verdict {
  const finding = localize('The boot configuration lists no symbols for {name}.', { name });
  if (built?.kind === 'none' || built?.kind === 'embedded') {
    return problem(
      `${finding} ${built.kind === 'none' ? localize('None were built.') : localize('They are embedded in the assembly.')}`,
      localize(
        'Set `<DebugType>portable</DebugType>` in the project of {name} and build it again.',
        { name },
      ),
    );
  }
  return findSignOfPublishing(facts) === undefined
    ? problem(
        finding,
        localize('Clean and rebuild the client, which regenerates its list of files.'),
      )
    : problem(finding, localize('Serve the Debug build in place of the published files.'));
}

function staleness(
  { name, symbols }: ServedAssembly,
  built: BuiltSymbols | undefined,
): Verdict | undefined {
  const [there, here] = [getPdb(symbols), getPdb(built)];
  if (there === undefined || here === undefined || there.id === here.id) return undefined;
  return problem(
    localize(
      'The served symbols of {name} are from another build than the output folder, so breakpoints bind to wrong lines or not at all.',
      { name },
    ),
    localize('Build the client, start the app again from its output folder and reload the page.'),
  );
}
