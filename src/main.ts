/**
 * Composition: environment -> config -> stores -> platforms -> clock, and the way back at the end. Whoever wants to
 * know what happens at the start reads `start`.
 */
