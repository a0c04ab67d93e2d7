// SPDX-License-Identifier: MIT
#include "search/objective/remote_account.h"

#include "search/objective/training_messages.h"

namespace wattle::search {

energy::AccountReading RemoteAccount::reading() {
  energy::AccountReading reading;
  const auto told = study_.ask({{"reading", true}}, "read");
  if (told) reading.net.joules = Joules(exact_metrics_from_json(*told).at("joules"));
  return reading;
}

}  // namespace wattle::search
