# The rank-preserving structural failure time model of the patients of switching.csv, by formulas of its own: log-rank of the
# time without treatment, censored again, its root in psi by bisection, Cox of the experimental group as observed over the
# control as it would be untreated. The file has 240 patients of test/statistics/switchingPatients.ts (70 % of the control's
# switch at progression, ratio .65; seed `reference`), times to six digits.
# survival 3.5-3 on R 4.2.2: Rscript test/reference/switching.R
# Numbers are quoted in test/statistics/structuralFailureTime.test.ts.
suppressMessages(library(survival))
d <- read.csv("test/reference/switching.csv")
untreated <- function(psi) {
  lived <- d$time - d$treated + d$treated * exp(psi)
  end <- pmin(d$limit, d$limit * exp(psi))
  data.frame(time = pmin(lived, end), event = d$event == 1 & lived <= end, group = d$group)
}
z <- function(psi) {
  s <- survdiff(Surv(time, event) ~ group, untreated(psi))
  -(s$obs[2] - s$exp[2]) / sqrt(s$var[2, 2])
}
low <- -2; high <- 2
while (high - low > 1e-9) { middle <- (low + high) / 2; if (z(middle) < 0) low <- middle else high <- middle }
# The log-rank jumps: just before it does.
psi <- low
control <- untreated(psi)[d$group == 0, ]
experimental <- with(d[d$group == 1, ], data.frame(time, event = event == 1, group))
cox <- function(x) coef(coxph(Surv(time, event) ~ group, x, ties = "efron", control = coxph.control(eps = 1e-11, toler.chol = 1e-12)))
cat("z(0)", sprintf("%.10f", z(0)), "z(-.5)", sprintf("%.10f", z(-.5)), "\n")
cat("policy", sprintf("%.10f", cox(data.frame(time = d$time, event = d$event == 1, group = d$group))), "\n")
cat("psi", sprintf("%.8f", psi), "corrected", sprintf("%.8f", cox(rbind(control, experimental))), "\n")
