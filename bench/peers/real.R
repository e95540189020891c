# Real trials in base R and survival::survdiff, as an R user would simulate them: all patients of a trial at once.
# Reads lines: n0 n1 accrual median ratio dropoutHazard events bound share levelRatio interval jitter missed deaths
# replicates seed. A share of 0 is a trial without levels, an interval of 0 one whose events are seen as they happen.
# Answers each with: seconds of processor time, rejections
suppressMessages(library(survival))

# Events as the next scan attended sees them. Scans keep their order, as the jitter is less than half the interval: the
# search begins at the first scan that may come at the event or later. `early` is the last scan attended that came before
# the event all the same, NA for none.
scan_events <- function(event, p) {
  n <- length(event)
  asked <- pmax(1, ceiling((event - p$jitter) / p$interval))
  seen <- event
  early <- rep(NA_real_, n)
  k <- asked
  open <- which(runif(n) >= p$deaths)
  while (length(open) > 0) {
    at <- k[open] * p$interval + runif(length(open), -p$jitter, p$jitter)
    attended <- runif(length(open)) >= p$missed
    sees <- attended & at >= event[open]
    seen[open[sees]] <- at[sees]
    before <- attended & !sees
    early[open[before]] <- at[before]
    k[open] <- k[open] + 1
    open <- open[!sees]
  }
  list(seen = seen, asked = asked, early = early)
}

# The last scan attended by `until`, 0 for none. What was found as the event was looked for is not drawn again.
last_scan <- function(until, event, scans, p) {
  k <- floor((until + p$jitter) / p$interval)
  looked <- event <= until & k >= scans$asked
  last <- ifelse(looked & !is.na(scans$early), scans$early, 0)
  k[looked] <- scans$asked[looked] - 1
  open <- which(last == 0 & k >= 1)
  while (length(open) > 0) {
    at <- k[open] * p$interval + runif(length(open), -p$jitter, p$jitter)
    found <- at <= until[open] & runif(length(open)) >= p$missed
    last[open[found]] <- at[found]
    k[open] <- k[open] - 1
    open <- open[!found & k[open] >= 1]
  }
  last
}

rejects <- function(p) {
  n <- p$n0 + p$n1
  arm <- rep(0:1, c(p$n0, p$n1))
  level <- if (p$share > 0) as.integer(runif(n) < p$share) else integer(n)
  hazard <- log(2) / p$median * ifelse(arm == 1, p$ratio, 1) * ifelse(level == 1, p$levelRatio, 1)
  entry <- runif(n, 0, p$accrual)
  event <- rexp(n) / hazard
  dropout <- rexp(n, p$dropout)
  scans <- if (p$interval > 0) scan_events(event, p) else NULL
  seen <- if (is.null(scans)) event else scans$seen
  cut <- sort((entry + seen)[seen <= dropout])[p$events]
  enrolled <- entry <= cut
  # Not seen <= cut - entry: rounded, that loses the event the analysis waited for.
  status <- (seen <= dropout & entry + seen <= cut)[enrolled]
  until <- pmin(dropout, cut - entry)[enrolled]
  unseen <- if (is.null(scans)) until else last_scan(until, event[enrolled], lapply(scans, `[`, enrolled), p)
  time <- ifelse(status, seen[enrolled], unseen)
  group <- arm[enrolled]
  stratum <- level[enrolled]
  fit <- if (p$share > 0) survdiff(Surv(time, status) ~ group + strata(stratum)) else survdiff(Surv(time, status) ~ group)
  more <- if (p$share > 0) sum(fit$exp[2, ] - fit$obs[2, ]) else fit$exp[2] - fit$obs[2]
  sqrt(fit$chisq) * sign(more) >= p$bound
}

cat(R.version$major, ".", R.version$minor, " survival ", as.character(packageVersion("survival")), "\n", sep = "")
seconds <- function() sum(proc.time()[c("user.self", "sys.self")])
names_of_line <- c("n0", "n1", "accrual", "median", "ratio", "dropout", "events", "bound", "share", "levelRatio",
                   "interval", "jitter", "missed", "deaths", "replicates", "seed")

input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  p <- as.list(setNames(as.numeric(strsplit(line, " ")[[1]]), names_of_line))
  set.seed(p$seed)
  rejected <- 0
  began <- seconds()
  for (i in seq_len(p$replicates)) rejected <- rejected + rejects(p)
  cat(seconds() - began, rejected, "\n")
}
