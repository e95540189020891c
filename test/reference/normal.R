# pnorm and qnorm of R 4.2.2, 17 significant digits.
# Rscript test/reference/normal.R > test/reference/normal.json && npx biome check --write test/reference/normal.json
digits <- function(x) paste(sprintf("%.17g", x), collapse = ", ")
x <- c(seq(-37, -9, by = 4), seq(-8.5, 8.5, by = 0.25), -0.66291, -0.6628, 0.6629, -5.6568, -5.657, 1e-10, -1e-5, 0.001)
p <- c(10^-seq(300, 20, by = -40), 10^-(15:2), 0.0249, 0.025, 0.07499, 0.075, 0.07501, seq(0.1, 0.9, by = 0.05),
       0.4999999, 0.5000001, 0.9249999, 0.925, 0.9250001, 0.975, 0.99, 0.999, 1 - 1e-6, 1 - 1e-9, 1 - 2^-40)
cat(sprintf('{ "x": [%s], "cdf": [%s], "p": [%s], "quantile": [%s] }\n',
            digits(x), digits(pnorm(x)), digits(p), digits(qnorm(p))))
