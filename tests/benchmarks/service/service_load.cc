// SPDX-License-Identifier: MIT
// Many workers of one service at once, each with a connection of its own that it keeps: they ask,
// report, tell, and say everything again that was not answered. Prints what was told and how long
// answers took, as JSON.
#include <httplib.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

struct Options {
  std::string server = "http://127.0.0.1:8765";
  std::string study;
  int workers = 500;
  int steps = 2;
  double pause_ms = 300.0;  ///< of work before each step and the end
};

/// What all workers have seen.
struct Results {
  std::mutex mutex;
  std::map<std::string, std::vector<double>> latencies;  ///< in milliseconds, of first answers
  std::map<std::string, int> problems;                   ///< by code
  std::map<int, std::vector<double>> told;               ///< losses that were taken, by trial
  int retries = 0;

  void add(const std::string& call, double milliseconds) {
    const std::scoped_lock lock(mutex);
    latencies[call].push_back(milliseconds);
  }
};

class Worker {
 public:
  Worker(const Options& options, Results& results, int number)
      : options_(options), results_(results), number_(number), client_(options.server) {
    client_.set_keep_alive(true);
    client_.set_tcp_nodelay(true);
    client_.set_read_timeout(std::chrono::seconds(90));
    client_.set_connection_timeout(std::chrono::seconds(10));
  }

  void work() {
    // Not all in step.
    std::this_thread::sleep_for(Milliseconds(options_.pause_ms * (number_ % 97) / 97.0));
    for (int question = 0;; ++question) {
      const json answer = insist("ask", {{"worker", "worker-" + std::to_string(number_)},
                                         {"key", key(question)},
                                         {"wait_seconds", 20}});
      if (!answer.contains("trials")) return;  // the study is over
      for (const json& trial : answer.at("trials")) run(trial);
      if (answer.at("over").get<bool>()) return;
    }
  }

 private:
  std::string key(int question) const {
    return "w" + std::to_string(number_) + "-" + std::to_string(question);
  }

  void run(const json& trial) {
    const std::string lease = trial.at("lease");
    for (int step = 1; step <= options_.steps; ++step) {
      pause();
      const json answer = insist("report", {{"lease", lease},
                                            {"step", step},
                                            {"metrics", {{"loss", 1.0 / step}}},
                                            {"joules", 1.0 * step}});
      if (answer.contains("code")) return;
    }
    pause();
    const double loss = number_ + trial.at("parameters").at("x").get<double>();
    const json answer =
        insist("tell", {{"lease", lease}, {"metrics", {{"loss", loss}}}, {"joules", 5.0}});
    if (answer.contains("code")) return;
    const std::scoped_lock lock(results_.mutex);
    results_.told[trial.at("trial").get<int>()].push_back(loss);
  }

  void pause() const { std::this_thread::sleep_for(Milliseconds(options_.pause_ms)); }

  /// Until there is an answer; of a refusal its problem.
  json insist(const std::string& call, const json& body) {
    const std::string path = "/v1/studies/" + options_.study + "/" + call;
    const std::string text = body.dump();
    for (int attempt = 0;; ++attempt) {
      const auto began = Clock::now();
      const auto result = client_.Post(path, text, "application/json");
      const double took = Milliseconds(Clock::now() - began).count();
      const json answer = result ? json::parse(result->body, nullptr, false) : json();
      const bool passing = !result || result->status == 429 || result->status == 503;
      if (!passing && answer.is_object()) {
        // Who asks when nothing is left waits for the others.
        const bool waited = call == "ask" && answer.value("trials", json::array()).empty();
        if (attempt == 0) results_.add(waited ? "ask_in_vain" : call, took);
        if (result->status >= 400) {
          const std::scoped_lock lock(results_.mutex);
          ++results_.problems[answer.value("code", "none")];
        }
        return answer;
      }
      {
        const std::scoped_lock lock(results_.mutex);
        ++results_.retries;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100 + number_ % 100));
    }
  }

  const Options& options_;
  Results& results_;
  const int number_;
  httplib::Client client_;
};

double quantile(std::vector<double> sorted, double share) {
  const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
  return sorted.at(at);
}

json summary(const Results& results) {
  json calls = json::object();
  for (const auto& [call, latencies] : results.latencies) {
    std::vector<double> sorted = latencies;
    std::sort(sorted.begin(), sorted.end());
    calls[call] = {{"count", sorted.size()},
                   {"median_ms", quantile(sorted, 0.5)},
                   {"p99_ms", quantile(sorted, 0.99)},
                   {"max_ms", sorted.back()}};
  }
  json told = json::array();
  for (const auto& [trial, losses] : results.told) told.push_back({trial, losses});
  return {{"calls", calls},
          {"problems", results.problems},
          {"retries", results.retries},
          {"told", told}};
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Many workers of one service at once"};
  app.add_option("--server", options.server)->capture_default_str();
  app.add_option("--study", options.study)->required();
  app.add_option("--workers", options.workers)->capture_default_str();
  app.add_option("--steps", options.steps)->capture_default_str();
  app.add_option("--pause", options.pause_ms, "Milliseconds before each call")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  Results results;
  const auto began = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < options.workers; ++i) {
      threads.emplace_back([&options, &results, i] { Worker(options, results, i).work(); });
    }
  }
  json about = summary(results);
  about["seconds"] = std::chrono::duration<double>(Clock::now() - began).count();
  std::cout << about.dump() << "\n";
  return 0;
}
