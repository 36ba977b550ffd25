/**
 * What Slack accepts, in characters and pieces. Source, unless said otherwise: https://docs.slack.dev/reference/block-kit
 * and the documentation comments of @slack/types 3.2.0.
 */
export const LIMITS = {
  blocksPerMessage: 50,
  blocksPerView: 100,
  headerText: 150,
  sectionText: 3000,
  contextElements: 10,
  buttonsPerBlock: 25,
  buttonText: 75,
  buttonValue: 2000,
  optionsPerMenu: 5,
  optionText: 75,
  /** @slack/types says 75, newer pages say 150. */
  optionValue: 75,
  url: 3000,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3000,
  inputLabel: 2000,
  inputHint: 2000,
  placeholder: 150,
  inputText: 3000,
  selectOptions: 100,
  /**
   * One text element of a rich text block. Slack states none; the limit of every other text object is a safe one.
   */
  richTextElement: 3000,
  /**
   * All blocks of one message as JSON. Slack states no limit and refuses with `msg_blocks_too_long` from about 13,290
   * characters on, containers counted in: https://github.com/slackapi/bolt-js/issues/2509 and issues/2867
   */
  blocksJson: 12_800,
  /** A view may have 250 kB: https://docs.slack.dev/reference/methods/views.publish (`view_too_large`). */
  viewJson: 100_000,
  /** Slack truncates at 40,000 and recommends far less. */
  fallbackText: 12_000,
} as const;
