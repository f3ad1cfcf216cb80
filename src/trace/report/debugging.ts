import { choose, type Fact, label } from './harmless.ts';
import type { Section } from './report.ts';
import type { choices } from './vocabulary.ts';

/** A debug session of the editor. */
export interface ShownDebugSession {
  readonly id: string;
  /** The debug type. */
  readonly type: string;
  /** The id of the session that started it. */
  readonly parent: string | undefined;
  /** Whether it was started for a session of the host. */
  readonly isOfHost: boolean;
}

/** What is shown of a breakpoint. */
export interface ShownBreakpoint {
  readonly kind: (typeof choices.breakpointKinds)[number];
  /** The extension of its file, with the dot. */
  readonly extension: string;
  readonly isEnabled: boolean;
  readonly hasCondition: boolean;
  readonly isLogpoint: boolean;
}

/** Describes the debug sessions of the window, numbered in the order of their starts. */
export function describeDebugSessions(sessions: readonly ShownDebugSession[]): Section {
  const numberOf = (id: string | undefined): Fact => {
    const index = sessions.findIndex((session) => session.id === id);
    return index < 0 ? label('none') : index + 1;
  };
  return {
    kind: 'debugSessions',
    rows: sessions.map(({ id, isOfHost, parent, type }) => [
      numberOf(id),
      choose('debugTypes', type),
      numberOf(parent),
      isOfHost,
    ]),
  };
}

/** Counts breakpoints that don't differ in what is shown of them. */
export function describeBreakpoints(breakpoints: readonly ShownBreakpoint[]): Section {
  const groups = new Map<string, { readonly facts: readonly Fact[]; count: number }>();
  for (const breakpoint of breakpoints) {
    const facts = describeBreakpoint(breakpoint);
    const key = facts.join(' ');
    const group = groups.get(key) ?? { facts, count: 0 };
    group.count++;
    groups.set(key, group);
  }
  const rows = [...groups.values()].map(({ count, facts }) => [...facts, count]);
  return { kind: 'breakpoints', rows };
}

function describeBreakpoint(breakpoint: ShownBreakpoint): readonly Fact[] {
  const { extension, hasCondition, isEnabled, isLogpoint, kind } = breakpoint;
  return [
    choose('breakpointKinds', kind),
    choose('fileExtensions', extension),
    isEnabled,
    hasCondition,
    isLogpoint,
  ];
}
