/** Text that tries everything. */
import fc from "fast-check";

/** Any characters at all, with those that do harm far more often than chance would bring them. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "\u001b[31m",
        "\u001b]8;;https://evil.example\u0007",
        "\u001b",
        "\u009b",
        "\u0007",
        "\u202e",
      ),
      fc.constantFrom(
        "\ud83d",
        "\udc00",
        "\r\n",
        "\u0085",
        "\u2028",
        "\u001bP+q",
        "\u009c",
        "\u0000",
        "[2J",
        "]52;c;",
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
