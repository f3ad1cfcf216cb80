/** Returns the properties of a debug configuration that pass variables to the program, by debug type. */
export function adapterVariables(
  debugType: string,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  switch (debugType) {
    case 'cppdbg':
    case 'cppvsdbg':
      return {
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
      };
    case 'maui':
      // The app may run on another machine.
      return {};
    default:
      return { env: environment };
  }
}
