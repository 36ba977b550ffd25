/** Whose vectors are still to be asked for, and who is asking for which. Each step costs what it takes or gives, and no more. */
import type { Connection } from "./vector-file.ts";
import type { ClaimRequest } from "./vector-requests.ts";

export interface QueuedPaper {
  readonly number: number;
  /** Milliseconds since 1970: the newest come first. */
  readonly published: number;
}

export interface Taken {
  readonly number: number;
  readonly wasRefused: boolean;
}

export interface VectorQueue {
  /** Begins with all papers there are. */
  begin(generation: number): void;
  add(generation: number, paper: QueuedPaper): void;
  /** Its place is that of another day. */
  move(generation: number, paper: QueuedPaper, published: number): void;
  /** It has a vector now, or needs none. */
  remove(generation: number, paper: QueuedPaper): void;
  /** The newest first; what the server would not take comes last. */
  take(request: ClaimRequest): readonly Taken[];
  giveBack(owner: string): void;
  /** The server would not take it. Nothing changes if nobody has it any more. */
  postpone(generation: number, number: number, now: number, waitMs: number): void;
  /** Whether only those are left that the server would not take. */
  isDone(generation: number): boolean;
  /** Forgets about so many; says whether it did. */
  forget(generation: number, limit: number): boolean;
}

/** A thousand days are as good as never. */
const MOST_DOUBLINGS = 10;

export function createVectorQueue(db: Connection): VectorQueue {
  const addAll = db.prepare(
    "INSERT INTO due (generation, published, number) SELECT ?, published, number FROM paper",
  );
  const add = db.prepare("INSERT OR IGNORE INTO due (generation, published, number) VALUES (?, ?, ?)");
  const drop = db.prepare("DELETE FROM due WHERE generation = ? AND published = ? AND number = ?");
  const move = db.prepare(
    "UPDATE due SET published = ? WHERE generation = ? AND published = ? AND number = ?",
  );
  const newest = db.prepare<[number, number], QueuedPaper>(
    "SELECT number, published FROM due WHERE generation = ? ORDER BY published DESC, number DESC LIMIT ?",
  );
  const wait = db.prepare(
    `INSERT INTO waiting (generation, number, owner, times, until) VALUES (?, ?, ?, 0, ?)
     ON CONFLICT DO UPDATE SET owner = excluded.owner, until = excluded.until`,
  );
  const waited = db
    .prepare<[number, number, number, number], number>(
      "SELECT number FROM waiting WHERE generation = ? AND (times > 0) = ? AND until <= ? ORDER BY until LIMIT ?",
    )
    .pluck();
  const endWait = db.prepare("DELETE FROM waiting WHERE generation = ? AND number = ?");
  const giveBack = db.prepare("UPDATE waiting SET owner = NULL, until = 0 WHERE owner = ?");
  const postpone = db.prepare(
    `UPDATE waiting SET owner = NULL, times = times + 1, until = ? + ? * (1 << min(times, ${MOST_DOUBLINGS}))
     WHERE generation = ? AND number = ?`,
  );
  const anyDue = db.prepare("SELECT 1 FROM due WHERE generation = ? LIMIT 1");
  const anyAsked = db.prepare("SELECT 1 FROM waiting WHERE generation = ? AND (times > 0) = 0 LIMIT 1");
  const forgetDue = db.prepare(
    `DELETE FROM due WHERE generation = ? AND (published, number) IN
       (SELECT published, number FROM due WHERE generation = ? LIMIT ?)`,
  );
  const forgetWaiting = db.prepare(
    "DELETE FROM waiting WHERE generation = ? AND number IN (SELECT number FROM waiting WHERE generation = ? LIMIT ?)",
  );

  return {
    begin: (generation) => void addAll.run(generation),
    add: (generation, { published, number }) => void add.run(generation, published, number),
    move: (generation, { published, number }, to) => void move.run(to, generation, published, number),
    remove(generation, { published, number }) {
      drop.run(generation, published, number);
      endWait.run(generation, number);
    },
    take({ generation, owner, limit, now, until }) {
      // Whoever had these has not come back with them.
      const dropped = waited.all(generation, 0, now, limit);
      const fresh = newest.all(generation, limit - dropped.length);
      const refused = waited.all(generation, 1, now, limit - dropped.length - fresh.length);
      for (const { published, number } of fresh) drop.run(generation, published, number);
      const taken = [
        ...[...dropped, ...fresh.map(({ number }) => number)].map((number) => ({
          number,
          wasRefused: false,
        })),
        ...refused.map((number) => ({ number, wasRefused: true })),
      ];
      for (const { number } of taken) wait.run(generation, number, owner, until);
      return taken;
    },
    giveBack: (owner) => void giveBack.run(owner),
    postpone: (generation, number, now, waitMs) => void postpone.run(now, waitMs, generation, number),
    isDone: (generation) => anyDue.get(generation) === undefined && anyAsked.get(generation) === undefined,
    forget(generation, limit) {
      const { changes } = forgetDue.run(generation, generation, limit);
      return changes > 0 || forgetWaiting.run(generation, generation, limit).changes > 0;
    },
  };
}
