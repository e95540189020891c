# Clone-censor-weight of the patients of clones.csv, by formulas of its own: clones in rows of one time unit each, their weights
# from Kaplan-Meier estimates of the censoring by survfit, coxph of the rows with robust standard errors by patient. Exits at a
# time come before starts at it: for the weights, starts are half a unit later. The file has 240 patients of
# test/statistics/clonedPatients.ts (mean 60, starts up to 25; seed `reference`, times at least 1), grace period 20.
# survival 3.5-3 on R 4.2.2: Rscript test/reference/clones.R
# Numbers are quoted in test/statistics/cloneCox.test.ts.
suppressMessages(library(survival))
d <- read.csv("test/reference/clones.csv")
grace <- 20
d$id <- seq_len(nrow(d))
d$inTime <- !is.na(d$start) & d$start <= grace & d$start < d$time
starter <- with(d, data.frame(id, x = 1, stop = ifelse(inTime | time <= grace, time, grace), event = event * (inTime | time <= grace)))
other <- with(d, data.frame(id, x = 0, stop = ifelse(inTime, start, time), event = event * !inTime))
# What stops a clone for the weights: artificial censoring is the event.
stops <- function(clone) {
  artificial <- if (clone$x[1] == 1) !d$inTime & d$time > grace else d$inTime
  survfit(Surv(ifelse(artificial, clone$stop + 0.5, d$time), artificial) ~ 1)
}
expand <- function(clone) {
  fit <- stops(clone)
  # Uncensored just before t.
  uncensored <- function(t) { s <- c(1, fit$surv)[1 + findInterval(t, fit$time)]; s }
  do.call(rbind, lapply(seq_len(nrow(clone)), function(i) {
    if (clone$stop[i] == 0) return(NULL)
    to <- seq_len(clone$stop[i])
    data.frame(id = clone$id[i], x = clone$x[i], from = to - 1, to = to,
               event = clone$event[i] * (to == clone$stop[i]), weight = 1 / uncensored(to))
  }))
}
rows <- rbind(expand(starter), expand(other))
for (weighted in c(TRUE, FALSE)) {
  rows$w <- if (weighted) rows$weight else 1
  fit <- coxph(Surv(from, to, event) ~ x, rows, weights = w, cluster = id, ties = "efron",
               control = coxph.control(eps = 1e-11, toler.chol = 1e-12))
  cat(if (weighted) "weighted" else "unweighted", sprintf("%.10f", coef(fit)), "robust SE", sprintf("%.10f", sqrt(fit$var[1, 1])), "\n")
}
