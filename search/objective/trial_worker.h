// SPDX-License-Identifier: MIT
// A worker process's side of isolation: trains for another process.
#pragma once

#include "energy/error.h"

namespace wattle::search {

/// The hidden subcommand of `wattle` that is a worker.
inline constexpr const char* kTrialWorkerCommand = "trial-worker";

/// Reads requests from `input` and answers on `output` until the other side is gone. Messages are
/// JSON objects, one a line:
///
///   from the study                          from the worker
///   {"load": [files], "data": [folders],    {"ready": true} or {"error": {..}}
///    "folder": where relative names start}
///   {"summarise": objective}                {"summary": {..}} or {"error": {..}}
///   {"train": request}                      {"resumed": epochs} where a checkpoint is gone on
///                                           from, any number of {"alive": true} and
///                                           {"epoch": n, "metrics": {..}}; then
///                                           {"result": {..}} or {"error": {..}}
///   {"profile": request}                    any number of {"alive": true}, {"uses_device": bool}
///                                           and {"reading": true}; then {"profiled": {..}} or
///                                           {"error": {..}}
///   {"read": {"joules"}}, to each reading
///   {"go": true or false}, to each epoch
///   {"cancel": true}, at any time
///
/// "load" comes first and once. Fails when a message is none of these.
Result<void> serve_trials(int input, int output);

}  // namespace wattle::search
