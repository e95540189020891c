/** Starts a stopwatch of this process; call what it returns for the seconds since. */
export function stopwatch(): () => number {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    // Waiting for a core is no work, and what a collector's helper threads do meanwhile costs no time: the smaller counts.
    return Math.min((performance.now() - wall) / 1e3, (user + system) / 1e6);
  };
}
