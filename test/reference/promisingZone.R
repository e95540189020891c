# Smallest lower limit of the promising zone (observed trend) from which the unweighted statistic is valid, by a grid of four
# million interim z: rows target and cap / planned, columns interim / planned. R 4.2.2: Rscript test/reference/promisingZone.R
# Numbers quoted in test/unit/sequential/reestimation.test.ts
limit <- function(share, cap, target, c = qnorm(0.975)) {
  n1 <- share; n2 <- 1
  z <- seq(1e-3, 4, length.out = 4e6)
  b <- (c * sqrt(n2) - z * sqrt(n1)) / sqrt(n2 - n1)
  cp <- pnorm(z * sqrt((n2 - n1) / n1) - b)
  new <- pmin(n1 + n1 / z^2 * (b + qnorm(target))^2, cap)
  zone <- cp < target
  risen <- (c * sqrt(new) - z * sqrt(n1)) / sqrt(new - n1) < b - 1e-9
  max(cp[zone & risen])
}
for (target in c(0.8, 0.9)) for (cap in c(1.5, 2, 3, 1e6))
  cat(target, cap, sprintf("%.6f", sapply(c(0.25, 0.5, 0.75), limit, cap = cap, target = target)), "\n")
