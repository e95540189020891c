/** What `read` makes of the command line; where it throws, its message as one line and exit code 1. */
export function readOrExit<T>(read: () => T): T {
  try {
    return read();
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : String(problem));
    process.exit(1);
  }
}
