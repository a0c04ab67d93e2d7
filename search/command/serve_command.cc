// SPDX-License-Identifier: MIT
#include "search/command/serve_command.h"

#include <sys/resource.h>

#include <cstdlib>
#include <iostream>
#include <utility>

#include "search/command/environment.h"
#include "search/command/exit_code.h"
#include "search/command/interrupt.h"
#include "search/command/messages.h"
#include "search/service/api.h"
#include "search/service/http_server.h"
#include "search/store/database_url.h"

namespace wattle::search {
namespace {

/// The tokens' file, or those of the environment, where lines are parted by commas, too.
Result<Access> access_of(const ServeOptions& options) {
  if (!options.tokens.empty()) return Access::from_file(options.tokens);
  const char* const tokens = std::getenv("WATTLE_TOKENS");
  if (tokens == nullptr || *tokens == '\0') return Access();
  std::string lines = tokens;
  for (char& each : lines) {
    if (each == ',') each = '\n';
  }
  return Access::from_text(lines);
}

/// Whoever reaches it may do everything, unless there are tokens.
Result<void> check_open(const ServeOptions& options, const Access& access) {
  if (!access.is_open() || is_loopback(options.host)) return {};
  return fail(ErrorCode::kInvalidArgument,
              options.host + " can be reached from other machines, and there are no tokens",
              "write `admin TOKEN` into a file that only you can read and name it with --tokens; "
              "`openssl rand -hex 32` makes a token");
}

Result<void> check_tls(const ServeOptions& options) {
  if (options.certificate.empty() == options.key.empty()) return {};
  return fail(ErrorCode::kInvalidArgument, "--tls-cert and --tls-key belong together");
}

HttpOptions http_options(const ServeOptions& options) {
  HttpOptions http;
  http.host = options.host;
  http.port = options.port;
  http.certificate = options.certificate;
  http.key = options.key;
  http.limits.requests_per_second = options.rate;
  http.limits.connections = static_cast<std::size_t>(options.connections);
  http.limits.body_bytes = static_cast<std::size_t>(options.body_megabytes * 1048576.0);
  return http;
}

ApiOptions api_options(const ServeOptions& options, Access access) {
  ApiOptions api;
  api.access = std::move(access);
  if (is_loopback(options.host)) api.hosts = {"localhost", "127.0.0.1", "::1", options.host};
  api.lease_seconds = Seconds(options.lease_seconds);
  return api;
}

std::unique_ptr<StudyShelf> shelf_of(const ServeOptions& options) {
  return options.store.empty() ? shelf_in_folder(options.data)
                               : shelf_on_server(options.store, options.data);
}

HostingOptions hosting_options(const ServeOptions& options) {
  return {Seconds(options.lease_seconds),
          {{"machine", describe_machine()},
           {"versions", describe_versions()},
           {"meter", {{"name", kToldMeter}, {"source", "reported"}}}}};
}

HttpServer::Api api_of(Api& api) {
  return {[&api](const ApiRequest& request) { return api.gate(request); },
          [&api](const ApiRequest& request) { return api.answer(request); },
          [](int status, const std::string& code, const std::string& detail) {
            return Api::refusal({status, code, detail, {}, {}});
          }};
}

void greet(const ServeOptions& options, const HttpServer& server) {
  const bool bare = options.host.find(':') == std::string::npos;
  std::cout << "Serving " << (options.certificate.empty() ? "http://" : "https://")
            << (bare ? options.host : "[" + options.host + "]") << ":" << server.port()
            << ", studies in "
            << (options.store.empty() ? options.data.string() : without_password(options.store))
            << "; Ctrl-C stops it" << std::endl;
}

/// Each connection and each study takes some; the usual limit is for programs with few.
void allow_many_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<int> run(const ServeOptions& options) {
  allow_many_descriptors();
  auto access = access_of(options);
  if (!access) return tl::unexpected<Error>(access.error());
  if (auto sound = check_open(options, *access).and_then([&] { return check_tls(options); });
      !sound) {
    return tl::unexpected<Error>(sound.error());
  }
  const energy::SteadyClock clock;
  StudyHost host(shelf_of(options), clock, hosting_options(options));
  Api api(host, api_options(options, std::move(*access)), clock);
  const auto server = HttpServer::listen(http_options(options), api_of(api), clock);
  if (!server) return tl::unexpected<Error>(server.error());
  const auto failed = host.take_up();
  if (!failed) return tl::unexpected<Error>(failed.error());
  for (const auto& [study, error] : *failed) {
    std::cerr << "wattle: the study " << study << " does not go on: " << error.message << "\n";
  }
  const InterruptStop interrupt;
  const std::stop_callback stop(interrupt.token(), [&] {
    api.stop();
    host.stop();
    (*server)->stop();
  });
  greet(options, **server);
  (*server)->serve();
  return kSuccess;
}

}  // namespace

int serve(const ServeOptions& options) {
  const Result<int> code = run(options);
  return code ? *code : report_error(code.error());
}

}  // namespace wattle::search
