// SPDX-License-Identifier: MIT
#include "search/service/http_server.h"

#include <arpa/inet.h>
#include <httplib.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <thread>
#include <utility>

#include "search/service/connection_threads.h"
#include "search/service/http_connection.h"
#include "search/service/rate_limit.h"

namespace wattle::search {
namespace {

/// Connections that wait to be accepted; httplib's own number is 5.
constexpr int kBacklog = 1024;
/// How soon a connection without a request notices that the server stops.
constexpr std::chrono::milliseconds kLook{200};

/// The connection whose request the calling thread answers.
HttpConnection*& current() {
  thread_local HttpConnection* connection = nullptr;
  return connection;
}

struct TlsDeleter {
  void operator()(SSL_CTX* tls) const { SSL_CTX_free(tls); }
};
using Tls = std::unique_ptr<SSL_CTX, TlsDeleter>;

Result<Tls> make_tls(const HttpOptions& options) {
  if (options.certificate.empty()) return Tls();
  Tls tls(SSL_CTX_new(TLS_server_method()));
  SSL_CTX_set_min_proto_version(tls.get(), TLS1_2_VERSION);
  SSL_CTX_set_mode(tls.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  const bool works =
      SSL_CTX_use_certificate_chain_file(tls.get(), options.certificate.c_str()) == 1 &&
      SSL_CTX_use_PrivateKey_file(tls.get(), options.key.c_str(), SSL_FILETYPE_PEM) == 1 &&
      SSL_CTX_check_private_key(tls.get()) == 1;
  if (works) return tls;
  return fail(ErrorCode::kInvalidArgument,
              "the certificate " + options.certificate.string() + " and the key " +
                  options.key.string() + " do not work together",
              "both are PEM files: --tls-cert with the certificate and its chain, --tls-key with "
              "its private key");
}

ApiRequest request_of(const httplib::Request& from) {
  ApiRequest request;
  request.method = from.method;
  request.path = from.path;
  for (const auto& [name, value] : from.params) request.query.emplace(name, value);
  request.content_type = from.get_header_value("Content-Type");
  request.authorization = from.get_header_value("Authorization");
  request.host = from.get_header_value("Host");
  request.origin = from.get_header_value("Origin");
  request.last_event_id = from.get_header_value("Last-Event-ID");
  return request;
}

void send(ApiAnswer answer, httplib::Response& to) {
  to.status = answer.status;
  to.set_header("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : answer.headers) to.set_header(name, value);
  if (!answer.stream) {
    to.set_content(answer.body, answer.content_type);
    return;
  }
  to.set_chunked_content_provider(
      answer.content_type,
      [stream = std::move(answer.stream)](std::size_t /*offset*/, httplib::DataSink& sink) {
        std::string piece;
        const bool more = stream(piece);
        if (!piece.empty() && !sink.write(piece.data(), piece.size())) return false;
        if (!more) sink.done();
        return true;
      });
}

/// As RFC 9112 lets a server refuse: what one reader takes for a body, another could take for a
/// request of its own.
bool has_doubtful_body(const httplib::Request& request) {
  const std::size_t lengths = request.get_header_value_count("Content-Length");
  const std::size_t codings = request.get_header_value_count("Transfer-Encoding");
  if (lengths + codings > 1) return true;
  if (codings == 1) return request.get_header_value("Transfer-Encoding") != "chunked";
  const std::string length = request.get_header_value("Content-Length");
  return length.find_first_not_of("0123456789") != std::string::npos ||
         (lengths == 1 && length.empty());
}

bool has_body(const httplib::Request& request) {
  return request.has_header("Content-Length") || request.has_header("Transfer-Encoding");
}

/// httplib's own lets a second server have the same port.
void reuse_address(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

/// What has not been read of a request would be taken for the next one.
void close_after(httplib::Response& to) {
  current()->close_after();
  to.set_header("Connection", "close");
}

class Server final : public HttpServer, private httplib::Server {
 public:
  Server(const HttpOptions& options, Api api, Tls tls, const energy::Clock& clock)
      : limits_(options.limits),
        api_(std::move(api)),
        tls_(std::move(tls)),
        rate_(options.limits.requests_per_second, clock) {
    new_task_queue = [most = limits_.connections] { return new ConnectionThreads(most); };
    set_payload_max_length(limits_.body_bytes);
    set_socket_options(reuse_address);
    set_pre_routing_handler([this](const auto& from, auto& to) { return let_in(from, to); });
    const Handler without_body = [this](const auto& from, auto& to) {
      if (has_body(from)) close_after(to);  // nobody reads it
      send(api_.answer(request_of(from)), to);
    };
    const HandlerWithContentReader with_body =
        [this](const auto& from, auto& to, const auto& body) { answer_body(from, to, body); };
    Get(".*", without_body).Options(".*", without_body);
    Post(".*", with_body).Put(".*", with_body).Patch(".*", with_body).Delete(".*", with_body);
    set_exception_handler(
        [this](const auto& /*from*/, auto& to, const std::exception_ptr& /*what*/) {
          send(api_.refuse(500, "internal", "the service has made a mistake"), to);
        });
    set_error_handler(
        HandlerWithResponse([this](const auto& from, auto& to) { return explain(from, to); }));
  }

  bool bind(const std::string& host, int port) {
    port_ = port == 0 ? bind_to_any_port(host) : (bind_to_port(host, port) ? port : -1);
    return port_ > 0 && ::listen(svr_sock_, kBacklog) == 0;
  }
  int port() const override { return port_; }
  void serve() override {
    serving_ = true;
    if (!stopping_) listen_after_bind();
    serving_ = false;
  }
  void stop() override {
    stopping_ = true;
    // It may be about to begin, and would not notice.
    while (serving_ && !is_running()) std::this_thread::sleep_for(kLook);
    httplib::Server::stop();
  }

 private:
  bool process_and_close_socket(socket_t socket) override {
    HttpConnection connection(socket, tls_.get(), limits_);
    if (ConnectionThreads::is_to_be_refused()) {
      connection.refuse("503 Service Unavailable");
      return false;
    }
    current() = &connection;
    try {
      bool goes_on = connection.greet();
      while (goes_on && waits_for_request(connection)) goes_on = answer_one(connection);
    } catch (const std::exception&) {
      connection.refuse("500 Internal Server Error");
    }
    if (connection.too_long()) connection.refuse("431 Request Header Fields Too Large");
    if (connection.too_slow()) connection.refuse("408 Request Timeout");
    current() = nullptr;
    return true;
  }

  bool waits_for_request(HttpConnection& connection) const {
    const auto until = std::chrono::steady_clock::now() + limits_.idle_time;
    while (!stopping_ && std::chrono::steady_clock::now() < until) {
      if (connection.wait_for_request(kLook)) return true;
    }
    return false;
  }

  bool answer_one(HttpConnection& connection) {
    connection.begin_head();
    bool closed = false;
    return process_request(connection, false, closed, nullptr) && !closed &&
           !connection.closes_after();
  }

  HandlerResponse let_in(const httplib::Request& from, httplib::Response& to) {
    current()->begin_body();
    const auto refuse = [&](int status, const char* code, const char* detail) {
      send(api_.refuse(status, code, detail), to);
      close_after(to);
      return HandlerResponse::Handled;
    };
    if (has_doubtful_body(from)) {
      return refuse(400, "bad_request", "the request's length is not clear");
    }
    if (!rate_.admits(from.remote_addr)) {
      to.set_header("Retry-After", "1");
      return refuse(429, "too_many_requests", "this address asks too often");
    }
    if (from.has_header("Content-Encoding")) {
      return refuse(415, "encoded", "bodies are sent as they are, without a Content-Encoding");
    }
    ApiAnswer answer = api_.gate(request_of(from));
    if (answer.status == 200) return HandlerResponse::Unhandled;
    send(std::move(answer), to);
    close_after(to);
    return HandlerResponse::Handled;
  }

  void answer_body(const httplib::Request& from, httplib::Response& to,
                   const httplib::ContentReader& body) {
    ApiRequest request = request_of(from);
    bool fits = true;
    // Without a length httplib would read until the client closes.
    const bool read = !has_body(from) ||
                      (!from.is_multipart_form_data() && body([&](const char* data, size_t size) {
                        fits = request.body.size() + size <= limits_.body_bytes;
                        if (fits) request.body.append(data, size);
                        return fits;
                      }));
    if (read) return send(api_.answer(request), to);
    close_after(to);
    if (from.is_multipart_form_data()) {
      return send(api_.refuse(415, "not_json", "bodies are application/json"), to);
    }
    if (!fits || to.status == 413 || current()->too_long()) {
      return send(api_.refuse(413, "too_large", "the body is longer than this server reads"), to);
    }
    send(api_.refuse(400, "cut_off", "the body did not arrive whole"), to);
  }

  /// What httplib itself refuses.
  HandlerResponse explain(const httplib::Request& /*from*/, httplib::Response& to) {
    if (!to.body.empty() || to.status < 400) return HandlerResponse::Unhandled;
    close_after(to);
    if (current()->too_long()) to.status = 431;
    if (current()->too_slow()) to.status = 408;
    send(api_.refuse(to.status, "bad_request", "this is no request that the service knows"), to);
    return HandlerResponse::Handled;
  }

  const ServiceLimits limits_;
  const Api api_;
  const Tls tls_;
  RateLimit rate_;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> serving_ = false;
};

}  // namespace

bool is_loopback(const std::string& host) {
  in_addr address{};
  const bool is_address = ::inet_pton(AF_INET, host.c_str(), &address) == 1;
  constexpr std::uint32_t kLoopbackNet = 127;
  return host == "localhost" || host == "::1" ||
         (is_address && ntohl(address.s_addr) >> 24U == kLoopbackNet);
}

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const HttpOptions& options, Api api,
                                                       const energy::Clock& clock) {
  auto tls = make_tls(options);
  if (!tls) return tl::unexpected<Error>(tls.error());
  auto server = std::make_unique<Server>(options, std::move(api), std::move(*tls), clock);
  if (server->bind(options.host, options.port)) return server;
  return fail(ErrorCode::kUnavailable,
              "cannot listen on " + options.host + " port " + std::to_string(options.port),
              "somebody else may have it; choose another with --port, or 0 for any");
}

}  // namespace wattle::search
