import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "tests/helpers/compiled-threads.ts",
    alias: [
      {
        find: /^\.\.?\/thread-file\.ts$/,
        replacement: join(import.meta.dirname, "tests/helpers/compiled-threads.ts"),
      },
    ],
    include: ["tests/**/*.test.ts"],
    // The same results everywhere, also where the machine stands in another zone or language.
    env: { TZ: "Pacific/Kiritimati", LANG: "C", NO_COLOR: "1" },
    // For what hangs: on a busy machine, threads and processes take their time to start.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
