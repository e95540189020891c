# Tests of two proportions: P values, intervals and exact power by enumerating every outcome.
# R 4.2.2: Rscript test/reference/proportions.R > test/reference/proportions.json && npx biome check --write test/reference/proportions.json
# Needs R alone (stats). Nothing here shares a formula with the program: restricted rates are found by maximising the
# likelihood, Fisher's P by phyper and dhyper, Boschloo's by a grid of common rates, power by summing over all tables.

options(digits = 17)
number <- function(x) format(x, digits = 15)

# Log likelihood maximised numerically with p - q = d.
restricted <- function(x, n, y, m, d) {
  low <- max(0, -d); high <- min(1, 1 - d)
  f <- function(q) {
    p <- q + d
    term <- function(k, r) ifelse(k == 0, 0, k * log(r))
    term(x, p) + term(n - x, 1 - p) + term(y, q) + term(m - y, 1 - q)
  }
  q <- optimize(f, c(low, high), maximum = TRUE, tol = 1e-13)$maximum
  # optimize never tries the ends.
  for (end in c(low, high)) if (is.finite(f(end)) && f(end) >= f(q)) q <- end
  c(q + d, q)
}
score <- function(x, n, y, m, d, mn) {
  r <- restricted(x, n, y, m, d)
  v <- r[1] * (1 - r[1]) / n + r[2] * (1 - r[2]) / m
  if (mn) v <- v * (n + m) / (n + m - 1)
  (x / n - y / m - d) / sqrt(v)
}
interval <- function(x, n, y, m, level) {
  z <- qnorm((1 + level) / 2); observed <- x / n - y / m
  f <- function(d, side) score(x, n, y, m, d, TRUE) - side * z
  c(uniroot(f, c(-1 + 1e-9, observed), side = 1, tol = 1e-12)$root, uniroot(f, c(observed, 1 - 1e-9), side = -1, tol = 1e-12)$root)
}

# TRUE for benefit and for harm in each table; rows y = 0..m, columns x = 0..n.
regions <- function(statistic, n, m, alpha, sides, margin) {
  cells <- expand.grid(x = 0:n, y = 0:m); x <- cells$x; y <- cells$y; s <- x + y
  level <- alpha / sides
  more <- phyper(x - 1, n, m, s, lower.tail = FALSE); fewer <- phyper(x, n, m, s)
  if (statistic %in% c("pearson", "pearson corrected")) {
    pooled <- s / (n + m)
    d <- x / n - y / m
    left <- if (statistic == "pearson") abs(d) else pmax(0, abs(d) - (1 / n + 1 / m) / 2)
    z <- ifelse(s == 0 | s == n + m, 0, sign(d) * left / sqrt(pooled * (1 - pooled) * (1 / n + 1 / m)))
    benefit <- z >= qnorm(1 - level); harm <- z <= qnorm(level)
  } else if (statistic == "fisher" && sides == 2) {
    p <- mapply(function(x, s) {
      all <- dhyper(max(0, s - m):min(n, s), n, m, s)
      sum(all[all <= dhyper(x, n, m, s) * (1 + 1e-7)])
    }, x, s)
    benefit <- p <= alpha & x / n > y / m; harm <- p <= alpha & x / n < y / m
  } else if (statistic == "fisher") {
    benefit <- more <= level; harm <- rep(FALSE, length(x))
  } else if (statistic == "boschloo") {
    grid <- c(seq(0, 1, length.out = 4001))
    laws <- sapply(grid, function(r) dbinom(x, n, r) * dbinom(y, m, r))
    sup <- function(p) {
      o <- order(p); cum <- apply(laws[o, ], 2, cumsum)
      # All tables of the same P value go together.
      v <- p[o]; last <- findInterval(v * (1 + 1e-7), v)
      out <- numeric(length(p)); out[o] <- apply(cum, 1, max)[last]; out
    }
    benefit <- sup(more) <= level
    harm <- if (sides == 2) sup(fewer) <= level else rep(FALSE, length(x))
  } else {
    z <- mapply(function(x, y) {
      if (margin == 0 && (x + y == 0 || x + y == n + m)) return(0)
      score(x, n, y, m, margin, statistic == "miettinen-nurminen")
    }, x, y)
    benefit <- z >= qnorm(1 - level); harm <- z <= qnorm(level)
  }
  if (sides == 1) harm <- rep(FALSE, length(x))
  list(x = x, y = y, benefit = benefit, harm = harm)
}
chances <- function(r, n, m, p, q) {
  w <- dbinom(r$x, n, p) * dbinom(r$y, m, q)
  c(benefit = sum(w[r$benefit]), harm = sum(w[r$harm]))
}

tables <- list(c(29, 51, 8, 20), c(43, 51, 16, 20), c(15, 20, 9, 25), c(1, 12, 6, 30), c(0, 10, 4, 11), c(7, 7, 3, 9))
observed <- sapply(tables, function(t) {
  x <- t[1]; n <- t[2]; y <- t[3]; m <- t[4]
  k <- matrix(c(x, n - x, y, m - y), 2)
  pearson <- suppressWarnings(chisq.test(k, correct = FALSE)$p.value)
  corrected <- suppressWarnings(chisq.test(k, correct = TRUE)$p.value)
  f <- sapply(c("greater", "less", "two.sided"), function(a) fisher.test(k, alternative = a)$p.value)
  grid <- seq(0, 1, length.out = 200001)
  cells <- expand.grid(a = 0:n, b = 0:m)
  p <- phyper(cells$a - 1, n, m, cells$a + cells$b, lower.tail = FALSE)
  own <- phyper(x - 1, n, m, x + y, lower.tail = FALSE)
  hit <- cells[p <= own * (1 + 1e-7), ]
  sup <- max(sapply(seq(0.0005, 0.9995, length.out = 4001), function(r) sum(dbinom(hit$a, n, r) * dbinom(hit$b, m, r))))
  scores <- sapply(c(-0.2, -0.1, 0.1, 0.25), function(d) score(x, n, y, m, d, FALSE))
  ci <- if (x > 0 && x < n) interval(x, n, y, m, 0.95) else c(NA, NA)
  sprintf('    {"table": [%d, %d, %d, %d], "pearson": %s, "corrected": %s, "fisher": [%s], "boschloo": %s, "scores": [%s], "interval": [%s]}',
    x, n, y, m, number(pearson), number(corrected), paste(number(f), collapse = ", "), number(sup),
    paste(number(scores), collapse = ", "), ifelse(is.na(ci[1]), "null, null", paste(number(ci), collapse = ", ")))
})

plans <- list(
  list("pearson", 30, 30, 0.05, 2, 0, 0.6, 0.3), list("pearson", 25, 13, 0.025, 1, 0, 0.7, 0.35),
  list("pearson corrected", 30, 30, 0.05, 2, 0, 0.6, 0.3), list("pearson corrected", 17, 34, 0.025, 1, 0, 0.55, 0.2),
  list("fisher", 30, 30, 0.05, 2, 0, 0.6, 0.3), list("fisher", 21, 12, 0.1, 2, 0, 0.8, 0.4), list("fisher", 26, 18, 0.025, 1, 0, 0.6, 0.2),
  list("boschloo", 20, 15, 0.025, 1, 0, 0.7, 0.3), list("boschloo", 18, 18, 0.05, 2, 0, 0.65, 0.25),
  list("farrington-manning", 40, 40, 0.025, 1, -0.1, 0.8, 0.75), list("farrington-manning", 24, 36, 0.05, 2, 0, 0.5, 0.25),
  list("farrington-manning", 30, 20, 0.025, 1, 0.1, 0.7, 0.3), list("miettinen-nurminen", 40, 40, 0.025, 1, -0.1, 0.8, 0.75),
  list("miettinen-nurminen", 33, 22, 0.05, 2, -0.15, 0.6, 0.6))
power <- sapply(plans, function(a) {
  r <- regions(a[[1]], a[[2]], a[[3]], a[[4]], a[[5]], a[[6]])
  own <- chances(r, a[[2]], a[[3]], a[[7]], a[[8]])
  low <- max(0, -a[[6]]); high <- min(1, 1 - a[[6]])
  grid <- seq(low, high, length.out = 4001)
  type1 <- sapply(grid, function(q) {
    w <- chances(r, a[[2]], a[[3]], min(1, max(0, q + a[[6]])), q)
    if (a[[5]] == 2 && a[[6]] == 0) sum(w) else w[["benefit"]]
  })
  sprintf('    {"statistic": "%s", "n": %d, "m": %d, "alpha": %s, "sides": %d, "margin": %s, "p": %s, "q": %s, "benefit": %s, "harm": %s, "cells": [%d, %d], "largest": %s}',
    a[[1]], a[[2]], a[[3]], a[[4]], a[[5]], a[[6]], a[[7]], a[[8]], number(own[["benefit"]]), number(own[["harm"]]), sum(r$benefit), sum(r$harm), number(max(type1)))
})

# Power of Pearson's test, two-sided 5 %, of .569 v .40 at every even N.
sizes <- sapply(seq(240, 340, by = 2), function(N) {
  n <- N / 2
  r <- regions("pearson", n, n, 0.05, 2, 0)
  sprintf('[%d, %s]', N, number(sum(chances(r, n, n, 0.569, 0.4))))
})

cat(sprintf('{\n  "R": "%s",\n  "observed": [\n%s\n  ],\n  "power": [\n%s\n  ],\n  "saw": [%s]\n}\n', R.version.string,
  paste(observed, collapse = ",\n"), paste(power, collapse = ",\n"), paste(sizes, collapse = ", ")))
