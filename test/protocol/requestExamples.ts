/** Run session requests as the hosting side sends them, one for each launch configuration type. */
export const launchConfigurationExamples = {
  project: {
    type: 'project',
    mode: 'Debug',
    launch_profile: 'https',
    disable_launch_profile: false,
    build_configuration: 'Debug',
    project_path: '/src/Shop/Shop.csproj',
  },
  'project-with-external-build.v1': {
    type: 'project-with-external-build.v1',
    mode: 'NoDebug',
    project_path: '/src/Orders/Orders.csproj',
    launch_profile: 'http',
    disable_launch_profile: false,
    build_configuration: 'Release',
    build_environment: { FLAVOR: 'plain' },
    build_working_directory: '/src',
    suppress_build: true,
  },
  python: {
    type: 'python',
    mode: 'Debug',
    program_path: '/src/worker/main.py',
    module: '',
    interpreter_path: '/src/worker/.venv/bin/python',
    working_directory: '/src/worker',
  },
  node: {
    type: 'node',
    mode: 'NoDebug',
    script_path: '/src/web/server.js',
    runtime_executable: 'node',
    working_directory: '/src/web',
    launch_method: 'direct',
  },
  bun: {
    type: 'bun',
    mode: 'Debug',
    script_path: '/src/bun/package.json',
    runtime_executable: 'bun',
    working_directory: '/src/bun',
    launch_method: 'package-manager',
  },
  browser: {
    type: 'browser',
    mode: 'Debug',
    url: 'https://localhost:7001',
    web_root: '/src/Client/Client.csproj',
    browser: 'msedge',
  },
  go: {
    type: 'go',
    mode: 'Debug',
    program: '/src/go/cmd/api',
    working_directory: '/src/go',
    build_flags: '-tags=integration',
  },
  rust: {
    type: 'rust',
    mode: 'Debug',
    cargo: { args: ['build', '--bin', 'api'], executable_path: '/src/rust/target/debug/api' },
    working_directory: '/src/rust',
  },
  java: {
    type: 'java',
    mode: 'Debug',
    request: 'launch',
    working_directory: '/src/java',
    main_class: 'example.App',
    project_name: 'app',
    class_paths: ['/src/java/target/classes'],
    vm_args: '-Xmx1g',
    build_tool: 'maven',
  },
  maui: {
    type: 'maui',
    mode: 'NoDebug',
    project_path: '/src/App/App.csproj',
    target_framework: 'net10.0-android',
    platform: 'android',
    target_kind: 'emulator',
    device: 'pixel',
    runtime_identifier: 'android-arm64',
    msbuild_properties: { Configuration: 'Debug' },
  },
  'azure-functions': {
    type: 'azure-functions',
    mode: 'Debug',
    project_path: '/src/Functions/Functions.csproj',
  },
} as const;

/** A complete request for a launch configuration. */
export function requestOf(launchConfiguration: object): object {
  return {
    launch_configurations: [launchConfiguration],
    env: [
      { name: 'OTEL_SERVICE_NAME', value: 'shop' },
      { name: 'EMPTY', value: '' },
    ],
    args: ['--urls', 'http://localhost:5000'],
  };
}
