import { KeptBrowser } from '../../apps/keptBrowser.ts';
import { canPrepareProjects } from '../../apps/launch.ts';
import type { RunStrategy } from '../../sessions/run/strategy.ts';
import { PagePauses } from '../debug/page/pagePauses.ts';
import type { EditorAppOptions } from './editorAppLaunch.ts';
import { ShownStrategy } from './shownStrategy.ts';

/** An app whose build and server are shown by an inline debug session, and whose page by js-debug below it. */
export function createAppStrategy(options: EditorAppOptions): RunStrategy {
  const { actions, plan, window } = options;
  const { name, root, scope } = options.session;
  const pauses = new PagePauses(options.launchOptions.host.clock);
  const pages = window.pageTabs.add({ name, title: plan.name, scope, pauses });
  const kept = new KeptBrowser();
  const strategy = new ShownStrategy({
    title: plan.name,
    root,
    requestRestart: actions.requestRestart,
    prepare: async (parent, events) => {
      // Loaded when it is first used.
      const { EditorAppLaunch } = await import('./editorAppLaunch.ts');
      return () => new EditorAppLaunch(options, { kept, pages, pauses }, parent, events);
    },
    prepareNext: createPreparation(options),
  });
  return {
    launch: (events) => strategy.launch(events),
    ...(strategy.prepare && { prepare: strategy.prepare }),
    close(outcome) {
      kept.dispose();
      pages.dispose();
      pauses.dispose();
      strategy.close(outcome);
    },
  };
}

/** Returns how to build a project while it runs; `undefined` for pages of others. */
function createPreparation({
  launchOptions: { candidates, host, tools },
  plan,
  session: { owner },
}: EditorAppOptions): RunStrategy['prepare'] {
  if (plan.kind !== 'project' || !canPrepareProjects) return undefined;
  const undebugged = { kind: 'undebugged', why: 'it is only built' } as const;
  const session = { ...owner, programDebugging: () => undebugged };
  const options = { candidates, host, tools, session };
  return async (events, signal) => {
    const { prepareProject } = await import('../../apps/prepareProject.ts');
    await prepareProject(plan, options, events, signal);
  };
}
