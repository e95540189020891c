# Tests against a hazard ratio other than 1 on the sets of survival.csv (see survival.R) as one stratum and of stratified.csv
# (see weightedLogRank.R) in their strata, against 0.8 and 1.291:
# - the log-rank's score at the margin with its hypergeometric variance, from first principles;
# - the score test of Cox's model there (coxph with the margin's logarithm as start and no iteration), ties after Efron;
#   where nothing is tied it is the former, which the script checks on jittered times;
# - Wald's test of the same model against the margin's logarithm.
# arm 1 is experimental, z > 0 favours it. R 4.2.2, survival 3.5-3, from the repository's root:
#   Rscript test/reference/margin.R && npx biome check --write test/reference/margin.json
# Prints Schoenfeld's events by rpact 3.3.4, which are quoted in test/formulas/schoenfeld.test.ts.
suppressPackageStartupMessages({ library(survival); library(rpact) })
set.seed(1)
plain <- read.csv("test/reference/survival.csv")
sets <- lapply(split(plain, factor(plain$set, unique(plain$set))), function(d) cbind(d[c("time", "event", "arm")], stratum = 0))
strata <- read.csv("test/reference/stratified.csv")
sets <- c(sets, lapply(split(strata, factor(strata$set, unique(strata$set))), function(d) d[c("time", "event", "arm", "stratum")]))

score <- function(d, margin) {
  u <- 0; v <- 0
  for (s in split(d, d$stratum)) for (t in unique(s$time[s$event == 1])) {
    y <- sum(s$time >= t); y1 <- sum(s$time >= t & s$arm == 1)
    n <- sum(s$time == t & s$event == 1); n1 <- sum(s$time == t & s$event == 1 & s$arm == 1)
    p <- margin * y1 / (y - y1 + margin * y1)
    u <- u + n1 - n * p
    if (y > 1) v <- v + n * p * (1 - p) * (y - n) / (y - 1)
  }
  c(u = u, v = v)
}
cox <- function(d, margin, iterations) coxph(Surv(time, event) ~ arm + strata(stratum), d, ties = "efron", init = log(margin),
  control = coxph.control(iter.max = iterations, eps = 1e-14, toler.chol = 1e-15, timefix = FALSE))
number <- function(x) formatC(x, digits = 16, format = "g")
rows <- sapply(names(sets), function(name) {
  d <- sets[[name]]
  each <- sapply(c(0.8, 1.291), function(margin) {
    s <- score(d, margin)
    fitted <- cox(d, margin, 100)
    sign <- -sign(coef(fitted)[[1]] - log(margin))
    values <- c(margin = margin, s, score = sign * sqrt(suppressWarnings(cox(d, margin, 0))$score),
                wald = -(coef(fitted)[[1]] - log(margin)) / sqrt(vcov(fitted)[1, 1]))
    apart <- transform(d, time = time + runif(nrow(d), 0, 1e-3))
    own <- score(apart, margin)
    stopifnot(abs(own[["u"]]^2 / own[["v"]] - suppressWarnings(cox(apart, margin, 0))$score) < 1e-9)
    sprintf("{ %s }", paste(sprintf('"%s": %s', names(values), number(values)), collapse = ", "))
  })
  sprintf('  "%s": [%s]', name, paste(each, collapse = ", "))
})
writeLines(c("{", paste(rows, collapse = ",\n"), "}"), "test/reference/margin.json")

for (ratio in c(1, 2)) {
  s <- getSampleSizeSurvival(alpha = 0.025, beta = 0.1, sided = 1, thetaH0 = 1.291, hazardRatio = 1, lambda2 = log(2) / 9,
    accrualTime = c(0, 24), followUpTime = 12, allocationRatioPlanned = ratio)
  cat("margin 1.291, allocation", ratio, sprintf("%.10g", s$maxNumberOfEvents), "\n")
}
