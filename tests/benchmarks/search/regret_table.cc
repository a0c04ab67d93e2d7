// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/regret_table.h"

#include <cmath>
#include <cstdio>
#include <limits>
#include <string>

#include "tests/benchmarks/search/flags.h"
#include "tests/benchmarks/search/quantiles.h"

namespace wattle::search::benchmarks {
namespace {

double number_or_infinity(const nlohmann::json& json) {
  return json.is_null() ? std::numeric_limits<double>::infinity() : json.get<double>();
}

nlohmann::json finite_or_null(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

nlohmann::json summarise(const std::vector<nlohmann::json>& runs) {
  nlohmann::json row = runs.front();
  row.erase("seed");
  row["regrets"] = nlohmann::json::object();
  row["quartiles"] = nlohmann::json::array();
  for (const nlohmann::json& run : runs) {
    row["regrets"][std::to_string(run.at("seed").get<long>())] = run.at("regrets");
  }
  for (std::size_t i = 0; i < row.at("trials").size(); ++i) {
    std::vector<double> values;
    for (const nlohmann::json& run : runs) {
      values.push_back(number_or_infinity(run.at("regrets").at(i)));
    }
    row["quartiles"].push_back({finite_or_null(quantile(values, 0.25)),
                                finite_or_null(quantile(values, 0.5)),
                                finite_or_null(quantile(values, 0.75))});
  }
  std::vector<double> seconds;
  for (const nlohmann::json& run : runs) {
    seconds.push_back(run.at("suggest_cpu_seconds").get<double>());
  }
  row["suggest_cpu_seconds"] = quantile(seconds, 0.5);
  return row;
}

}  // namespace

std::vector<nlohmann::json> summarise_runs(const std::vector<nlohmann::json>& runs) {
  std::vector<nlohmann::json> rows;
  for (std::size_t first = 0; first < runs.size();) {
    std::vector<nlohmann::json> same;
    std::size_t next = first;
    while (next < runs.size() && runs[next].at("problem") == runs[first].at("problem") &&
           runs[next].at("strategy") == runs[first].at("strategy")) {
      same.push_back(runs[next++]);
    }
    rows.push_back(summarise(same));
    first = next;
  }
  return rows;
}

void print_regret_table(const std::vector<nlohmann::json>& rows) {
  std::printf("%-22s %-12s %7s %11s %24s %9s\n", "problem", "strategy", "trials", "median",
              "quartiles", "cpu s/run");
  for (const nlohmann::json& row : rows) {
    const std::string name = strategy_name(row.at("strategy"));
    for (std::size_t i = 0; i < row.at("trials").size(); ++i) {
      const nlohmann::json& quartiles = row.at("quartiles").at(i);
      std::printf("%-22s %-12s %7d %11.3g %11.3g .. %9.3g %9.2f\n",
                  row.at("problem").get<std::string>().c_str(), name.c_str(),
                  row.at("trials").at(i).get<int>(), number_or_infinity(quartiles.at(1)),
                  number_or_infinity(quartiles.at(0)), number_or_infinity(quartiles.at(2)),
                  row.at("suggest_cpu_seconds").get<double>());
    }
  }
}

}  // namespace wattle::search::benchmarks
