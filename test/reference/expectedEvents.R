# Expected events, dropouts and at risk per enrolled-in-all patient, one arm, by nested integrate(): over entry times
# outside, exposure inside, the event probability by parts, F(u) = 1 - K(u) - d * int_0^u K (K = survival x no dropout).
# Also the mean and variance of the log-rank numerator and the average hazard ratio, hazard by hazard.
# R 4.2.2: Rscript test/reference/expectedEvents.R > test/reference/expectedEvents.json &&
#   npx biome check --write test/reference/expectedEvents.json
piecewise <- function(starts, hazards) function(t) sapply(t, function(x) {
  ends <- c(starts[-1], Inf)
  sum(hazards * pmax(0, pmin(x, ends) - starts))
})
weibull <- function(shape, scale) function(t) (t / scale)^shape
cure <- function(share, H) function(t) -log(share + (1 - share) * exp(-H(t)))
steps <- function(H, starts, ratios) function(t) sapply(t, function(x) {
  ends <- c(starts[-1], Inf)
  sum(ratios * (H(pmax(starts, pmin(x, ends))) - H(starts)))
})
inPieces <- function(f, a, b, cuts) {
  edges <- c(a, sort(unique(cuts[cuts > a & cuts < b])), b)
  # stop.on.error: at this tolerance integrate() complains of roundoff where it is already as good as it gets.
  sum(mapply(function(l, u) integrate(f, l, u, rel.tol = 1e-12, subdivisions = 2000L, stop.on.error = FALSE)$value,
             edges[-length(edges)], edges[-1]))
}
expected <- function(H, d, cuts, starts, rates, duration, t) {
  K <- function(u) exp(-H(u) - d * u)
  # 1e-6, 1e-3: integrate() needs help with the root-like start of a Weibull of shape below 1.
  near <- c(cuts, 1e-6, 1e-4, 1e-2, 0.1, 1)
  I <- function(u) sapply(u, function(x) if (x <= 0) 0 else inPieces(K, 0, x, near))
  F <- function(u) 1 - K(u) - d * I(u)
  ends <- pmin(c(starts[-1], Inf), duration)
  keep <- ends > starts; starts <- starts[keep]; ends <- ends[keep]; rates <- rates[keep]
  total <- sum(rates * (ends - starts))
  over <- function(g) sum(sapply(seq_along(starts), function(j) {
    to <- min(ends[j], t)
    if (to <= starts[j]) return(0)
    rates[j] * inPieces(function(e) g(t - e), starts[j], to, t - near)
  })) / total
  c(events = over(F), dropouts = over(function(u) d * I(u)), atRisk = over(K))
}
A1 <- list(s = 0, r = 1, d = 24); A2 <- list(s = c(0, 3, 9), r = c(2, 0, 7), d = 20)
cases <- list(
  exponential = list(H = piecewise(0, log(2) / 9), d = 0.01, cuts = c(), a = A1, t = c(6, 24, 36)),
  piecewiseZero = list(H = piecewise(c(0, 2, 5, 11), c(0.1, 0, 0.25, 0.03)), d = 0.02, cuts = c(2, 5, 11), a = A2, t = c(5, 18, 40)),
  weibullHalf = list(H = weibull(0.5, 12), d = 0.015, cuts = c(), a = A2, t = c(2, 18, 36)),
  weibull07 = list(H = weibull(0.7, 10), d = 0, cuts = c(), a = A1, t = c(0.5, 12, 48)),
  weibull15steps = list(H = steps(weibull(1.5, 14), c(0, 3, 10), c(1.3, 0.6, 0.9)), d = 0.01, cuts = c(3, 10), a = A1, t = c(6, 30)),
  weibull3 = list(H = weibull(3, 8), d = 0.004, cuts = c(), a = A1, t = c(3, 24, 60)),
  cure = list(H = steps(cure(0.35, piecewise(0, 0.12)), c(0, 4), c(1, 0.55)), d = 0.008, cuts = c(4), a = A2, t = c(10, 60)),
  cureWeibull = list(H = cure(0.2, weibull(0.8, 9)), d = 0.01, cuts = c(), a = A1, t = c(10, 40))
)
lines <- c()
for (name in names(cases)) for (t in cases[[name]]$t) {
  k <- cases[[name]]
  v <- expected(k$H, k$d, k$cuts, k$a$s, k$a$r, k$a$d, t)
  lines <- c(lines, sprintf('{ "case": "%s", "t": %g, "events": %.12g, "dropouts": %.12g, "atRisk": %.12g }', name, t, v[1], v[2], v[3]))
}

# Log-rank drift and AHR at t, 2:1, accrual A1: control exponential(median 9), HR 1 for 4 then 0.6, dropout 0.01 / 0.02;
# and Weibull control (shape 1.4, scale 12) against Weibull (shape 0.8, scale 16), no dropout.
drift <- function(h0, h1, H0, H1, d0, d1, p1, duration, t, cuts) {
  A <- function(u) pmax(0, pmin(1, (t - u) / duration))
  Y0 <- function(u) (1 - p1) * A(u) * exp(-H0(u) - d0 * u)
  Y1 <- function(u) p1 * A(u) * exp(-H1(u) - d1 * u)
  cuts <- c(cuts, t - duration, 1e-6, 1e-4, 1e-2, 0.1, 1)
  int <- function(f) inPieces(f, 0, t, cuts)
  events <- function(u) Y1(u) * h1(u) + Y0(u) * h0(u)
  score <- int(function(u) Y1(u) * Y0(u) / (Y1(u) + Y0(u)) * (h1(u) - h0(u)))
  variance <- int(function(u) Y1(u) * Y0(u) / (Y1(u) + Y0(u))^2 * events(u))
  ahr <- exp(int(function(u) log(h1(u) / h0(u)) * events(u)) / int(events))
  sprintf('{ "score": %.12g, "variance": %.12g, "ahr": %.12g, "events": %.12g }', score, variance, ahr, int(events))
}
b <- log(2) / 9
delayed <- drift(function(u) rep(b, length(u)), function(u) b * ifelse(u < 4, 1, 0.6), piecewise(0, b),
                 piecewise(c(0, 4), c(b, 0.6 * b)), 0.01, 0.02, 2 / 3, 24, 36, c(4))
wh <- function(k, s) function(u) k / s * (u / s)^(k - 1)
shapes <- drift(wh(1.4, 12), wh(0.8, 16), weibull(1.4, 12), weibull(0.8, 16), 0, 0, 2 / 3, 24, 30, c())
cat(sprintf('{ "expected": [\n%s\n], "delayed": %s, "shapes": %s }\n', paste(lines, collapse = ",\n"), delayed, shapes))
