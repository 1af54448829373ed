/** What Slack takes at most (in characters, where nothing else is said); the rest is cut with "…", or stands on another page. */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** Of all blocks of a message together Slack takes about 12,000, and counts something for each block. */
  characters: { message: 10_000, view: 100_000, perBlock: 60 },
  title: 24,
  header: 150,
  section: 3000,
  field: 2000,
  fields: 10,
  actions: 25,
  button: 75,
  /** A button's command, or where it pages to. */
  value: 2000,
  confirm: { title: 100, text: 300, button: 30 },
  hint: 2000,
  label: 2000,
  input: 3000,
  placeholder: 150,
  option: { text: 75, value: 150 },
  /** Options: shown all at once, in a list, and at a time in one that is asked for. */
  options: { atOnce: 10, list: 100 },
  table: { rows: 100, columns: 20, characters: 6000 },
  /** These are ours: what one can still read, and what one card may take of the home tab. */
  homeCard: 32,
  text: 6000,
  cell: 300,
  rowLine: 150,
  notice: 4000,
};
