/**
 * A Memory whose values nobody can read from the disk: AES-256-GCM with a nonce of its own for each value. The first key
 * encrypts, every key decrypts, so that keys can be changed without losing anything. Names of entries stay readable.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Json, Memory } from "../platform/memory.ts";

/** A key that is ready for use, and the short name by which values say which key locks them. */
export interface SecretKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The first one encrypts, all decrypt. */
export type SecretKeys = readonly [SecretKey, ...SecretKey[]];

/** A value cannot be unlocked: its key is missing, or somebody changed it. */
export class LockedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LockedError";
  }
}

/** How long the text of a key must be: 32 random bytes as base64 take 44 characters, as hexadecimal digits 64. */
const LEAST_CHARACTERS = 32;

/**
 * Reads `PAPERBOY_SECRET_KEY`: one key or several, separated by commas, the one that encrypts first; nothing between two
 * commas is no key. Any text of at least 32 characters is a key. `problem` names no value.
 */
export function parseSecretKeys(text: string): { keys: SecretKeys } | { problem: string } {
  const parts = text.split(",").map((part) => part.trim());
  const [first, ...others] = parts.filter((part) => part !== "");
  if (first === undefined || [first, ...others].some((part) => part.length < LEAST_CHARACTERS)) {
    return {
      problem: `a key of at least ${LEAST_CHARACTERS} characters, or several with commas between them (openssl rand -base64 32 makes one)`,
    };
  }
  return { keys: [makeKey(first), ...others.map(makeKey)] };
}

function makeKey(text: string): SecretKey {
  const bytes = new Uint8Array(hkdfSync("sha256", text, "", "paperboy memory", 32));
  return { id: createHash("sha256").update(bytes).digest("base64url").slice(0, 8), bytes };
}

const CIPHER = "aes-256-gcm";
/** NIST SP 800-38D recommends 96 bits for the nonce and 128 for the tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `[version, key's id, nonce + tag + text]` */
const sealed = z.tuple([z.literal(1), z.string(), z.base64url()]);
const json = z.json();

/** The memory of one owner, locked. What was stored before there was a key stays readable and is locked when set again. */
export function encryptMemory(inner: Memory, owner: string, keys: SecretKeys): Memory {
  const [current] = keys;

  const lock = (key: string, value: Json): Json => {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, current.bytes, nonce).setAAD(context(owner, key));
    const body = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
    return {
      locked: [1, current.id, Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")],
    };
  };

  const unlock = (key: string, value: Json): Json => {
    const wrapped = z.strictObject({ locked: sealed }).safeParse(value);
    if (!wrapped.success) return value;
    const [, keyId, text] = wrapped.data.locked;
    const secret = keys.find((known) => known.id === keyId);
    if (secret === undefined) {
      throw new LockedError(
        "A stored value is locked with a key that PAPERBOY_SECRET_KEY does not hold. Add the old key after the new one.",
      );
    }
    const bytes = Buffer.from(text, "base64url");
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv(CIPHER, secret.bytes, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(context(owner, key)).setAuthTag(tag);
      const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return json.parse(JSON.parse(Buffer.concat([body, decipher.final()]).toString("utf8")));
    } catch {
      throw new LockedError("A stored value was changed by somebody who has no key.");
    }
  };

  return {
    async get(key) {
      const value = await inner.get(key);
      return value === undefined ? undefined : unlock(key, value);
    },
    set: (key, value, expiresAt) => inner.set(key, lock(key, value), expiresAt),
    add: (key, value, expiresAt) => inner.add(key, lock(key, value), expiresAt),
    delete: (key) => inner.delete(key),
    list: (prefix) => inner.list(prefix),
  };
}

/** Binds a value to its place, so that it cannot be moved to another key or owner. */
function context(owner: string, key: string): Buffer {
  return Buffer.from(JSON.stringify([owner, key]), "utf8");
}
