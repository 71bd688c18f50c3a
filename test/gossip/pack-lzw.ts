const CLEAR = 256;
const END = 257;
const FULL = 4095;

/**
 * Packs as memberlist does (codes of 9 to 12 bits, the lowest bit first); with `clears` unset it goes on
 * with the codes that there are once all are made.
 */
export function packLzw(bytes: Uint8Array, clears = true): Uint8Array {
  const output: number[] = [];
  let [bits, count, width, highest] = [0, 0, 9, END];
  let codes = new Map<number, number>();
  const emit = (code: number): void => {
    bits |= code << count;
    for (count += width; count >= 8; count -= 8) {
      output.push(bits & 0xff);
      bits >>>= 8;
    }
  };
  /** One more code is known; true when there can be no more. */
  const grow = (): boolean => {
    highest++;
    if (highest === 1 << width) width++;
    return highest === FULL;
  };
  const clear = (): void => {
    emit(CLEAR);
    [width, highest, codes] = [9, END, new Map<number, number>()];
  };
  emit(CLEAR);
  let last: number | undefined;
  let full = false;
  for (const byte of bytes) {
    if (last === undefined) {
      last = byte;
      continue;
    }
    const known = codes.get(last * 256 + byte);
    if (known !== undefined) {
      last = known;
      continue;
    }
    emit(last);
    if (!full) {
      full = grow();
      if (full && clears) {
        clear();
        full = false;
      } else codes.set(last * 256 + byte, highest);
    }
    last = byte;
  }
  if (last !== undefined) {
    emit(last);
    if (!full) grow();
  }
  emit(END);
  if (count > 0) output.push(bits & 0xff);
  return Uint8Array.from(output);
}
