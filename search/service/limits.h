// SPDX-License-Identifier: MIT
// How much the service takes in.
#pragma once

#include <chrono>
#include <cstddef>

namespace wattle::search {

struct ServiceLimits {
  std::size_t body_bytes = std::size_t{4} << 20U;   ///< of a request; a scenario has kilobytes
  std::size_t head_bytes = std::size_t{16} << 10U;  ///< request line and headers
  std::chrono::seconds head_time{10};               ///< for them to arrive
  std::chrono::seconds body_time{30};               ///< likewise for the body
  std::chrono::seconds write_time{30};              ///< without a byte taken by the client
  std::chrono::seconds idle_time{15};               ///< between two requests on a connection
  std::size_t connections = 1024;                   ///< at once; further ones are sent away
  double requests_per_second = 5000.0;              ///< of one address; 0: any number
};

}  // namespace wattle::search
