import type { ProjectKnowledge } from '../../src/dotnet/build/builds.ts';

/** Knows nothing of projects and records nothing, so that each build is made. */
export const noKnowledge: ProjectKnowledge = {
  evaluated: () => Promise.resolve(),
  expect: () => undefined,
  recorder: () => () => Promise.resolve(),
  evaluations: () => Promise.resolve([]),
};
