/** The prefix of the runtime's messages to debuggers (dotnet/runtime, src/mono/browser/runtime/debug.ts). */
export const loadMarker = 'mono_wasm_debug_event_raised:aef14bca-5519-4dfe-b35a-f867abc123ae';

/** The function that holds the page, and the URL of its script. */
export const holdFunction = 'ideSessionHostHoldsUntilBreakpointsAreSet';
export const pageScriptUrl = 'ide-session://assembly-loads.js';

/**
 * Runs in each document before its own scripts. `trace` makes the proxy forward an announcement to the
 * debugger when it has set the breakpoints in the assembly.
 */
export const pageScript = `(() => {
  const debug = console.debug;
  if (debug[Symbol.for('${holdFunction}')]) return;
  function ${holdFunction}() {
    debugger;
  }
  console.debug = function (...values) {
    const [marker, event] = values;
    const isLoad = marker === '${loadMarker}' && String(event).includes('"AssemblyLoaded"');
    if (!isLoad) return Reflect.apply(debug, this, values);
    debug.call(console, marker, event, '{"trace":true}');
    ${holdFunction}();
  };
  console.debug[Symbol.for('${holdFunction}')] = true;
})();
//# sourceURL=${pageScriptUrl}`;
