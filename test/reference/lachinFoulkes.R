# Lachin & Foulkes (1986) written out at unequal allocation, unequal dropout and piecewise entry, the probability of an
# event by integrate(); then on both scales at 1 : 1. Rscript test/reference/lachinFoulkes.R   (numbers quoted in test/formulas/lachinFoulkes.test.ts)
qe <- 2 / 3; lc <- 0.3; le <- 0.2; dc <- 0.02; de <- 0.1; T <- 5
starts <- c(0, 0.5, 2); ends <- c(0.5, 2, 3); rates <- c(1, 2, 4)
P <- function(l, d) sum(sapply(1:3, function(j) rates[j] * integrate(function(e) l / (l + d) * (1 - exp(-(l + d) * (T - e))),
  starts[j], ends[j], rel.tol = 1e-12)$value)) / sum(rates * (ends - starts))
variance <- function(c, e) c^2 / P(c, dc) / (1 - qe) + e^2 / P(e, de) / qe
average <- (1 - qe) * lc + qe * le
N <- ((qnorm(0.975) * sqrt(variance(average, average)) + qnorm(0.85) * sqrt(variance(lc, le))) / (lc - le))^2
cat(sprintf("%.10f\n", N))

lambda <- c(1, 0.5) * log(2) / 20; follow <- 10; total <- 30
seen <- function(l) integrate(function(e) 1 - exp(-l * (total - e)), 0, total - follow, rel.tol = 1e-12)$value / (total - follow)
size <- function(v, effect) {
  null <- 2 * v(mean(lambda)) / 0.5; alternative <- sum(sapply(lambda, v)) / 0.5
  ((qnorm(0.975) * sqrt(null) + qnorm(0.9) * sqrt(alternative)) / effect)^2
}
cat(sprintf("%.9f difference, %.9f log\n", size(function(l) l^2 / seen(l), diff(lambda)), size(function(l) 1 / seen(l), log(0.5))))
