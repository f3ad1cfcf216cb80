import type { IdeSession, SessionSpec } from '../../protocol/ideSession.ts';

const specs = new WeakMap<SessionSpec, SessionSpec>();

/** Returns a session without values of variables: they are secret and may be large, so that no copy is kept. */
export function withoutValues(session: IdeSession): IdeSession {
  const { spec } = session;
  if (spec.env.length === 0) return session;
  let bare = specs.get(spec);
  if (bare === undefined) {
    bare = { ...spec, env: spec.env.map(({ name }) => ({ name, value: '' })) };
    specs.set(spec, bare);
  }
  return { ...session, spec: bare };
}
