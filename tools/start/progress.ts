// Progress messages for the user.

const signOfLifeMilliseconds = 15_000;

/** Prints an action, that it continues every 15 s, and how long it took. */
export async function progress<Result>(title: string, work: Promise<Result>): Promise<Result> {
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const signOfLife = setInterval(
    () => console.log(`  ${title}: ${elapsed()} so far`),
    signOfLifeMilliseconds,
  );
  console.log(`  ${title} …`);
  try {
    const result = await work;
    console.log(`  ${title}: done in ${elapsed()}`);
    return result;
  } finally {
    clearInterval(signOfLife);
  }
}
