# rpact 3.3.4 on R 4.2.2: Rscript test/reference/rpact.R   (numbers quoted in test/formulas/*.test.ts)
suppressMessages(library(rpact))
p <- function(label, x) cat(label, sprintf("%.10g", x), "\n")
e <- function(...) getEventProbabilities(...)
a <- e(time = c(6, 20, 36), accrualTime = c(0, 24), lambda1 = 0.7 * log(2) / 9, lambda2 = log(2) / 9,
       dropoutRate1 = 0.05, dropoutRate2 = 0.1, dropoutTime = 12, maxNumberOfSubjects = 300)
p("exponential arm1", a$eventProbabilities1); p("exponential arm2", a$eventProbabilities2)
b <- e(time = c(10, 30), accrualTime = c(0, 6, 18), accrualIntensity = c(5, 15), lambda1 = 0.04, lambda2 = 0.06, kappa = 1.5,
       allocationRatioPlanned = 2)
p("weibull 1.5 arm1", b$eventProbabilities1); p("weibull 1.5 arm2", b$eventProbabilities2)
w <- e(time = c(12, 40), accrualTime = c(0, 20), piecewiseSurvivalTime = c(0, 4, 9), lambda2 = c(0.02, 0.09, 0.05),
       hazardRatio = 0.6, dropoutRate1 = 0.1, dropoutRate2 = 0.1, dropoutTime = 12, maxNumberOfSubjects = 100)
p("piecewise arm1", w$eventProbabilities1); p("piecewise arm2", w$eventProbabilities2)

f <- getPowerSurvival(alpha = 0.025, sided = 1, hazardRatio = 0.7, lambda2 = log(2) / 6, directionUpper = FALSE, maxNumberOfEvents = 350,
                      maxNumberOfSubjects = 500, accrualTime = c(0, 24), dropoutRate1 = 0.05, dropoutRate2 = 0.05, dropoutTime = 12)
p("350 events of 500: power, study duration", c(f$overallReject, f$studyDuration))

for (ratio in c(1, 2, 0.5)) for (type in c("Schoenfeld", "Freedman")) {
  s <- getSampleSizeSurvival(alpha = 0.025, beta = 0.2, sided = 1, typeOfComputation = type, hazardRatio = 0.7, lambda2 = log(2) / 9,
    accrualTime = c(0, 24), followUpTime = 12, allocationRatioPlanned = ratio, dropoutRate1 = 0.1, dropoutRate2 = 0.1, dropoutTime = 12)
  p(paste("fixed duration", type, ratio, "D, N"), c(s$maxNumberOfEvents, s$maxNumberOfSubjects))
}
# Fixed rate: 20 a month, 12 months after the last patient.
s <- getSampleSizeSurvival(alpha = 0.025, beta = 0.2, sided = 1, hazardRatio = 0.7, lambda2 = log(2) / 9,
  accrualTime = 0, accrualIntensity = 20, followUpTime = 12, dropoutRate1 = 0.1, dropoutRate2 = 0.1, dropoutTime = 12)
p("fixed rate D, N, accrual", c(s$maxNumberOfEvents, s$maxNumberOfSubjects, s$accrualTime))
