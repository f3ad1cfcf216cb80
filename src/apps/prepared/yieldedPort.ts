import { HumanError } from '../../common/humanError.ts';
import type { ProjectTools } from '../../projects/projectLaunch.ts';
import type { LoadedPages } from '../launch.ts';

type Servers = ProjectTools['servers'];

/** Starts servers again whose port is taken, once the server of a page has ended that no launch has asked for. */
export function withYieldedPort(servers: Servers, pages: LoadedPages | undefined): Servers {
  if (pages === undefined) return servers;
  return {
    async acquire(...server) {
      try {
        return await servers.acquire(...server);
      } catch (error) {
        const isTaken = error instanceof HumanError && error.code === 'PortTaken';
        if (!isTaken || !(await pages.yieldPort())) throw error;
        return servers.acquire(...server);
      }
    },
  };
}
