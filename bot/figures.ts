/** "1,234", "€12.50", "12 (€1,234.50)": what people compare digit by digit. */
const figure = /^[-−]?(?:[A-Z]{3}|\p{Sc})?[\s-]?\d[\d.,]*(?:\s?(?:%|\p{Sc}|[A-Z]{3}))?(?: \([^()]*\d[^()]*\))?$/u;
/** "none", "not counted": what may stand among figures. */
const word = /^[^\d]{0,16}$/;

/** Whether figures stand in a column of a table. The first one names the row. */
export function isFigures(rows: readonly string[][], column: number): boolean {
  const cells = rows.map((row) => row[column] ?? '');
  return column > 0 && cells.some((cell) => figure.test(cell)) && cells.every((cell) => figure.test(cell) || word.test(cell));
}
