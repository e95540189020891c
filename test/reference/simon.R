# Two-stage designs of a response by enumeration of every (n, n1, r1, r), with dbinom and pbinom; single stages likewise.
# R 4.2.2: Rscript test/reference/simon.R > test/reference/simon.json && npx biome check --write test/reference/simon.json
claim <- function(p, n1, r1, n, r) {
  x <- seq(r1 + 1, n1)
  sum(dbinom(x, n1, p) * pbinom(r - x, n - n1, p, lower.tail = FALSE))
}
best <- function(n, p0, p1, alpha, power) {
  found <- NULL
  for (n1 in 1:(n - 1)) for (r1 in 0:(n1 - 1)) {
    if (pbinom(r1, n1, p1) > 1 - power) break
    expected <- n1 + (1 - pbinom(r1, n1, p0)) * (n - n1)
    if (!is.null(found) && expected >= found$expected) next
    for (r in r1:(n - 1)) {
      if (claim(p0, n1, r1, n, r) > alpha) next
      if (claim(p1, n1, r1, n, r) >= power) found <- list(n1 = n1, r1 = r1, n = n, r = r, expected = expected)
      break
    }
  }
  found
}
text <- function(d, p0, p1) sprintf('{ "n1": %d, "r1": %d, "n": %d, "r": %d, "expected": %.15g, "stop": %.15g, "typeOneError": %.15g, "power": %.15g }',
  d$n1, d$r1, d$n, d$r, d$expected, pbinom(d$r1, d$n1, p0), claim(p0, d$n1, d$r1, d$n, d$r), claim(p1, d$n1, d$r1, d$n, d$r))
cases <- list(c(.2, .4, .1, .9, 50), c(.05, .25, .05, .8, 40), c(.3, .5, .05, .8, 60), c(.4, .57, .05, .8, 75), c(.1, .3, .05, .9, 50))
rows <- sapply(cases, function(k) {
  found <- Filter(Negate(is.null), lapply(2:k[5], best, k[1], k[2], k[3], k[4]))
  expected <- sapply(found, function(d) d$expected)
  n <- 1:150
  r <- qbinom(1 - k[3], n, k[1])
  power <- pbinom(r, n, k[2], lower.tail = FALSE)
  smallest <- min(n[power >= k[4]])
  stable <- max(n[power < k[4]]) + 1
  sprintf('{ "nullRate": %g, "rate": %g, "alpha": %g, "power": %g, "most": %d, "minimax": %s, "optimal": %s, "single": [%d, %d, %.15g], "stable": %d }',
    k[1], k[2], k[3], k[4], as.integer(k[5]), text(found[[1]], k[1], k[2]), text(found[[which.min(expected)]], k[1], k[2]),
    smallest, r[smallest], power[smallest], stable)
})
cat(sprintf("[\n%s\n]\n", paste(rows, collapse = ",\n")))
