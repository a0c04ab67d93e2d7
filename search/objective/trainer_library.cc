// SPDX-License-Identifier: MIT
#include "search/objective/trainer_library.h"

#include <dlfcn.h>

#include <string>
#include <system_error>

namespace wattle::search {
namespace {

constexpr const char* kFile = "libwattle_trainer.so";
constexpr const char* kSymbol = "wattle_create_trainer";

using CreateTrainer = trainer::Trainer* (*)(const trainer::TrainerOptions&);

Result<CreateTrainer> open_library(const std::filesystem::path& file) {
  void* const library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return fail(ErrorCode::kUnavailable, ::dlerror());
  void* const symbol = ::dlsym(library, kSymbol);
  if (symbol == nullptr)
    return fail(ErrorCode::kUnavailable, file.string() + " is not a Wattle trainer");
  return reinterpret_cast<CreateTrainer>(symbol);
}

}  // namespace

Result<std::shared_ptr<trainer::Trainer>> load_trainer(const TrainerLocations& locations,
                                                       const trainer::TrainerOptions& options) {
  std::string tried;
  for (const std::filesystem::path& file : locations.files) {
    std::error_code unreadable;
    if (!std::filesystem::exists(file, unreadable)) {
      tried += "\n  " + file.string() + ": not there";
      continue;
    }
    if (const Result<CreateTrainer> create = open_library(file)) {
      std::shared_ptr<trainer::Trainer> trainer((*create)(options));
      if (trainer != nullptr) return trainer;
      tried += "\n  " + file.string() + ": could not be started";
    } else {
      tried += "\n  " + create.error().message;
    }
  }
  return fail(ErrorCode::kUnavailable, "the trainer could not be loaded:" + tried,
              "build Wattle with the trainer (it needs libtorch), or point WATTLE_TRAINER at " +
                  std::string(kFile));
}

}  // namespace wattle::search
