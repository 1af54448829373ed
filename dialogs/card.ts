/** Neutral, green, amber, red. */
export type Tone = 'neutral' | 'good' | 'warning' | 'bad';

/** A button. `command` is what a person could have typed (`sync demo-shop`); `confirm` is asked first. */
export type Action = { label: string; command: string; style?: 'primary' | 'danger'; confirm?: string };

/** One entry of a list with a sign before it: a store, a right that was checked. `press` is what pressing the sign does, where a surface can. */
export type Item = { tone: Tone; label: string; text?: string; actions?: Action[]; press?: Action };

/** `total` is absent while nobody knows it, and with `atMost` there may be less to do; `waiting` says what the work waits for. */
export type Progress = { done: number; total?: number; atMost?: true; waiting?: string };

/** What the bot shows. Texts are plain, with *bold* the only mark. Slots, in this order; a surface shows each in its own way. */
export type Card = {
  title: string;
  tone?: Tone;
  text?: string;
  progress?: Progress;
  facts?: [label: string, value: string][];
  items?: Item[];
  /** `actions`: the button that opens each row, in the order of the rows; null where a row has none. */
  table?: { columns: string[]; rows: string[][]; actions?: (Action | null)[] };
  /** A click path, numbered. */
  steps?: readonly string[];
  actions?: Action[];
};
