# Bounds of hypotheses with looks of their own, in test/multiplicity/ownPlans.test.ts, by integrating density after density on a grid:
# Lan-DeMets O'Brien-Fleming-like spending of a one-sided 0.025, all of it by the last fraction.
# Run: Rscript test/reference/hypothesisBounds.R (10 seconds)
spent <- function(t) 2 - 2 * pnorm(qnorm(1 - 0.025 / 2) / sqrt(t))
bounds <- function(fractions) {
  found <- c()
  for (k in seq_along(fractions)) {
    target <- if (k == length(fractions)) 0.025 else spent(fractions[k])
    if (k > 1) target <- target - spent(fractions[k - 1])
    t <- fractions[k]
    if (k == 1) {
      bound <- qnorm(1 - target)
      grid <- seq(-9, bound, length.out = 20001) * sqrt(t)
      density <- dnorm(grid, sd = sqrt(t))
    } else {
      apart <- sqrt(t - fractions[k - 1])
      weight <- c(0.5, rep(1, length(grid) - 2), 0.5) * (grid[2] - grid[1])
      above <- function(z) sum(weight * density * pnorm((grid - z * sqrt(t)) / apart))
      bound <- uniroot(function(z) above(z) - target, c(1, 6), tol = 1e-11)$root
      coarse <- seq(-9, bound, length.out = 4001) * sqrt(t)
      density <- vapply(coarse, function(x) sum(weight * density * dnorm(x - grid, sd = apart)), 0)
      grid <- coarse
    }
    found <- c(found, bound)
  }
  found
}
print(bounds(c(0.7, 1)), digits = 7)
print(bounds(c(0.35, 0.65, 1)), digits = 7)
