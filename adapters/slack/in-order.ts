/** Work for the same thing is done one after the other, in the order in which it came. */
export type InOrder = (key: string, work: () => Promise<void>) => Promise<void>;

export function createInOrder(): InOrder {
  const last = new Map<string, Promise<void>>();
  return (key, work) => {
    const run = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, run);
    const end = () => last.get(key) === run && last.delete(key);
    run.then(end, end);
    return run;
  };
}
