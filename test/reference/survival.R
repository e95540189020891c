# Log-rank (survdiff), Cox by Efron (coxph) and Kaplan-Meier medians (survfit) on public data shipped with the survival
# package, and on coarser versions (<set>By<days>: time in units of so many days, rounded up), in which most events are
# tied. arm 1 is experimental.
# R 4.2.2, survival 3.5-3, from the repository's root; run again only to add a data set:
#   Rscript test/reference/survival.R && npx biome check --write test/reference/survival.json
# Writes survival.csv (the data) and survival.json (the numbers).
suppressPackageStartupMessages(library(survival))
colon2 <- subset(colon, etype == 2 & rx != "Lev")
sets <- list(
  aml = with(aml, data.frame(time = time, event = status, arm = as.integer(x == "Maintained"))),
  ovarian = with(ovarian, data.frame(time = futime, event = fustat, arm = as.integer(rx == 2))),
  veteran = with(veteran, data.frame(time = time, event = status, arm = as.integer(trt == 2))),
  lung = with(lung, data.frame(time = time, event = as.integer(status == 2), arm = as.integer(sex == 2))),
  colon = with(colon2, data.frame(time = time, event = status, arm = as.integer(rx == "Lev+5FU"))),
  gbsg = with(gbsg, data.frame(time = rfstime, event = status, arm = hormon))
)
csv <- do.call(rbind, lapply(names(sets), function(name) cbind(set = name, sets[[name]])))
write.csv(csv, "test/reference/survival.csv", row.names = FALSE, quote = FALSE)

# In periods of 100 days, quarters and years: nearly every event tied with others, many with censored patients.
sets$lungBy100 <- transform(sets$lung, time = ceiling(time / 100))
sets$colonBy91.3125 <- transform(sets$colon, time = ceiling(time / 91.3125))
sets$gbsgBy365.25 <- transform(sets$gbsg, time = ceiling(time / 365.25))

number <- function(x) ifelse(is.na(x), "null", formatC(x, digits = 16, format = "g"))
rows <- sapply(names(sets), function(name) {
  d <- sets[[name]]
  difference <- survdiff(Surv(time, event) ~ arm, d)
  cox <- coxph(Surv(time, event) ~ arm, d, ties = "efron", control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 100))
  medians <- summary(survfit(Surv(time, event) ~ arm, d))$table[, "median"]
  u <- difference$obs[2] - difference$exp[2]
  v <- difference$var[2, 2]
  values <- c(u = u, v = v, chisq = difference$chisq, logHazardRatio = coef(cox)[[1]],
              standardError = sqrt(vcov(cox)[1, 1]), medianControl = medians[[1]], medianExperimental = medians[[2]],
              patients = nrow(d), events = sum(d$event))
  sprintf('  "%s": { %s }', name, paste(sprintf('"%s": %s', names(values), number(values)), collapse = ", "))
})
writeLines(c("{", paste(rows, collapse = ",\n"), "}"), "test/reference/survival.json")
