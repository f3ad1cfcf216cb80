/**
 * The layers of src/, from the lowest to the highest. A layer imports from the levels below its own and
 * from itself; layers of one level do not import each other.
 */
exports.levels = [
  ['common'],
  ['protocol', 'pageView'],
  ['sessions', 'launch'],
  ['endpoint', 'api', 'trace', 'processes'],
  ['dotnet', 'browser'],
  ['projects', 'wasm'],
  ['apps'],
  ['host'],
  ['cli', 'vscode'],
];
