import type { ProjectKnowledge } from '../../src/dotnet/build/builds.ts';

/** Knows nothing of projects and learns nothing, so that each build is made. */
export const noKnowledge: ProjectKnowledge = {
  evaluated: () => Promise.resolve(),
  expect: () => undefined,
  learning: () => () => Promise.resolve(),
  evaluations: () => Promise.resolve([]),
};
