/**
 * Reads the data of one run: 32-bit differences, column after column, compressed, in base64. Differences wrap round as
 * 32-bit numbers do, so that the mark for "none" can be reached from anywhere.
 */
export async function decodeRun(facts, base64) {
  const none = -0x80000000;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const packed = new Int32Array(await new Response(stream).arrayBuffer());
  const { rows, binMs } = facts;
  const columns = new Map();
  facts.columns.forEach(({ name, scale }, i) => {
    const values = new Array(rows);
    let whole = 0;
    for (let row = 0; row < rows; row++) {
      whole = (whole + packed[i * rows + row]) | 0;
      values[row] = whole === none ? null : whole / scale;
    }
    columns.set(name, values);
  });
  // A figure belongs to a stretch of time; it is drawn at the middle of it.
  const seconds = Array.from({ length: rows }, (_, row) => ((row + 0.5) * binMs) / 1000);
  return { ...facts, columns, seconds };
}
