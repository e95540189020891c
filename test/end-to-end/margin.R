# The analyses of exported patients against a margin by R's survival: Rscript margin.R <folder> <margin>.
# Prints replicate, look, and z (> 0 for benefit of a later event) of the score at the margin (coxph started there, without
# iteration; nothing is tied) and of Wald's test against its logarithm (Efron), as CSV.
suppressPackageStartupMessages(library(survival))
arguments <- commandArgs(trailingOnly = TRUE)
patients <- read.csv(file.path(arguments[1], "patients.csv"), check.names = FALSE)
beta <- log(as.numeric(arguments[2]))
cox <- function(one, iterations) coxph(Surv(time, event) ~ experimental, data = one, init = beta,
  control = coxph.control(iter.max = iterations, eps = 1e-14, toler.chol = 1e-15, timefix = FALSE))
cat("replicate,look,score,wald\n")
for (one in split(patients, list(patients$replicate, patients$look), drop = TRUE)) {
  fit <- cox(one, 100)
  distance <- coef(fit)[[1]] - beta
  score <- -sign(distance) * sqrt(suppressWarnings(cox(one, 0))$score)
  cat(sprintf("%d,%d,%.12f,%.12f\n", one$replicate[1], one$look[1], score, -distance / sqrt(vcov(fit)[1, 1])))
}
