/** Rooms in the order in which they may know each other: a room imports only from levels below its own. */
const levels = [
  ['common'],
  ['protocol'],
  ['sessions', 'launch'],
  ['runners', 'endpoint', 'api', 'trace'],
  ['dotnet'],
  ['blazor'],
  ['cli', 'vscode'],
];

const roomRules = levels.flatMap((rooms, level) =>
  rooms.map((room) => ({
    name: `${room}-imports-only-below`,
    severity: 'error',
    comment:
      "Imports point one way, and folders on one level don't import each other (ARCHITECTURE.md).",
    from: { path: `^src/${room}/` },
    to: {
      path: '^src/',
      pathNot: `^src/(${[room, ...levels.slice(0, level).flat()].join('|')})/`,
    },
  })),
);

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'programs-know-no-requests',
      severity: 'error',
      comment: 'What builds and serves projects faces the runner port, never who asked for it.',
      from: { path: '^src/(dotnet|blazor)/' },
      to: { path: '^src/(endpoint|api|trace)/' },
    },
    {
      name: 'vscode-only-in-its-room',
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
      from: { path: '^test/controller/' },
      to: { path: '^src/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'] },
  },
};
