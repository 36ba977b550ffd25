import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readable } from "../../src/papers/tex.ts";

describe("readable", () => {
  test.each([
    // Formulas between dollar signs and in \( \)
    [String.raw`$\alpha$-divergence`, "α-divergence"],
    [String.raw`$O(n \log n)$`, "O(n log n)"],
    [String.raw`$\left(\sum_{i=1}^n x_i\right)$`, "(∑_(i = 1)ⁿxᵢ)"],
    [String.raw`$x \sim \mathcal{N}(0,1)$`, "x ∼ 𝒩(0,1)"],
    [String.raw`$\mathbb{R}^d$ and $\mathcal{GS}$`, "ℝᵈ and GS"],
    [String.raw`$\tilde{O}(\sqrt{n})$`, "Õ(√n)"],
    [String.raw`$\frac{1}{2}$ of $\frac{a+b}{c}$`, "1/2 of (a + b)/c"],
    [String.raw`$\sqrt[3]{\frac{81}{65}}$`, "³√(81/65)"],
    ["$e^{-x^2/2}$", "e^(−x²/2)"],
    [String.raw`$\nabla_{x}\log p(x_t)$`, "∇ₓ log p(xₜ)"],
    [String.raw`$-\log p$`, "−log p"],
    [String.raw`$\max_{i\in I} g_i$`, "max_(i ∈ I) gᵢ"],
    [String.raw`$\binom{n}{k}$`, "(n choose k)"],
    [String.raw`$\mathbf{TRACE}$`, "TRACE"],
    ["$10^{-3}$", "10⁻³"],
    [String.raw`120$\times$ at $50\%$`, "120× at 50%"],
    [String.raw`360$^\circ$`, "360°"],
    ["$k$-NN", "k-NN"],
    ["$<$5%", "<5%"],
    ["$ALLaM-34B$", "ALLaM-34B"],
    [String.raw`\(x^2\) and \[y_1\]`, "x² and y₁"],
    [String.raw`$\texttt{$\textbf{Flora}$}$`, "Flora"],
    [String.raw`tight$\unicode{x2014}$and`, "tight—and"],
    // Scripts that sources leave without dollar signs
    ["T_{2}^*", "T₂*"],
    ["VLM^2-Bench", "VLM²-Bench"],
    ["O(n^2) and R^2=0.81", "O(n²) and R²=0.81"],
    ["LaSOT_{ext} by π_{0.5}", "LaSOT_ext by π_0.5"],
    ["10^-3 and 10^{26}", "10⁻³ and 10²⁶"],
    ["full-360^{circ} view", "full-360° view"],
    ["f_1, x_i", "f₁, xᵢ"],
    // Accents
    [String.raw`Schr\"odinger, Erd\H{o}s, \v{C}ech, S\o ren`, "Schrödinger, Erdős, Čech, Søren"],
    [String.raw`na\"{\i}ve Ma\'nczak, S\~ao Paulo, Fran\c{c}ois`, "naïve Mańczak, São Paulo, François"],
    // Commands in sentences
    [String.raw`\textbf{\emph{bold}} and {\em slanted}`, "bold and slanted"],
    [String.raw`2.3\times greater, 360{\deg}, ({\Delta}{\Delta}G)`, "2.3× greater, 360°, (ΔΔG)"],
    [String.raw`(\eg, nonphysical; \ie what is not; \etc.)`, "(e.g., nonphysical; i.e. what is not; etc.)"],
    [String.raw`\href{https://a.org/b_c}{our code}`, "our code"],
    [String.raw`at \url{https://a.org/b\_c}`, "at https://a.org/b_c"],
    [String.raw`a site\footnote{https://a.org/x_y}.`, "a site (https://a.org/x_y)."],
    [String.raw`as verl~\cite{a2024}, shown`, "as verl, shown"],
    [String.raw`\textcolor{red}{warm}`, "warm"],
    [String.raw`x\textsuperscript{2}`, "x²"],
    // Typography and escapes
    [String.raw`50\% \& more, \$5, a\_b`, "50% & more, $5, a_b"],
    ["``quoted'' --- yes, pages 1--5", "“quoted” — yes, pages 1–5"],
    ["Table~1 of RTX~5090", "Table 1 of RTX 5090"],
    ["4{,}918", "4,918"],
    [String.raw`GPT-4o\'s \"own\" words`, `GPT-4o's "own" words`],
    // Unknown macros stay
    [String.raw`{\name} and \method{} by \Ours{x}`, String.raw`\name and \method{} by \Ours{x}`],
    [String.raw`$\foo + 1$`, String.raw`$\foo + 1$`],
  ])("%s", (tex, text) => {
    expect(readable(tex)).toBe(text);
  });

  test.each([
    "snake_case_name and float8_e5m2",
    "$5 and $10",
    "from $17.7K to $20K, or 90$ a day",
    "~130K steps, 10~20% more, 1M~4M",
    "https://a.org/~b_c^2/d--e?x=$1",
    "tool --option -v, a -> b, ^_^",
    "f(x) = {a, b}",
  ])("leaves alone: %s", (text) => {
    expect(readable(text)).toBe(text);
  });

  test("makes one line of it, without control characters, marks of direction, or halves of characters", () => {
    expect(readable(" a\n  b\tc\u0000d \u202eevil\u202c \ud83d! ")).toBe("a b c d evil !");
  });

  test("writes accents as one character", () => {
    expect(readable("Schro\u0308dinger")).toBe("Schr\u00f6dinger");
  });

  test("leaves plain text unchanged", () => {
    const plain = fc
      .array(fc.stringMatching(/^[A-Za-z0-9.,:;!?()%&*+=<>/"éü漢-]+$/), { minLength: 1 })
      .map((words) => words.join(" "))
      .filter((text) => !text.includes("--"));
    fc.assert(
      fc.property(plain, (text) => {
        expect(readable(text)).toBe(text.normalize("NFC"));
      }),
    );
  });

  const pieces = ["\\", "$", "{", "}", "^", "_", "~", "`", "'", "-", '"', " ", "\n", "a", "7", "α", "\\frac"];
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(...pieces, "\\left(", "\\textbf{", "\\begin{x}", "\\def\\a{\\a}"),
        fc.string(),
      ),
      {
        maxLength: 60,
      },
    )
    .map((parts) => parts.join(""));

  test("never throws, and always gives one clean line", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(readable(text)).toMatch(
          /^(?:[^\s\p{Cc}\p{Cs}](?:[^\n\r\t\p{Cc}\p{Cs}]*[^\s\p{Cc}\p{Cs}])?)?$/u,
        );
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    "$",
    "\\textbf{",
    "{",
    "x_{",
    "\\(",
    "$x^{",
    '\\"',
    "``",
    "\\frac{",
    "{\\a",
    "\\left(",
    "https://",
  ])("comes to an end with a long run of %s", (piece) => {
    const text = piece.repeat(40_000 / piece.length);
    expect(readable(text).length).toBeLessThanOrEqual(text.length);
  });
});
