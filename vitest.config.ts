import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // The same results everywhere, also where the machine stands in another zone or language.
    env: { TZ: "Pacific/Kiritimati", LANG: "C", NO_COLOR: "1" },
    testTimeout: 20_000,
  },
});
