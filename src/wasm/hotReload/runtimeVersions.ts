/** In pages, the script with this name asks for hot reload (.NET 10, Microsoft.DotNet.HotReload.WebAssembly.Browser). */
const marker = 'aspnetcore-browser-refresh';

/** Headers with which the server of a .NET 9 app asks for hot reload, on the boot configuration. */
const bootHeaders = { 'DOTNET-MODIFIABLE-ASSEMBLIES': 'debug', 'ASPNETCORE-BROWSER-TOOLS': 'true' };

/**
 * JavaScript that makes the runtime of each version accept updates, and calls `onReady` when it can take them. It uses
 * {@link pageTools}.
 */
const preparations = {
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

/** Returns how the runtime of a version of .NET takes updates; `undefined` if it takes none. */
export function runtimeVersion(version: number): RuntimeVersion | undefined {
  const versions = [10, 9] as const;
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
  /** Calls back with the value of a property when it is set. */
  const whenSet = (object, name, then) => {
    if (object[name] !== undefined) return then(object[name]);
    let value;
    Object.defineProperty(object, name, {
      configurable: true,
      enumerable: true,
      get: () => value,
      set(next) {
        value = next;
        if (next !== undefined && next !== null) then(next);
      },
    });
  };
  const whenInternal = (name, then) =>
    whenSet(globalThis, 'Blazor', (blazor) =>
      whenSet(blazor, '_internal', (internal) => whenSet(internal, name, then)));`;

/** Returns JavaScript that makes a runtime accept updates, and calls the function `onReady` when it can take them. */
export function runtimePreparation(version: RuntimeVersion): string {
  return `${pageTools}
  ${preparations[version]}`;
}
