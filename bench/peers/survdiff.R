# Log-rank trials in base R and survival::survdiff, as an R user would simulate them. Times the simulation, not R's start.
# Reads lines: n0 n1 accrual median ratioBefore ratioAfter delay dropoutHazard rule values bounds side replicates seed
# with a value and a bound for each look, separated by commas. A trial stops at the first look that rejects.
# Answers each with: seconds of processor time, rejections
suppressMessages(library(survival))

draw_event <- function(n, hazard, before, after, delay) {
  h <- rexp(n)
  at_delay <- before * hazard * delay
  ifelse(h < at_delay, h / (before * hazard), delay + (h - at_delay) / (after * hazard))
}

analyse <- function(entry, event, dropout, arm, cut) {
  enrolled <- entry <= cut
  time <- pmin(event, dropout, cut - entry)[enrolled]
  # Not event <= cut - entry: rounded, that loses the event the analysis waited for.
  status <- (event <= dropout & entry + event <= cut)[enrolled]
  fit <- survdiff(Surv(time, status) ~ arm[enrolled])
  sqrt(fit$chisq) * sign(fit$exp[2] - fit$obs[2])
}

rejects <- function(p) {
  n <- p$n0 + p$n1
  arm <- rep(0:1, c(p$n0, p$n1))
  hazard <- log(2) / p$median
  entry <- runif(n, 0, p$accrual)
  event <- c(rexp(p$n0, hazard), draw_event(p$n1, hazard, p$before, p$after, p$delay))
  dropout <- if (p$dropout > 0) rexp(n, p$dropout) else rep(Inf, n)
  cuts <- if (p$rule == "events") sort((entry + event)[event <= dropout])[p$values] else p$values
  for (k in seq_along(cuts)) {
    z <- analyse(entry, event, dropout, arm, cuts[k])
    if ((if (p$side == "benefit") z else -z) >= p$bounds[k]) return(TRUE)
  }
  FALSE
}

cat(R.version$major, ".", R.version$minor, " survival ", as.character(packageVersion("survival")), "\n", sep = "")
numbers <- function(word) as.numeric(strsplit(word, ",")[[1]])
seconds <- function() sum(proc.time()[c("user.self", "sys.self")])

input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  words <- strsplit(line, " ")[[1]]
  x <- suppressWarnings(as.numeric(words))
  p <- list(n0 = x[1], n1 = x[2], accrual = x[3], median = x[4], before = x[5], after = x[6], delay = x[7],
            dropout = x[8], rule = words[9], values = numbers(words[10]), bounds = numbers(words[11]), side = words[12])
  set.seed(x[14])
  rejected <- 0
  began <- seconds()
  for (i in seq_len(x[13])) rejected <- rejected + rejects(p)
  cat(seconds() - began, rejected, "\n")
}
