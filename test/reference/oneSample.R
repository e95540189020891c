# Moments of O - E of one patient from the densities of entry, event and dropout, by R's integrate; the covariance between
# two looks likewise. No compensator is used, as the program does.
# R 4.2.2: Rscript test/reference/oneSample.R > test/reference/oneSample.json && npx biome check --write test/reference/oneSample.json
int <- function(f, a, b) if (b <= a) 0 else integrate(Vectorize(f), a, b, rel.tol = 1e-10, abs.tol = 1e-13, subdivisions = 2000)$value
# A patient with follow-up c1 <= c2 at two looks: E of f(D1, D2), where D = event - H0(time observed).
given <- function(f, c1, c2, k) {
  D <- function(x, event, c) if (x <= c) event - k$H0(x) else -k$H0(c)
  at <- function(x, event) f(D(x, event, c1), D(x, event, c2))
  stay <- function(x) exp(-k$H(x) - k$eta * x)
  out <- function(x) stay(x) * (k$h(x) * at(x, 1) + k$eta * at(x, 0))
  int(out, 0, c1) + int(out, c1, c2) + stay(c2) * f(-k$H0(c1), -k$H0(c2))
}
over <- function(f, t1, t2, a, k) { # entry uniform on (0, a)
  g <- function(e) given(f, max(0, t1 - e), max(0, t2 - e), k) / a
  cut <- min(a, t1)
  int(g, 0, cut) + int(g, cut, a)
}
case <- function(name, shape0, median0, ratio, eta, a, t1, t2) {
  l0 <- log(2) / median0^shape0
  k <- list(H0 = function(x) l0 * x^shape0, H = function(x) ratio * l0 * x^shape0,
    h = function(x) ratio * l0 * shape0 * x^(shape0 - 1), eta = eta)
  e <- function(f) over(f, t1, t2, a, k)
  m1 <- e(function(d1, d2) d1); m2 <- e(function(d1, d2) d2)
  v1 <- e(function(d1, d2) d1^2) - m1^2; v2 <- e(function(d1, d2) d2^2) - m2^2
  cv <- e(function(d1, d2) d1 * d2) - m1 * m2
  events <- function(t) int(function(c) int(function(x) k$h(x) * exp(-k$H(x) - eta * x), 0, t - c) / a, 0, min(a, t))
  sprintf('{ "name": "%s", "shape": %g, "median": %g, "ratio": %.15g, "dropout": %g, "accrual": %g, "times": [%g, %g], "events": [%.12g, %.12g], "mean": [%.12g, %.12g], "variance": [%.12g, %.12g], "covariance": %.12g }',
    name, shape0, median0, ratio, eta, a, t1, t2, events(t1), events(t2), m1, m2, v1, v2, cv)
}
rows <- c(case("exponential, early look", 1, 6, 2 / 3, .01, 15, 10, 21), case("exponential, late look", 1, 9, 1, .02, 12, 16, 24),
  case("Weibull", 1.22, 9, 1 / 1.75, 0, 5, 4, 8), case("steep Weibull, harm", 2, 8, 1.3, .03, 10, 9, 18))
cat(sprintf("[\n%s\n]\n", paste(rows, collapse = ",\n")))
