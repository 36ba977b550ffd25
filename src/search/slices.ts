/** Work that takes seconds, a little at a time: whoever asks may do other things between two slices. */
export type Slices<Result> = Generator<void, Result>;
