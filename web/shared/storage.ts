/** The browser's local storage, which may be full, blocked or gone at any moment; none of that may cost anybody a message. */

export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** Local storage, or null where even asking for it throws. */
export function browserStore(): Storage | null {
  return attempt(() => window.localStorage) ?? null;
}

/**
 * Puts `value` in. False when storage will not take it: then nothing older is left there either, which would be read
 * in the place of what its owner holds now.
 */
export function put(store: Store | null, key: string, value: string): boolean {
  if (store && attempt(() => (store.setItem(key, value), true))) return true;
  attempt(() => store?.removeItem(key));
  return false;
}

/** What `action` returns, or undefined when it throws. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
