/** Why what comes for an application is not taken; `enabled` is undefined when there is none of its name. */
export function applicationFault(
  application: string,
  enabled: boolean | undefined,
  waiting: 'files' | 'rows',
): string | undefined {
  if (enabled === undefined) return `there is no application ${application}; ${waiting} wait`;
  return enabled ? undefined : `the application ${application} is disabled; ${waiting} wait`;
}
