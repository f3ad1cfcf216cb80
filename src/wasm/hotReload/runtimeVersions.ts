/** In pages, the script with this name asks for hot reload (.NET 10, Microsoft.DotNet.HotReload.WebAssembly.Browser). */
const marker = 'aspnetcore-browser-refresh';

/** The header of the boot configuration that makes a runtime before .NET 10 accept updates. */
const modifiable = { 'DOTNET-MODIFIABLE-ASSEMBLIES': 'debug' };
/** With this one, its agent asks the server for earlier updates. */
const bootHeaders = { ...modifiable, 'ASPNETCORE-BROWSER-TOOLS': 'true' };

/**
 * JavaScript that makes the runtime of each version accept updates, and calls `onReady` when it can take them. It uses
 * {@link pageTools}.
 */
const preparations = {
  /**
   * Its agent would import a script from the server, but takes updates without that. The builder of an app asks for
   * the state of its page before anything is rendered.
   */
  8: `withHeaders(${JSON.stringify(modifiable)});
  beforeCall('getPersistedState', onReady);`,
  /** When its agent exists, and nothing is rendered yet, the runtime asks the server for earlier updates. */
  9: `withHeaders(${JSON.stringify(bootHeaders)});
  onFetch('_framework/blazor-hotreload', () => {
    queueMicrotask(onReady);
    return new Response('[]', { headers: { 'content-type': 'application/json' } });
  });`,
  10: `markDocument();
  whenInternal('applyHotReloadDeltas', onReady);`,
} as const;

/** A version of .NET from which on runtimes take updates in another way. */
export type RuntimeVersion = keyof typeof preparations;

/** How much the runtime tells about updates: warnings and errors. */
const loggingLevel = 0;
const applyAll = `(deltas) => globalThis.Blazor._internal.applyHotReloadDeltas(deltas, ${loggingLevel})`;

/** JavaScript functions that apply updates in the runtime of each version, and throw if it can't. */
const applications: Readonly<Record<RuntimeVersion, string>> = {
  8: `(deltas) => {
    for (const { moduleId, metadataDelta, ilDelta, pdbDelta } of deltas)
      globalThis.Blazor._internal.applyHotReload(moduleId, metadataDelta, ilDelta, pdbDelta);
  }`,
  9: applyAll,
  10: applyAll,
};

/** Returns a JavaScript function that applies updates in a runtime, and throws if it can't. */
export function updateFunction(version: RuntimeVersion): string {
  return applications[version];
}

/** Returns how the runtime of a version of .NET takes updates; `undefined` if it takes none. */
export function runtimeVersion(version: number): RuntimeVersion | undefined {
  const versions = [10, 9, 8] as const;
  return versions.find((first) => version >= first);
}

const pageTools = `
  const mark = () => {
    if (!document.documentElement) return false;
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.setAttribute('src', 'data:,${marker}');
    document.documentElement.append(script);
    return true;
  };
  const markDocument = () => {
    if (mark()) return;
    const observer = new MutationObserver(() => mark() && observer.disconnect());
    observer.observe(document, { childList: true });
  };
  /** Answers requests for a file. */
  const onFetch = (file, answer) => {
    const { fetch } = globalThis;
    globalThis.fetch = async (...request) => {
      const ask = () => fetch.apply(globalThis, request);
      const [path] = String(request[0]?.url ?? request[0]).split(/[?#]/);
      return path.endsWith(file) ? answer(ask) : ask();
    };
  };
  const withHeaders = (more) =>
    onFetch('_framework/blazor.boot.json', async (ask) => {
      const { body, headers, status, statusText } = await ask();
      const all = { ...Object.fromEntries(headers), ...more };
      return new Response(body, { headers: all, status, statusText });
    });
  /** Calls back with the value of a property when it is set. What that returns replaces the value. */
  const whenSet = (object, name, then) => {
    let value = object[name];
    if (value !== undefined) {
      const other = then(value);
      if (other !== undefined) object[name] = other;
      return;
    }
    Object.defineProperty(object, name, {
      configurable: true,
      enumerable: true,
      get: () => value,
      set(next) {
        value = next;
        if (next !== undefined && next !== null) value = then(next) ?? next;
      },
    });
  };
  const whenInternal = (name, then) =>
    whenSet(globalThis, 'Blazor', (blazor) =>
      whenSet(blazor, '_internal', (internal) => whenSet(internal, name, then)));
  /** Calls back before the first call of a function of Blazor. */
  const beforeCall = (name, then) => {
    let isFirst = true;
    whenInternal(name, (call) => (...given) => {
      if (isFirst) then();
      isFirst = false;
      return call(...given);
    });
  };`;

/** Returns JavaScript that makes a runtime accept updates, and calls the function `onReady` when it can take them. */
export function runtimePreparation(version: RuntimeVersion): string {
  return `${pageTools}
  ${preparations[version]}`;
}
