import type { OpenStorage } from './storage.ts';

/** Keeps nothing: for tests and trials. */
export const memoryStorage: OpenStorage = async (memory) => ({
  write: async (decide) => {
    memory.apply(decide());
  },
  close: async () => {},
});
