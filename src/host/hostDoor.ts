import type { HostApi } from './hostApi.ts';
import { tmpdir } from 'node:os';
import { Door } from '../api/door/door.ts';
import { createDoorHandler, type DoorHost } from '../api/door/doorRoutes.ts';
import type { ExplainBreakpoints } from '../api/door/explanation.ts';
import { doorErrors } from '../api/door/errors.ts';
import { findDoorFolder } from '../api/door/doorFolder.ts';
import type { CreateReport } from '../api/door/hostReport.ts';
import type { HostFacts } from '../api/door/hostFacts.ts';
import type { Clock } from '../common/clock.ts';
import { listKnown, type ListStartable } from './known/listKnown.ts';
import { type Log, getMessage } from '../common/log.ts';
import { readDescriptorLimit } from '../common/server/descriptorLimit.ts';
import type { LaunchTypes } from '../launch/launchTypes.ts';
import { createInfo } from '../protocol/info.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { RunMode } from '../protocol/launchConfigurations.ts';
import { findStart } from './processStart.ts';

/** What the command line can show about a host. */
export interface HostDoorOptions {
  readonly kind: HostFacts['kind'];
  /** The version of IDE Session Host. */
  readonly version: string;
  /** The absolute folders of its workspace. */
  readonly folders: () => readonly string[];
  /** How controllers start by default. */
  readonly runMode: () => RunMode;
  /** Absent without an editor. */
  readonly explainBreakpoints?: ExplainBreakpoints;
  /** What can be started in its workspace; nothing if absent. */
  readonly listStartable?: ListStartable;
  readonly createReport: CreateReport;
}

/** The parts of a host that its door shows. */
interface ShownHost {
  readonly endpoint: { readonly port: number };
  readonly launchTypes: LaunchTypes;
  readonly api: HostApi;
  readonly sessions: Pick<Sessions, 'list'>;
  environment(runMode: RunMode): Readonly<Record<string, string>>;
}

const maxConnections = 500;
/** The share of the file descriptors that connections of the command line may use. */
const share = 1 / 8;

/** Returns the folder of the doors of this user's hosts. */
export function getDoorFolder(): string {
  return findDoorFolder({
    environment: process.env,
    platform: process.platform,
    temporary: tmpdir(),
    user: process.getuid?.(),
  });
}

/** Opens the door of a host. Without one the host still serves controllers, so a failure is only logged. */
export async function openHostDoor(
  host: ShownHost,
  options: HostDoorOptions,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<Door | undefined> {
  const descriptors = readDescriptorLimit() ?? Infinity;
  try {
    return await Door.open({
      folder: getDoorFolder(),
      user: process.getuid?.(),
      findStart,
      handler: createDoorHandler(show(host, options, clock), host.api.handle),
      clock,
      log,
      connectionLimit: Math.min(maxConnections, Math.max(1, Math.floor(descriptors * share))),
    });
  } catch (error) {
    log.warn(doorErrors.DoorNotOpened({ reason: getMessage(error) }).message);
    return undefined;
  }
}

function show(host: ShownHost, options: HostDoorOptions, clock: Clock): DoorHost {
  const opened = clock.now();
  const { createReport, explainBreakpoints, folders, kind, listStartable, runMode, version } =
    options;
  const facts = (): HostFacts => {
    const { protocols_supported, supported_launch_configurations } = createInfo(
      host.launchTypes.list(),
    );
    return {
      pid: process.pid,
      kind,
      version,
      folders: [...folders()],
      port: host.endpoint.port,
      opened: opened.toISOString(),
      runMode: runMode(),
      protocols: [...protocols_supported],
      launchTypes: [...supported_launch_configurations],
    };
  };
  return {
    facts,
    environment: (mode) => host.environment(mode),
    known: () => {
      const startable = listStartable?.() ?? { items: [], isSearching: false };
      return listKnown(host.sessions.list(), startable, clock.now());
    },
    explainBreakpoints,
    createReport,
  };
}
