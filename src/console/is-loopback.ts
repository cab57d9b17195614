/** Whether the other end is this very machine. */
export function isLoopback(peer: string): boolean {
  return peer === '::1' || /^127\.\d+\.\d+\.\d+$/.test(peer);
}
