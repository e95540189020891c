/**
 * Thirteen trials of BCG vaccine against tuberculosis (G. A. Colditz et al., JAMA 271 (1994) 698–702), as log risk ratios;
 * the data set dat.bcg of the R package metafor. Latitude in degrees stands for a covariate of the trials.
 */
const VACCINATED = [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27];
const VACCINATED_FREE = [119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886];
const CONTROL = [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29];
const CONTROL_FREE = [128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825];

export const LATITUDES = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33];

export const BCG = VACCINATED.map((cases, i) => {
  const [n, m] = [cases + VACCINATED_FREE[i], CONTROL[i] + CONTROL_FREE[i]];
  return {
    estimate: Math.log(cases / n / (CONTROL[i] / m)),
    standardError: Math.sqrt(1 / cases - 1 / n + 1 / CONTROL[i] - 1 / m),
  };
});
