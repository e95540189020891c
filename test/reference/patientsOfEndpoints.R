# Analyses the patients of patients.csv again by R's survival, beside analyses.csv: Rscript check.R [folder]
# Prints a line per analysis and test, as CSV: z, hazard ratio and counts by R, and the largest difference from analyses.csv.
# z is empty for tests that R's survival does not have.
suppressPackageStartupMessages(library(survival))
folder <- c(commandArgs(trailingOnly = TRUE), ".")[1]
patients <- read.csv(file.path(folder, "patients.csv"), check.names = FALSE)
analyses <- read.csv(file.path(folder, "analyses.csv"), check.names = FALSE)

comparisons <- list(
  list(
    hypothesis = "response", test = "chi-square", method = "chi-square",
    arms = c("Old", "Early"), sooner = TRUE,
    subgroup = NULL, strata = c(),
    assessed = "objective response assessed", event = "objective response event"
  ),
  list(
    hypothesis = "PFS early", test = "log-rank, stratified by stage", method = "log-rank",
    arms = c("Old", "Early"), sooner = FALSE,
    subgroup = NULL, strata = c("stage"),
    time = "progression-free survival time", event = "progression-free survival event"
  ),
  list(
    hypothesis = "PFS early in C", test = "log-rank", method = "log-rank",
    arms = c("Old", "Early"), sooner = FALSE,
    subgroup = c("stage", "C"), strata = c(),
    time = "progression-free survival time", event = "progression-free survival event"
  ),
  list(
    hypothesis = "PFS late", test = "log-rank, stratified by stage", method = "log-rank",
    arms = c("Old", "Late"), sooner = FALSE,
    subgroup = NULL, strata = c("stage"),
    time = "progression-free survival time", event = "progression-free survival event"
  ),
  list(
    hypothesis = "OS early", test = "log-rank, stratified by stage", method = "log-rank",
    arms = c("Old", "Early"), sooner = FALSE,
    subgroup = NULL, strata = c("stage"),
    time = "overall survival time", event = "overall survival event"
  ),
  list(
    hypothesis = "OS late", test = "Cox Wald, stratified by stage", method = "wald",
    arms = c("Old", "Late"), sooner = FALSE,
    subgroup = NULL, strata = c("stage"),
    time = "overall survival time", event = "overall survival event"
  )
)

# z of the log-rank test, above 0 where the experimental arm has fewer events than expected.
log_rank <- function(data, stratum) {
  if (sum(data$event) == 0) return(0)
  test <- if (is.null(stratum)) survdiff(Surv(time, event) ~ experimental, data = data)
    else survdiff(Surv(time, event) ~ experimental + strata(stratum), data = data)
  total <- function(x) if (is.matrix(x)) rowSums(x) else x
  -(total(test$obs) - total(test$exp))[2] / sqrt(test$var[2, 2])
}

cox <- function(data, stratum) {
  exact <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)
  if (is.null(stratum)) coxph(Surv(time, event) ~ experimental, data = data, ties = "efron", control = exact)
  else coxph(Surv(time, event) ~ experimental + strata(stratum), data = data, ties = "efron", control = exact)
}

# z of the chi-square test of two proportions, below 0 where the experimental arm has more events; with strata Cochran's.
chi_square <- function(data, stratum, correct) {
  if (nrow(data) == 0) return(0)
  tables <- split(data, if (is.null(stratum)) rep(1, nrow(data)) else stratum, drop = TRUE)
  counts <- sapply(tables, function(one) c(
    d0 = sum(one$event[one$experimental == 0]), n0 = sum(one$experimental == 0),
    d1 = sum(one$event[one$experimental == 1]), n1 = sum(one$experimental == 1)
  ))
  storage.mode(counts) <- "double"
  d <- counts["d0", ] + counts["d1", ]
  n <- counts["n0", ] + counts["n1", ]
  score <- sum(counts["d1", ] - counts["n1", ] * d / n)
  variance <- sum(counts["n0", ] * counts["n1", ] * d * (n - d) / n^3)
  if (!(variance > 0)) return(0)
  if (length(tables) > 1) return(-sign(score) * max(0, abs(score) - if (correct) 0.5 else 0) / sqrt(variance))
  test <- suppressWarnings(prop.test(c(counts["d1", 1], counts["d0", 1]), c(counts["n1", 1], counts["n0", 1]), correct = correct))
  -sign(score) * sqrt(unname(test$statistic))
}

text <- function(x) ifelse(is.na(x), "", sprintf("%.15g", x))
# What one of the two lacks, R where a likelihood has no maximum, is no difference.
apart <- function(a, b) if (is.na(a) || is.na(b)) 0 else abs(a - b)
largest <- 0
cat("replicate,look,hypothesis,test,z,hazardRatio,patientsControl,patientsExperimental,eventsControl,eventsExperimental\n")
for (row in seq_len(nrow(analyses))) {
  told <- analyses[row, ]
  found <- Filter(function(each) each$hypothesis == told$hypothesis && each$test == told$test, comparisons)
  how <- found[[1]]
  one <- patients[patients$replicate == told$replicate & patients$look == told$look & patients$arm %in% how$arms, ]
  if (!is.null(how$subgroup)) one <- one[one[[how$subgroup[1]]] == how$subgroup[2], ]
  if (!is.null(how$assessed)) one <- one[one[[how$assessed]] == 1, ]
  data <- data.frame(event = one[[how$event]], experimental = as.integer(one$arm == how$arms[2]))
  data$time <- if (is.null(how$time)) rep(1, nrow(data)) else one[[how$time]]
  stratum <- if (is.null(how$strata)) NULL else interaction(one[how$strata], drop = TRUE)
  counts <- c(
    sum(data$experimental == 0), sum(data$experimental == 1),
    sum(data$event[data$experimental == 0]), sum(data$event[data$experimental == 1])
  )
  ratio <- NA
  wald <- NA
  if (is.null(how$assessed) && all(counts[3:4] > 0)) {
    fit <- cox(data, stratum)
    ratio <- exp(unname(coef(fit)))
    wald <- -unname(coef(fit)) / sqrt(fit$var[1, 1])
  }
  z <- switch(how$method,
    "log-rank" = log_rank(data, stratum),
    "wald" = wald,
    "chi-square" = chi_square(data, stratum, FALSE),
    "corrected" = chi_square(data, stratum, TRUE),
    NA
  )
  z <- unname(if (how$sooner) -z else z)
  largest <- max(
    largest, apart(z, told$z), apart(ratio, told$hazardRatio),
    abs(counts - unlist(told[c("patientsControl", "patientsExperimental", "eventsControl", "eventsExperimental")]))
  )
  quote <- function(x) paste0('"', gsub('"', '""', x), '"')
  cat(paste(c(told$replicate, told$look, quote(how$hypothesis), quote(how$test), text(z), text(ratio), counts), collapse = ","), "\n", sep = "")
}
cat(sprintf("# largest difference from analyses.csv: %.3g\n", largest))
