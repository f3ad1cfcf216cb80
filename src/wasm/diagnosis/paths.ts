/** Whether a path is one of Windows, whatever this machine is. */
function isOfWindows(path: string): boolean {
  return /^[a-z]:|^\\\\/i.test(path) || path.includes('\\');
}

/** A path in the one form in which two of them can be compared. */
function comparable(path: string): string {
  const slashes = isOfWindows(path) ? path.replaceAll('\\', '/').toLowerCase() : path;
  return slashes.length > 1 ? slashes.replace(/\/$/, '') : slashes;
}

/** Whether two absolute paths name the same file; those of Windows differ neither by case nor by slashes. */
export function isSamePath(one: string, other: string): boolean {
  return comparable(one) === comparable(other);
}

/** Whether an absolute path lies in a folder. */
export function isInside(folder: string, path: string): boolean {
  return `${comparable(path)}/`.startsWith(`${comparable(folder).replace(/\/$/, '')}/`);
}

/** The last part of a path of any system. */
export function fileName(path: string): string {
  return path.replace(/^.*[\\/]/s, '');
}

/** The parts of a path of any system, without its root. */
export function partsOf(path: string): readonly string[] {
  return path
    .replace(/^[a-z]:/i, '')
    .split(/[\\/]/)
    .filter((part) => part !== '');
}

/** Whether a path begins with what deterministic builds put before their sources' paths. */
export function isDeterministic(path: string): boolean {
  return /^\/_\d*\//.test(path);
}

/** Whether a source file was made by the build, so that nobody has it open. */
export function isGenerated(path: string): boolean {
  return /[\\/]obj[\\/]|\.g(\.i)?\.cs$|\.(AssemblyInfo|AssemblyAttributes)\.cs$/i.test(path);
}
