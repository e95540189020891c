# Survival models fitted by maximum likelihood to public data (test/reference/survival.csv, of survival.R): exponential and
# Weibull by survreg, piecewise exponential by the events and time at risk of survSplit at the cuts given, mixture cure by
# optim on its own log-likelihood. Medians with standard errors by the delta method; followUp is the reverse Kaplan-Meier
# median (survfit of 1 - event).
# R 4.2.2, survival 3.5-3, from the repository's root:
#   Rscript test/reference/survivalFits.R && npx biome check --write test/reference/survivalFits.json
suppressPackageStartupMessages(library(survival))
all <- read.csv("test/reference/survival.csv")
cuts <- list(lung = c(150, 250, 400), colon = c(300, 600, 1200), gbsg = c(400, 700, 1200))
number <- function(x) ifelse(is.na(x), "null", formatC(x, digits = 12, format = "g"))
rows <- sapply(names(cuts), function(name) {
  d <- subset(all, set == name & time > 0)
  e <- survreg(Surv(time, event) ~ 1, d, dist = "exponential")
  w <- survreg(Surv(time, event) ~ 1, d, dist = "weibull", control = list(rel.tolerance = 1e-13, maxiter = 100))
  k <- 1 / w$scale
  g <- c(1, log(log(2)) * w$scale)
  wmedian <- exp(coef(w)[[1]]) * log(2)^w$scale
  split <- survSplit(Surv(time, event) ~ 1, d, cut = cuts[[name]], episode = "piece")
  split$length <- split$time - split$tstart
  events <- tapply(split$event, split$piece, sum)
  rates <- events / tapply(split$length, split$piece, sum)
  cure <- function(weibull) {
    ll <- function(p) {
      share <- plogis(p[1]); scale <- exp(p[2]); shape <- if (weibull) exp(p[3]) else 1
      f <- dweibull(d$time, shape, scale, log = TRUE); s <- pweibull(d$time, shape, scale, lower.tail = FALSE)
      sum(ifelse(d$event == 1, log1p(-share) + f, log(share + (1 - share) * s)))
    }
    start <- c(0, log(median(d$time)), if (weibull) 0)
    o <- optim(start, ll, control = list(fnscale = -1, reltol = 1e-15, maxit = 10000))
    for (i in 1:5) o <- optim(o$par, ll, control = list(fnscale = -1, reltol = 1e-15, maxit = 10000))
    c(logLikelihood = o$value, share = plogis(o$par[1]), scale = exp(o$par[2]), shape = if (weibull) exp(o$par[3]) else 1)
  }
  ce <- cure(FALSE); cw <- cure(TRUE)
  reverse <- summary(survfit(Surv(time, 1 - event) ~ 1, d))$table
  values <- c(exponentialLogLikelihood = logLik(e)[[1]], exponentialAic = AIC(e), exponentialMedian = exp(coef(e)[[1]]) * log(2),
              exponentialMedianSe = exp(coef(e)[[1]]) * log(2) * sqrt(vcov(e)[1, 1]),
              weibullLogLikelihood = logLik(w)[[1]], weibullAic = AIC(w), shape = k, scale = exp(coef(w)[[1]]), weibullMedian = wmedian,
              weibullMedianSe = wmedian * sqrt(drop(t(g) %*% vcov(w) %*% g)),
              piecewiseLogLikelihood = sum(events * log(rates) - events), hazard1 = rates[[1]], hazard4 = rates[[4]],
              exponentialCureLogLikelihood = ce[["logLikelihood"]], exponentialCureShare = ce[["share"]], exponentialCureScale = ce[["scale"]],
              weibullCureLogLikelihood = cw[["logLikelihood"]], weibullCureShare = cw[["share"]], weibullCureScale = cw[["scale"]],
              weibullCureShape = cw[["shape"]], followUp = reverse[["median"]])
  sprintf('  "%s": { %s }', name, paste(sprintf('"%s": %s', names(values), number(values)), collapse = ", "))
})
writeLines(c("{", paste(rows, collapse = ",\n"), "}"), "test/reference/survivalFits.json")
