# The analyses of exported patients by R's survival: Rscript patients.R <folder>, which holds patients.csv.
# Prints replicate, look, and z (> 0 for benefit) of the log-rank, plain and stratified by centre where there are centres,
# and Cox's log hazard ratio (Efron), as CSV.
suppressPackageStartupMessages(library(survival))
folder <- commandArgs(trailingOnly = TRUE)[1]
patients <- read.csv(file.path(folder, "patients.csv"), check.names = FALSE)
z <- function(test) { # survdiff's O - E of the experimental arm
  o <- if (is.matrix(test$obs)) rowSums(test$obs) else test$obs
  e <- if (is.matrix(test$exp)) rowSums(test$exp) else test$exp
  -(o[2] - e[2]) / sqrt(test$var[2, 2])
}
cat("replicate,look,plain,stratified,logHazardRatio\n")
for (one in split(patients, list(patients$replicate, patients$look), drop = TRUE)) {
  plain <- survdiff(Surv(time, event) ~ experimental, data = one)
  stratified <- if ("centre" %in% names(one)) z(survdiff(Surv(time, event) ~ experimental + strata(centre), data = one)) else NA
  fit <- coxph(Surv(time, event) ~ experimental, data = one, ties = "efron")
  cat(sprintf("%d,%d,%.12f,%.12f,%.12f\n", one$replicate[1], one$look[1], z(plain), stratified, coef(fit)))
}
