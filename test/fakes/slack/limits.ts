/** The longest that each text may be, by the type that has it: of a text object its `text`, else the string itself. */
export const longest: Record<string, Record<string, number>> = {
  header: { text: 150 },
  section: { text: 3000 },
  markdown: { text: 12_000 },
  input: { label: 2000, hint: 2000 },
  image: { image_url: 3000, alt_text: 2000, title: 2000 },
  video: { title: 199, author_name: 49 },
  card: { title: 150, subtitle: 150, body: 200 },
  container: { title: 150, subtitle: 150 },
  button: { text: 75, value: 2000, url: 3000, accessibility_label: 75 },
  workflow_button: { text: 75, accessibility_label: 75 },
  icon_button: { accessibility_label: 75 },
  plain_text_input: { initial_value: 3000 },
  modal: { title: 24, submit: 24, close: 24, private_metadata: 3000, callback_id: 255, external_id: 255 },
  home: { private_metadata: 3000, callback_id: 255, external_id: 255 },
  // These have no type of their own: they are known by where they stand.
  any: { block_id: 255, action_id: 255, placeholder: 150 },
  confirm: { title: 100, text: 300, confirm: 30, deny: 30 },
  option: { text: 75, description: 75, value: 150, url: 3000 },
  group: { label: 75 },
};

/** How few and how many entries each list may have. */
export const counts: Record<string, Record<string, [least: number, most: number]>> = {
  section: { fields: [1, 10] },
  context: { elements: [1, 10] },
  actions: { elements: [1, 25] },
  context_actions: { elements: [1, 5] },
  carousel: { elements: [1, 10] },
  container: { child_blocks: [1, 10] },
  table: { rows: [1, 100], column_settings: [0, 20] },
  data_table: { rows: [2, 101] },
  overflow: { options: [1, 5] },
  checkboxes: { options: [1, 10], initial_options: [1, 10] },
  radio_buttons: { options: [1, 10] },
  static_select: { options: [1, 100], option_groups: [1, 100] },
  multi_static_select: { options: [1, 100], option_groups: [1, 100], initial_options: [1, 100] },
  multi_external_select: { initial_options: [1, 100] },
  group: { options: [1, 100] },
  modal: { blocks: [1, 100] },
  home: { blocks: [1, 100] },
};

/** The least and the most of each number. */
export const numbers: Record<string, Record<string, [least: number, most: number]>> = {
  plain_text_input: { min_length: [0, 3000], max_length: [1, 3000] },
  file_input: { max_files: [1, 10] },
  data_table: { page_size: [1, 100] },
};

export const message = {
  blocks: 50,
  text: 40_000,
  attachments: 100,
  /** Of all blocks together: Slack answers msg_blocks_too_long at about this. */
  characters: 12_000,
};
export const view = { characters: 250_000 };
export const fieldLength = 2000;
export const table = { cells: 20, characters: 10_000 };

/** Blocks that may not stand there. */
export const refused = {
  message: ['input', 'file'],
  modal: ['table', 'data_table', 'file'],
  home: ['table', 'data_table', 'file'],
};
