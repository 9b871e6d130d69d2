/** CSS pixels; the same as in matrix.module.css. */
export const cellSize = 28;
export const headWidth = 216;
export const headHeight = 152;
