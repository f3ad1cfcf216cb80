const { levels } = require('./tools/checks/layers.cjs');

const layerRules = levels.flatMap((layers, level) =>
  layers.map((layer) => ({
    name: `${layer}-imports-only-below`,
    severity: 'error',
    comment:
      'Imports point one way, and layers of one level do not import each other (ARCHITECTURE.md).',
    from: { path: `^src/${layer}/` },
    to: {
      path: '^src/',
      pathNot: `^src/(${[layer, ...levels.slice(0, level).flat()].join('|')})/`,
    },
  })),
);

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'programs-know-no-requests',
      severity: 'error',
      comment:
        'What builds, serves and shows projects faces the runner port, never who asked for it.',
      from: { path: '^src/(dotnet|browser|projects|wasm|apps)/' },
      to: { path: '^src/(endpoint|api|trace)/' },
    },
    {
      name: 'debug-bridge-knows-no-requests',
      severity: 'error',
      comment:
        "Debug sessions and requests meet in the sessions alone; only the window's host joins them.",
      from: { path: '^src/vscode/(debug|run)/' },
      to: { path: '^src/(endpoint|host|api|trace)/' },
    },
    {
      name: 'vscode-only-in-its-layer',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(vscode/|extension\\.ts$)' },
      to: { path: '^vscode$' },
    },
    {
      name: 'delivery-knows-no-transport',
      severity: 'error',
      comment:
        "Delivery faces sessions on one side and a port on the other; sockets are the endpoint's.",
      from: { path: '^src/endpoint/delivery/' },
      to: { path: '^(src/endpoint/(?!delivery/)|node_modules/(express|ws)/|express$|ws$)' },
    },
    {
      name: 'controller-knows-only-the-wire',
      severity: 'error',
      comment:
        'The test controller proves the endpoint from outside, so it shares no code with it.',
      from: { path: '^tools/controller/' },
      to: { path: '^src/' },
    },
    {
      name: 'tools-know-no-tests',
      severity: 'error',
      comment: 'Tests use tools, never the other way round.',
      from: { path: '^tools/' },
      to: { path: '^test/.*\\.ts$' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      // TypeScript's own resolution, which the type check uses, finds its API.
      to: { couldNotResolve: true, pathNot: '^vscode$|^typescript/unstable/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'default'],
    },
  },
};
