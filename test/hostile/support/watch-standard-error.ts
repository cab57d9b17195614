/** Keeps what the process writes to standard error (the operational log) instead of showing it. */
export function watchStandardError(): { text(): string; restore(): void } {
  const write = process.stderr.write;
  const kept: string[] = [];
  process.stderr.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    kept.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const callback = rest.find((argument) => typeof argument === 'function');
    if (typeof callback === 'function') callback();
    return true;
  }) as typeof write;
  return {
    text: () => kept.join(''),
    restore: () => {
      process.stderr.write = write;
    },
  };
}
