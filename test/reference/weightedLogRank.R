# Weighted log-rank statistics from first principles (survfit's numbers at risk and its pooled Kaplan-Meier), survdiff's
# chi-square where it has the test (rho, 0 and 1), and MaxCombo's p-values by mvtnorm, on the sets of survival.csv (see
# survival.R) as one stratum and on veteran by cell type, lung by ECOG status, and veteran in months of 30 days by cell type
# (most events tied). arm 1 is experimental, z > 0 favours it.
# R 4.2.2, survival 3.5-3, mvtnorm 1.1-3, from the repository's root; run again only to add a data set or a test:
#   Rscript test/reference/weightedLogRank.R && npx biome check --write test/reference/weightedLogRank.json
# Writes stratified.csv (the data with strata) and weightedLogRank.json (the numbers).
suppressPackageStartupMessages({ library(survival); library(mvtnorm) })
set.seed(1)
plain <- read.csv("test/reference/survival.csv")
sets <- lapply(split(plain, factor(plain$set, unique(plain$set))), function(d) cbind(d[c("time", "event", "arm")], stratum = 0))
stratified <- list(
  veteranByCell = with(veteran, data.frame(time = time, event = status, arm = as.integer(trt == 2), stratum = as.integer(celltype))),
  lungByEcog = with(subset(lung, !is.na(ph.ecog)), data.frame(time = time, event = as.integer(status == 2), arm = as.integer(sex == 2), stratum = ph.ecog)),
  veteranMonthsByCell = with(veteran, data.frame(time = ceiling(time / 30), event = status, arm = as.integer(trt == 2), stratum = as.integer(celltype)))
)
csv <- do.call(rbind, lapply(names(stratified), function(name) cbind(set = name, stratified[[name]])))
write.csv(csv, "test/reference/stratified.csv", row.names = FALSE, quote = FALSE)
sets <- c(sets, stratified)

# Event times of one stratum with numbers at risk, events, and the pooled survival just before.
risk <- function(d) {
  fit <- survfit(Surv(time, event) ~ 1, d)
  at <- fit$n.event > 0
  t <- fit$time[at]
  data.frame(
    t = t, y = fit$n.risk[at], d = fit$n.event[at],
    y1 = sapply(t, function(t) sum(d$time >= t & d$arm == 1)),
    d1 = sapply(t, function(t) sum(d$time == t & d$event == 1 & d$arm == 1)),
    s = c(1, fit$surv)[which(at)]
  )
}
before <- function(r, t) { s <- 1; for (k in seq_along(r$t)) if (r$t[k] < t) s <- s * (1 - r$d[k] / r$y[k]); s }
tests <- list(
  "log-rank" = function(r) rep(1, nrow(r)),
  "fh(1, 0)" = function(r) r$s,
  "fh(0, 1)" = function(r) 1 - r$s,
  "fh(1, 1)" = function(r) r$s * (1 - r$s),
  "fh(0.5, 2)" = function(r) sqrt(r$s) * (1 - r$s)^2,
  "fh(0.3, 0.7)" = function(r) r$s^0.3 * (1 - r$s)^0.7,
  "survival 0.6" = function(r) 1 / pmax(r$s, 0.6),
  "until" = function(r) 1 / sapply(pmin(r$t, until), function(t) before(r, t)),
  "gehan" = function(r) r$y,
  "taroneWare" = function(r) sqrt(r$y)
)
combos <- list(
  "two" = c("log-rank", "fh(0, 1)"),
  "three" = c("log-rank", "fh(0, 1)", "survival 0.6"),
  "singular" = c("log-rank", "fh(1, 0)", "fh(0, 1)"),
  "four" = c("log-rank", "fh(1, 0)", "fh(0, 1)", "fh(1, 1)"),
  "six" = c("fh(0, 1)", "fh(1, 1)", "survival 0.6", "until", "gehan", "taroneWare")
)
number <- function(x) formatC(x, digits = 16, format = "g")
field <- function(values, each) paste(sprintf('"%s": %s', names(values), each), collapse = ", ")

rows <- sapply(names(sets), function(name) {
  data <- sets[[name]]
  until <<- quantile(data$time[data$event == 1], 0.4, type = 1)[[1]]  # the time of an event
  strata <- lapply(split(data, data$stratum), risk)
  u <- setNames(numeric(length(tests)), names(tests))
  v <- matrix(0, length(tests), length(tests), dimnames = list(names(tests), names(tests)))
  for (r in strata) {
    if (nrow(r) == 0) next
    w <- sapply(tests, function(weight) weight(r))
    dim(w) <- c(nrow(r), length(tests))
    p <- r$y1 / r$y
    u <- u + colSums(w * (r$d1 - r$d * p))
    variance <- ifelse(r$y > 1, r$d * p * (1 - p) * (r$y - r$d) / (r$y - 1), 0)
    v <- v + t(w) %*% (w * variance)
  }
  z <- -u / sqrt(diag(v))
  correlation <- cov2cor(v)
  p <- sapply(combos, function(of) {
    tail <- function(at) {
      algorithm <- if (length(of) < 4) TVPACK(abseps = 1e-12) else GenzBretz(maxpts = 5e6, abseps = 1e-7)
      1 - pmvnorm(upper = rep(at, length(of)), corr = correlation[of, of], algorithm = algorithm)[[1]]
    }
    c(tail(max(z[of])), tail(max(-z[of])))
  })
  formula <- if (length(strata) > 1) Surv(time, event) ~ arm + strata(stratum) else Surv(time, event) ~ arm
  chisq <- sapply(c(0, 1), function(rho) survdiff(formula, data, rho = rho)$chisq)
  sprintf('  "%s": { "until": %s, "chisq": [%s], "u": { %s }, "v": { %s }, "z": { %s }, "p": { %s } }',
          name, number(until), paste(number(chisq), collapse = ", "),
          field(u, number(u)), field(u, number(diag(v))), field(z, number(z)),
          field(combos, sprintf("[%s, %s]", number(p[1, ]), number(p[2, ]))))
})
writeLines(c("{", paste(rows, collapse = ",\n"), "}"), "test/reference/weightedLogRank.json")
