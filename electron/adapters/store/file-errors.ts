/** For reading what may not be there: `readFile(…).catch(ifAbsent(''))`. Everything else is thrown on. */
export function ifAbsent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return value;
    throw error;
  };
}

/** @returns the code of the operating system where there is one, without any path */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
