import { fc } from '../../../../tools/fixtures/property.ts';
import { assigned, type Given, targets } from './assigned.ts';
import type { Stop, StoppingPage } from './page.ts';
import { stopLine } from './sources.ts';

/** How the debugger is told to set something. */
type Way = 'expression' | 'view';

/** The value to assign to each target of each stop. */
type Plan = Readonly<Record<string, Readonly<Record<string, Given>>>>;

/** What the page should have at the end, by stop and target. */
type Model = Map<string, ReadonlyMap<string, Given>>;

export const plans: fc.Arbitrary<Plan> = fc.record(
  Object.fromEntries(Object.entries(targets).map(([stop, values]) => [stop, fc.record(values)])),
);

/**
 * Sets values at each stop, by expressions and as the Variables view does in turn. Returns what is not as the page says
 * afterwards.
 */
export async function assignAll(
  page: StoppingPage,
  values: readonly Plan[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [round, plan] of values.entries()) {
    wrong.push(...(await assignOnce(page, plan, round % 2 === 0 ? 'expression' : 'view')));
  }
  return wrong;
}

async function assignOnce(page: StoppingPage, plan: Plan, way: Way): Promise<readonly string[]> {
  const wrong: string[] = [];
  const model: Model = new Map();
  page.logged.length = 0;
  await page.run(assigned.type);
  for (let next = await page.next(); next.kind === 'stop'; next = await page.next()) {
    const { file, line } = next.stop.place;
    const name = Object.keys(plan).find((stop) => line === stopLine(file, stop)) ?? '';
    const expected = new Map<string, Given>();
    for (const [target, given] of Object.entries(plan[name] ?? {})) {
      const error = await assign(target, given, { page, stop: next.stop, way });
      const isRefused = given.told === undefined;
      if (isRefused !== (error !== undefined)) {
        wrong.push(`${name}: ${target} = ${given.code} by ${way} has ${error ?? 'no error'}`);
      }
      if (!isRefused || given.kept !== undefined) expected.set(target, given);
    }
    model.set(name, expected);
    await page.resume();
  }
  const missed = Object.keys(plan).filter((stop) => !model.has(stop));
  wrong.push(...missed.map((stop) => `The page did not stop at ${stop}.`));
  return [...wrong, ...compare(model, page.logged)];
}

/** Sets a variable, and returns the error. */
async function assign(
  target: string,
  { code }: Given,
  { page, stop, way }: { page: StoppingPage; stop: Stop; way: Way },
): Promise<string | undefined> {
  const path = way === 'view' ? findPath(target) : undefined;
  try {
    if (path === undefined) return await stop.assign(target, code);
    const before = page.logged.length;
    const error = await stop.set(path, code);
    return error ?? page.logged.slice(before).find((text) => text.includes('was not set'));
  } catch (cause) {
    throw new Error(`${target} = ${code} by ${way} failed`, { cause });
  }
}

/** Where the Variables view shows it: a variable, a member of an object or an element of an array. */
function findPath(target: string): readonly string[] | undefined {
  if (/^[a-z]\w*$/.test(target)) return target === 'title' ? undefined : [target];
  const [, owner, member, index] = /^([a-z]\w*)(?:\.(\w+)|\[(\d+)\])$/.exec(target) ?? [];
  const isShown = ['held', 'numbers', 'texts', 'objects'].some((one) => one === owner);
  return isShown && owner !== undefined ? [owner, member ?? index ?? ''] : undefined;
}

/** What the page tells of the variables that differs from the model. */
function compare(model: Model, logged: readonly string[]): readonly string[] {
  const told = logged
    .filter((text) => text.startsWith('told: '))
    .map((text) => JSON.parse(text.slice('told: '.length)) as Readonly<Record<string, string>>);
  const [method, inAsync, inLambda, outside] = told;
  const found = { method, async: inAsync, lambda: { ...outside, ...inLambda } };
  return Object.entries(found).flatMap(([name, values]) =>
    [...(model.get(name) ?? [])]
      .filter(([target, given]) => !isTold(values?.[target], given))
      .map(([target, { code }]) => `${name}: ${target} = ${code} is ${values?.[target]} there`),
  );
}

function isTold(found: string | null | undefined, { isReal, kept, told }: Given): boolean {
  if (isReal === true) return Number(found) === Number(told);
  return (found ?? null) === (kept ?? told);
}
