// SPDX-License-Identifier: MIT
#include "search/command/earlier_studies.h"

#include <filesystem>
#include <utility>

#include "search/command/study_place.h"
#include "search/store/database_url.h"
#include "search/study/warm_start.h"

namespace wattle::search {
namespace {

namespace fs = std::filesystem;

/// A place of `warm_start.studies`, as it can be read from anywhere.
fs::path place_of(const std::string& name, const fs::path& folder) {
  return is_postgresql_url(name) ? fs::path(name) : folder / name;
}

}  // namespace

std::vector<Override> warm_start_overrides(const std::vector<std::string>& places) {
  if (places.empty()) return {};
  nlohmann::json studies = nlohmann::json::array();
  // Of a flag, relative names start where the command does.
  for (const std::string& place : places) {
    studies.push_back(is_postgresql_url(place) ? place : fs::absolute(place).string());
  }
  return {{"warm_start.studies", studies.dump()}};
}

Result<void> start_warm(const Scenario& scenario, Study& study, nlohmann::json& context) {
  if (!scenario.document.contains("warm_start")) return {};
  const nlohmann::json& options = scenario.document.at("warm_start");
  std::vector<EarlierStudy> earlier;
  for (const std::string name : options.at("studies")) {
    const fs::path place = place_of(name, scenario.file.parent_path());
    auto stored = read_study(place);
    if (!stored) return tl::unexpected<Error>(stored.error());
    stored->record.scenario = in_current_form(stored->record.scenario, scenario.file.parent_path());
    const std::string shown =
        is_postgresql_url(name) ? without_password(name) : place.lexically_normal().string();
    earlier.push_back({shown, std::move(stored->record)});
  }
  auto start = warm_start(study, context, earlier, WarmStartOptions::from_json(options));
  if (!start) return tl::unexpected<Error>(start.error());
  study.first_trials = std::move(start->trials);
  context[kWarmStart] = std::move(start->context);
  return {};
}

}  // namespace wattle::search
