# Group-sequential designs of rpact 3.3.4 on R 4.2.2: bounds, sizes, power, inference after the trial, conditional power.
# Rscript test/reference/groupSequential.R > test/reference/groupSequential.json &&
#   npx biome check --write test/reference/groupSequential.json
# Regenerate when a case is added. rpact solves to `tolerance`; below 1e-10 some of its searches no longer end.
suppressMessages(library(rpact))
options(warn = -1)
invisible(setLogLevel("DISABLED"))
num <- function(x) { x <- sprintf("%.12g", x); x[x %in% c("NA", "NaN", "Inf", "-Inf")] <- "null"; x }
vec <- function(x) paste0("[", paste(num(x), collapse = ", "), "]")
str <- function(x) paste0('"', x, '"')
obj <- function(...) { v <- list(...); paste0("{ ", paste0('"', names(v), '": ', unlist(v), collapse = ", "), " }") }
lst <- function(x) paste0("[\n", paste(x, collapse = ",\n"), "\n]")
size <- function(d) {
  ch <- getDesignCharacteristics(d)
  vec(c(sqrt(ch$shift), ch$inflationFactor, ch$averageSampleNumber0, ch$averageSampleNumber01, ch$averageSampleNumber1))
}
rates <- list(c(0.5, 1), c(1 / 3, 2 / 3, 1), c(0.5, 0.75, 1), c(0.2, 0.4, 0.6, 0.8, 1))
types <- list(list("asOF"), list("asP"), list("asHSD", gammaA = -4), list("asHSD", gammaA = 1), list("asKD", gammaA = 3),
              list("asKD", gammaA = 1.5), list("OF"), list("P"), list("WT", deltaWT = 0.25), list("HP", constantBoundsHP = 3))
bounds <- c()
for (ty in types) for (sided in 1:2) for (r in rates) {
  args <- c(list(typeOfDesign = ty[[1]], kMax = length(r), informationRates = r, sided = sided, alpha = 0.025 * sided, beta = 0.1,
                 tolerance = 1e-10), ty[-1])
  d <- do.call(getDesignGroupSequential, args)
  bounds <- c(bounds, obj(type = str(ty[[1]]), parameter = num(if (length(ty) > 1) ty[[2]] else NA), sides = sided,
    fractions = vec(r), bounds = vec(d$criticalValues), size = size(d)))
}
user <- function(sided, spent, r) {
  d <- getDesignGroupSequential(typeOfDesign = "asUser", userAlphaSpending = spent, informationRates = r, sided = sided,
                                alpha = spent[length(spent)], beta = 0.1, tolerance = 1e-10)
  obj(sides = sided, spent = vec(spent), fractions = vec(r), bounds = vec(d$criticalValues))
}
users <- c(user(1, c(0.003, 0.01, 0.025), c(0.4, 0.7, 1)), user(2, c(0.01, 0.02, 0.05), c(0.3, 0.8, 1)))

spendings <- list(list("asOF", NA_real_, "bsOF", NA_real_), list("asP", NA_real_, "bsP", NA_real_), list("asOF", NA_real_, "bsHSD", -2), list("asHSD", -4, "bsKD", 2))
futility <- c()
for (s in spendings) for (binding in c(FALSE, TRUE)) for (r in rates[2:4]) for (beta in c(0.1, 0.2)) {
  d <- getDesignGroupSequential(typeOfDesign = s[[1]], gammaA = s[[2]], typeBetaSpending = s[[3]], gammaB = s[[4]],
    kMax = length(r), informationRates = r, sided = 1, alpha = 0.025, beta = beta, bindingFutility = binding, tolerance = 1e-10)
  futility <- c(futility, obj(alphaType = str(s[[1]]), gammaA = num(s[[2]]), betaType = str(s[[3]]), gammaB = num(s[[4]]),
    binding = tolower(binding), beta = beta, fractions = vec(r), bounds = vec(d$criticalValues), futility = vec(d$futilityBounds),
    size = size(d)))
}
fixed <- c()
for (binding in c(FALSE, TRUE)) {
  d <- getDesignGroupSequential(typeOfDesign = "asOF", futilityBounds = c(0, 0.5, 1), informationRates = c(0.3, 0.5, 0.8, 1),
    sided = 1, alpha = 0.025, bindingFutility = binding, tolerance = 1e-10)
  p <- getPowerAndAverageSampleNumber(d, theta = c(0, 0.2, 0.35), nMax = 100)
  fixed <- c(fixed, obj(binding = tolower(binding), bounds = vec(d$criticalValues), reject = vec(p$overallReject),
    stop = vec(p$overallEarlyStop), n = vec(p$averageSampleNumber)))
}
two <- getDesignGroupSequential(typeOfDesign = "asP", informationRates = c(0.3, 0.6, 1), sided = 2, alpha = 0.05, tolerance = 1e-10)
p2 <- getPowerAndAverageSampleNumber(two, theta = c(0, 0.2, 0.35), nMax = 100)
power2 <- obj(bounds = vec(two$criticalValues), reject = vec(p2$overallReject), n = vec(p2$averageSampleNumber))

# Survival data with cumulative z at 100, 150, 200 events: drift = ln(hazard ratio) sqrt(200) / 2.
d <- getDesignGroupSequential(typeOfDesign = "asOF", informationRates = c(0.5, 0.75, 1), sided = 1, alpha = 0.025, tolerance = 1e-10)
wise <- function(z) {
  e <- c(100, 150, 200)[seq_along(z)]
  data <- getDataset(overallEvents = e, overallLogRanks = z, overallAllocationRatios = rep(1, length(z)))
  x <- getAnalysisResults(d, data, directionUpper = TRUE)
  k <- length(z)
  to <- function(h) log(h) * sqrt(200) / 2
  obj(z = z[k], look = k, p = num(x$finalPValues[k]), median = num(to(x$medianUnbiasedEstimates[k])),
      interval = vec(to(c(x$finalConfidenceIntervalLowerBounds[k], x$finalConfidenceIntervalUpperBounds[k]))))
}
stagewise <- c(wise(3.2), wise(c(1.5, 2.6)), wise(c(1, 1.8, 2.3)), wise(c(0.5, 0.2, -0.4)))

# Conditional power from z = 1.2 at 100 of 200 events, hazard ratio 1.4 or the observed one; three looks and the first of two.
cp <- function(rates, z, hr) {
  d <- getDesignGroupSequential(typeOfDesign = "asOF", informationRates = rates, sided = 1, alpha = 0.025, tolerance = 1e-10)
  e <- 200 * rates
  k <- length(z)
  data <- getDataset(overallEvents = e[1:k], overallLogRanks = z, overallAllocationRatios = rep(1, k))
  s <- getStageResults(d, data, stage = k, directionUpper = TRUE)
  x <- getConditionalPower(s, nPlanned = diff(e)[k:(length(e) - 1)], thetaH1 = hr)
  obj(fractions = vec(rates), z = z[k], look = k, drift = num(log(hr) * sqrt(200) / 2), bounds = vec(d$criticalValues),
      power = num(x$conditionalPower[length(rates)]), first = num(x$conditionalPower[k + 1]))
}
conditional <- c(cp(c(0.5, 1), 1.2, 1.4), cp(c(0.5, 1), 1.2, exp(2 * 1.2 / sqrt(100))), cp(c(0.5, 0.75, 1), 1.2, 1.4),
                 cp(c(0.25, 0.5, 0.75, 1), c(0.3, 0.9), 1.5))
cat(obj(bounds = lst(bounds), users = lst(users), futility = lst(futility), fixedFutility = lst(fixed), twoSidedPower = power2,
        stagewise = lst(stagewise), conditional = lst(conditional)), "\n")
