# Thresholds for a detriment in overall survival of POLARIX: deaths 60, 89, 110, 131, 178; harmful hazard ratio 1.3, planned .8;
# 90 % chance to pass if .8 is true, 2.5 % at the last look if 1.3 is. Chance that some look is at or above its threshold under
# hazard ratios 1.3, 1 and .8, by the joint normal of the looks with correlations sqrt(d_j/d_k), integrated look after look on
# a grid of 4,001 points (no package needed).
# R 4.2.2: Rscript test/reference/detriment.R
# Numbers are quoted in test/sequential/detriment.test.ts.
d <- c(60, 89, 110, 131, 178)
threshold <- c(exp(log(.8) + qnorm(.9) * sqrt(4 / d[-5])), exp(log(1.3) - qnorm(.975) * sqrt(4 / d[5])))
print(round(threshold, 3))
print(round(pnorm((log(threshold) - log(1.3)) / sqrt(4 / d)), 3))
for (hr in c(1.3, 1, .8)) {
  # B = information x log hazard ratio; those that go on are below threshold.
  info <- d / 4
  top <- info * log(threshold)
  grid <- seq(top[1] - 60, top[1], length.out = 4001)
  w <- (grid[2] - grid[1]) * c(.5, rep(1, 3999), .5)
  density <- dnorm(grid, info[1] * log(hr), sqrt(info[1]))
  for (k in 2:5) {
    gained <- info[k] - info[k - 1]
    below <- sum(w * density * pnorm(top[k], grid + gained * log(hr), sqrt(gained)))
    if (k == 5) break
    to <- seq(top[k] - 60, top[k], length.out = 4001)
    density <- sapply(to, function(x) sum(w * density * dnorm(x, grid + gained * log(hr), sqrt(gained))))
    grid <- to
  }
  cat(hr, sprintf("%.8f", 1 - below), "\n")
}
