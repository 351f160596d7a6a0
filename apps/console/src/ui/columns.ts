/** One column as data. `card` says where the value goes when the row becomes a card on a phone. */
export type Column<Row> = {
  key: string;
  title: string;
  /** Plain text of the cell; a page may draw it otherwise in the slot `cell-<key>`. */
  text?: (row: Row) => string | number;
  width?: string;
  align?: 'right' | 'center';
  card?: 'title' | 'state' | 'fact' | 'hidden';
  /** Cannot be hidden by the person. */
  fixed?: boolean;
};

type Settings = { tight: boolean; hidden: string[] };

/** Row height and hidden columns, remembered for this list on this machine. */
export function readSettings(list: string): Settings {
  try {
    return { tight: false, hidden: [], ...(JSON.parse(localStorage.getItem(`heliotrope.list.${list}`) ?? '{}') as Partial<Settings>) };
  } catch {
    return { tight: false, hidden: [] };
  }
}

export function writeSettings(list: string, settings: Settings): void {
  try {
    localStorage.setItem(`heliotrope.list.${list}`, JSON.stringify(settings));
  } catch {
    // Without storage the setting lasts as long as the page.
  }
}
