/** Our own count of requests, so that a source need not refuse any. */

export interface Quota {
  /** Takes one request out of the quota; if there is none left, tells when there will be. */
  take(now: Date): Date | undefined;
}

/** So many requests in any window of that length. */
export function createQuota({ requests, windowMs }: { requests: number; windowMs: number }): Quota {
  const taken: number[] = [];
  return {
    take(now) {
      const at = now.getTime();
      while (taken[0] !== undefined && taken[0] <= at - windowMs) taken.shift();
      if (taken.length >= requests) return new Date((taken[0] ?? at) + windowMs);
      taken.push(at);
      return undefined;
    },
  };
}
