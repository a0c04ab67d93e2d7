// SPDX-License-Identifier: MIT
#include "search/store/worker_identity.h"

#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "energy/process_files.h"

namespace wattle::search {
namespace {

std::string first_line(const char* file) {
  std::string line;
  std::getline(std::ifstream(file), line);
  return line;
}

/// "pid:[4026531836]"; empty where the kernel does not tell.
std::string own_process_namespace() {
  std::error_code unreadable;
  return std::filesystem::read_symlink("/proc/self/ns/pid", unreadable).string();
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "an unnamed machine";
  return name.data();
}

}  // namespace

WorkerIdentity WorkerIdentity::of_this_process() {
  WorkerIdentity self;
  self.host = host_name();
  self.boot = first_line("/proc/sys/kernel/random/boot_id");
  self.process_namespace = own_process_namespace();
  self.process = ::getpid();
  const auto stat = energy::read_process_stat(::getpid());
  if (stat) self.started = stat->started;
  return self;
}

WorkerIdentity WorkerIdentity::from_json(const nlohmann::json& json) {
  WorkerIdentity worker;
  worker.host = json.at("host").get<std::string>();
  worker.boot = json.at("boot").get<std::string>();
  worker.process_namespace = json.at("namespace").get<std::string>();
  worker.process = json.at("process").get<long long>();
  worker.started = json.at("started").get<unsigned long long>();
  return worker;
}

nlohmann::json WorkerIdentity::json() const {
  return {{"host", host},
          {"boot", boot},
          {"namespace", process_namespace},
          {"process", process},
          {"started", started}};
}

std::string WorkerIdentity::in_words() const {
  return "process " + std::to_string(process) + " on " + host;
}

std::optional<bool> is_there(const WorkerIdentity& worker) {
  static const WorkerIdentity self = WorkerIdentity::of_this_process();
  const bool visible = !worker.boot.empty() && worker.boot == self.boot &&
                       !worker.process_namespace.empty() &&
                       worker.process_namespace == self.process_namespace;
  if (!visible) return std::nullopt;
  const auto process = static_cast<pid_t>(worker.process);
  const auto stat = energy::read_process_stat(process);
  if (stat) return !stat->zombie && stat->started == worker.started;
  // Of other users' processes /proc may say nothing.
  if (::kill(process, 0) != 0 && errno == ESRCH) return false;
  return std::nullopt;
}

}  // namespace wattle::search
