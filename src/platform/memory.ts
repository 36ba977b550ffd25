/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * What an adapter must remember over restarts (installations, one-time states, events already seen), kept by the
 * core: keys to JSON, with expiry, encrypted at rest. Each adapter has its own.
 */
export interface Memory {
  /** The value, unless there is none or it has expired. Parse it: an older version may have written it. */
  get(key: string): Promise<Json | undefined>;
  set(key: string, value: Json, expiresAt?: Date): Promise<void>;
  /** Sets the value unless the key has one; tells whether it did. Of many callers at once only one is told true. */
  add(key: string, value: Json, expiresAt?: Date): Promise<boolean>;
  /** Tells whether there was a value. Of many callers at once only one is told true. */
  delete(key: string): Promise<boolean>;
  /** All keys that begin with `prefix`, in order. */
  list(prefix: string): Promise<readonly string[]>;
}
