// SPDX-License-Identifier: MIT
#include "energy/meters/replay_file.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "energy/meters/replay_formats.h"

namespace wattle::energy {
namespace {

Result<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, "it cannot be opened");
  std::ostringstream text;
  text << in.rdbuf();
  if (in.bad() || text.fail()) return fail(ErrorCode::kIo, "it cannot be read");
  return text.str();
}

tl::unexpected<Error> of_file(const std::filesystem::path& file, Error error) {
  error.message = file.string() + ": " + error.message;
  return tl::unexpected(std::move(error));
}

}  // namespace

Result<Recording> parse_recording(std::string_view text) {
  const bool powermetrics = text.find("*** Sampled system activity") != std::string_view::npos;
  return powermetrics ? parse_powermetrics(text) : parse_table_recording(text);
}

Result<std::unique_ptr<EnergyMeter>> open_replay_file(const std::filesystem::path& file,
                                                      const System& system) {
  const auto text = read_file(file);
  if (!text) return of_file(file, text.error());
  auto recording = parse_recording(*text);
  if (!recording) return of_file(file, recording.error());
  ReplayOptions options;
  options.domains = recording->domains;
  auto meter = ReplayMeter::open(std::move(recording->samples), system.clock, options);
  if (!meter) return of_file(file, meter.error());
  return std::move(*meter);
}

}  // namespace wattle::energy
