/** Run in a process of its own: opens the database that is named, and says how that went. */
import { openDatabase } from "../../src/storage/database.ts";

const [file = ""] = process.argv.slice(2);

try {
  const database = await openDatabase(file);
  await database.destroy();
  process.stdout.write("opened\n");
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
}
