import type { ProjectKnowledge } from '../../src/dotnet/builds.ts';

/** Knows nothing of projects and learns nothing, so that each build is made. */
export const noKnowledge: ProjectKnowledge = {
  evaluated: () => Promise.resolve(),
  expect: () => undefined,
  learning: () => () => Promise.resolve(),
  evaluations: () => Promise.resolve([]),
};
