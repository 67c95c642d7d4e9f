/** Where an image's draws stand in its row of the table (`packDraws`), for kernels. Read by AssemblyScript too. */
export const IMAGE = 0;
export const FLIP = 1;
export const DY = 2;
export const DX = 3;
export const OPERATIONS = 4;
export const PARTNER = 5;
export const LAMBDA = 6;
export const LEFT = 7;
export const TOP = 8;
export const RIGHT = 9;
export const BOTTOM = 10;
