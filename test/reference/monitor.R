# A trial of 350 planned events (looks at 175, 262, 350; one-sided 2.5 %, Lan-DeMets O'Brien-Fleming) as it was observed:
# 176 events with z 1.5, then 260 with z 2.1 or 2.5. Bounds at the information observed, conditional power, stagewise
# p-value and interval; and the log-rank and Cox of a look's patients.
# rpact 3.3.4 and survival 3.5-3 on R 4.2.2: Rscript test/reference/monitor.R
# Regenerate when a case is added; numbers are quoted in test/questions/monitor.test.ts.
suppressMessages(library(rpact))
options(warn = -1)
invisible(setLogLevel("DISABLED"))
p <- function(label, x) cat(label, sprintf("%.10g", x), "\n")
design <- function(events, ...) getDesignGroupSequential(informationRates = events / 350, typeOfDesign = "asOF", alpha = 0.025,
                                                         sided = 1, tolerance = 1e-10, ...)
p("176, 260, 350", design(c(176, 260, 350))$criticalValues)
p("110, 350", design(c(110, 350))$criticalValues)
# The final analysis at 330 or 372 events spends what is left of alpha; rates relative to the last look's, alpha as planned.
last <- function(events) {
  spent <- design(c(events[-length(events)], 350))$alphaSpent
  spent[length(events)] <- 0.025
  getDesignGroupSequential(informationRates = events / max(events), typeOfDesign = "asUser", userAlphaSpending = spent,
                           alpha = 0.025, sided = 1, tolerance = 1e-10)$criticalValues
}
p("176, 260, 330 final", last(c(176, 260, 330)))
p("176, 372 final", last(c(176, 372)))
two <- getDesignGroupSequential(informationRates = c(176, 260, 350) / 350, typeOfDesign = "asOF", alpha = 0.05, sided = 2, tolerance = 1e-10)
p("176, 260, 350 two-sided", two$criticalValues)

at <- function(d, events, z) {
  data <- getDataset(overallEvents = events, overallLogRanks = z, overallAllocationRatios = rep(1, length(z)))
  getStageResults(d, data, stage = length(z), directionUpper = TRUE)
}
# Hazard ratios here are control / experimental: rpact's direction "upper".
cp <- function(events, z, planned, hr) {
  d <- design(c(events, planned))
  x <- getConditionalPower(at(d, events, z), nPlanned = diff(c(events, planned))[length(events):(length(events) + length(planned) - 1)],
                           thetaH1 = 1 / hr)
  x$conditionalPower[length(events) + length(planned)]
}
for (hr in c(0.7, 1, exp(-2.1 / sqrt(65)))) p(paste("CP at look 2, HR", hr), cp(c(176, 260), c(1.5, 2.1), 350, hr))
for (hr in c(0.7, 1)) p(paste("CP at look 1, HR", hr), cp(176, 1.5, c(262, 350), hr))

stopped <- function(events, z, rest) {
  d <- design(c(events, rest))
  data <- getDataset(overallEvents = events, overallLogRanks = z, overallAllocationRatios = rep(1, length(z)))
  x <- getAnalysisResults(d, data, directionUpper = TRUE)
  k <- length(z)
  c(x$finalPValues[k], 1 / x$medianUnbiasedEstimates[k], 1 / x$finalConfidenceIntervalUpperBounds[k], 1 / x$finalConfidenceIntervalLowerBounds[k])
}
p("stopped at look 2, z 2.5: p, median, low, high", stopped(c(176, 260), c(1.5, 2.5), 350))
p("the end, z 1.7", stopped(c(176, 260, 350), c(1.5, 2.1, 1.7), numeric(0)))

# look.csv: every third patient of the veteran data of the survival package (survival.csv), with a column to ignore.
suppressPackageStartupMessages(library(survival))
d <- read.csv("test/reference/look.csv")
d$arm <- as.integer(d$arm == "experimental")
s <- survdiff(Surv(time, event) ~ arm, d)
p("O - E, V", c(s$obs[2] - s$exp[2], s$var[2, 2]))
p("z, two-sided p", c(-(s$obs[2] - s$exp[2]) / sqrt(s$var[2, 2]), 1 - pchisq(s$chisq, 1)))
cox <- coxph(Surv(time, event) ~ arm, d, ties = "efron", control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100))
p("HR, low, high", c(exp(coef(cox)), exp(confint(cox))))

# Four looks where 50, 122 and 200 events were planned, two-sided 2.5 %: bounds, and repeated confidence intervals of the
# hazard ratio; and those of the first plan.
p("50, 122, 160, 200", getDesignGroupSequential(sided = 2, alpha = 0.025, informationRates = c(50, 122, 160, 200) / 200,
                                                typeOfDesign = "asOF", tolerance = 1e-10)$criticalValues)
repeated <- function(d, events, z) {
  data <- getDataset(cumulativeEvents = events, cumulativeLogRanks = -z, cumulativeAllocationRatios = rep(1, length(z)))
  r <- getAnalysisResults(d, data, directionUpper = FALSE)
  p("repeated low", r$repeatedConfidenceIntervalLowerBounds)
  p("repeated high", r$repeatedConfidenceIntervalUpperBounds)
}
repeated(getDesignGroupSequential(sided = 2, alpha = 0.025, informationRates = c(50, 122, 160, 200) / 200,
                                  typeOfDesign = "asOF"), c(50, 122, 160, 200), c(1, 1.5, 2, 2.2))
repeated(getDesignGroupSequential(sided = 1, alpha = 0.025, informationRates = c(176, 260, 350) / 350,
                                  typeOfDesign = "asOF"), c(176, 260), c(1.5, 2.1))
