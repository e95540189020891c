# Rates of adverse events, and bounds that stop for toxicity, by R's own distributions and by enumeration of paths.
# R 4.2.2: Rscript test/reference/harms.R > test/reference/harms.json && npx biome check --write test/reference/harms.json
intervals <- sapply(list(c(15, 20, .95), c(0, 20, .95), c(0, 20, .9), c(1, 7, .9), c(33, 40, .99), c(12, 400, .95)), function(k) {
  exact <- binom.test(k[1], k[2], conf.level = k[3])$conf.int
  score <- prop.test(k[1], k[2], conf.level = k[3], correct = FALSE)$conf.int
  sprintf('{ "events": %d, "patients": %d, "level": %g, "exact": [%.15g, %.15g], "score": [%.15g, %.15g] }',
    as.integer(k[1]), as.integer(k[2]), k[3], exact[1], exact[2], score[1], score[2])
})
halfWidth <- function(n, p, level) {
  x <- 0:n
  width <- sapply(x, function(k) diff(binom.test(k, n, conf.level = level)$conf.int))
  sum(dbinom(x, n, p) * width) / 2
}
widths <- sapply(list(c(30, .75, .95), c(60, .1, .95), c(100, .02, .9)), function(k)
  sprintf('{ "patients": %d, "rate": %g, "level": %g, "halfWidth": %.15g }', as.integer(k[1]), k[2], k[3], halfWidth(k[1], k[2], k[3])))
# Paths: patients come one by one, and counts that reach the bound of a look leave.
course <- function(looks, stopAt, p) {
  state <- 1; stop <- 0; treated <- 0; events <- 0
  for (n in 1:max(looks)) {
    state <- c(state * (1 - p), 0) + c(0, state * p)
    k <- match(n, looks)
    if (!is.na(k)) {
      out <- which(seq_along(state) - 1 >= stopAt[k])
      stop <- stop + sum(state[out]); treated <- treated + n * sum(state[out]); events <- events + sum((out - 1) * state[out])
      state[out] <- 0
    }
  }
  c(stop, treated + max(looks) * sum(state), events + sum((seq_along(state) - 1) * state))
}
bound <- function(looks, score, level) sapply(seq_along(looks), function(k) {
  ok <- which(score[[k]][-1] <= level)
  if (length(ok)) ok[1] else Inf
})
solve <- function(looks, score, p, chance) {
  levels <- sort(unique(unlist(lapply(score, function(s) s[-1]))))
  best <- 0
  for (level in levels) if (course(looks, bound(looks, score, level), p)[1] <= chance) best <- level else break
  best
}
describe <- function(kind, looks, score, p, chance, threshold, prior) {
  stopAt <- bound(looks, score, threshold)
  rates <- p + c(0, .1, .2)
  rows <- sapply(rates, function(q) { v <- course(looks, stopAt, q); sprintf('{ "rate": %g, "stop": %.15g, "patients": %.15g, "events": %.15g }', q, v[1], v[2], v[3]) })
  sprintf('{ "kind": "%s", "looks": [%s], "tolerated": %g, "chance": %g, "prior": [%s], "threshold": %.15g, "stopAt": [%s], "courses": [%s] }',
    kind, paste(looks, collapse = ", "), p, chance, paste(prior, collapse = ", "), threshold,
    paste(ifelse(is.finite(stopAt), stopAt, "null"), collapse = ", "), paste(rows, collapse = ", "))
}
pocock <- function(looks, p, chance) {
  score <- lapply(looks, function(n) pbinom(-1:(n - 1), n, p, lower.tail = FALSE))
  describe("pocock", looks, score, p, chance, solve(looks, score, p, chance), c(0, 0))
}
bayes <- function(looks, p, chance, prior) {
  score <- lapply(looks, function(n) pbeta(p, prior[1] + 0:n, prior[2] + n - 0:n))
  describe("bayesian", looks, score, p, chance, solve(looks, score, p, chance), prior)
}
bounds <- c(pocock(1:30, .2, .05), pocock(c(10, 20, 30, 40), .3, .1), pocock(1:50, .2, .1), bayes(1:30, .2, .1, c(.6, 2.4)), bayes(c(8, 16, 24), .25, .1, c(1, 1)))
cat(sprintf('{ "intervals": [%s], "widths": [%s], "bounds": [%s] }\n', paste(intervals, collapse = ",\n"), paste(widths, collapse = ",\n"), paste(bounds, collapse = ",\n")))
