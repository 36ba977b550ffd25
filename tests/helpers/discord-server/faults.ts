/** What goes wrong on the way, on demand. */

export interface Fault {
  /** Which requests meet it. */
  readonly method: string;
  readonly path: RegExp;
  readonly kind:
    | {
        readonly do: "answer";
        readonly status: number;
        readonly body: object;
        readonly headers?: Record<string, string>;
      }
    /** The connection breaks before anything happened. */
    | { readonly do: "reset" }
    /** It is carried out, and the connection breaks before the answer. */
    | { readonly do: "lose" }
    /** It is carried out, and the answer says 500. */
    | { readonly do: "fail" }
    /** It is carried out, and nothing is ever answered. */
    | { readonly do: "hang" };
  /** How many requests still meet it. */
  times: number;
}

/** The fault that this request meets, counted down. */
export function takeFault(faults: readonly Fault[], method: string, path: string): Fault["kind"] | undefined {
  const fault = faults.find((each) => each.times > 0 && each.method === method && each.path.test(path));
  if (fault === undefined) return undefined;
  fault.times--;
  return fault.kind;
}
