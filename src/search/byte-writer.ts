/** Bytes that grow as they are written. */

export class ByteWriter {
  #buffer = new Uint8Array(16);
  length = 0;

  byte(value: number): void {
    if (this.length === this.#buffer.length) this.#grow(this.length + 1);
    this.#buffer[this.length] = value;
    this.length += 1;
  }

  varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.#buffer.length) this.#grow(this.length + bytes.length);
    this.#buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  view(): Uint8Array {
    return this.#buffer.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  #grow(least: number): void {
    const larger = new Uint8Array(Math.max(least, this.#buffer.length * 2));
    larger.set(this.view());
    this.#buffer = larger;
  }
}
