# Wilson intervals: prop.test without continuity correction.
# R 4.2.2: Rscript test/reference/wilson.R > test/reference/wilson.json && npx biome check --write test/reference/wilson.json
cases <- list(c(0, 10), c(1, 10), c(5, 10), c(10, 10), c(3, 1000), c(913, 1000), c(24998, 1000000), c(1, 2))
rows <- sapply(cases, function(k) {
  ci <- prop.test(k[1], k[2], correct = FALSE)$conf.int
  sprintf('{ "count": %d, "replicates": %d, "low": %.15g, "high": %.15g }', as.integer(k[1]), as.integer(k[2]), ci[1], ci[2])
})
cat(sprintf("[\n%s\n]\n", paste(rows, collapse = ",\n")))
