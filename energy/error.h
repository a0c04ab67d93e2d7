// SPDX-License-Identifier: MIT
// The one error type of every room. It lives in energy/ because energy/ is the lowest component.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace wattle {

enum class ErrorCode {
  kInvalidArgument,   ///< the caller's input is wrong; trying again will not help
  kNotFound,          ///< a file, study or trial that is not there
  kUnavailable,       ///< a device, sensor or library that this machine lacks
  kPermissionDenied,  ///< there, but not ours to read or write
  kIo,                ///< the operating system failed us: disk full, broken pipe
  kCorrupt,           ///< bytes that are not what their format says
  kLocked,            ///< somebody else holds it
  kConflict,          ///< somebody else was first
  kDiverged,          ///< a training whose loss is no longer a finite number
  kCancelled,         ///< stopped on request
  kExhausted,         ///< nothing is left to do: a finite space is used up
  kInternal,          ///< a library below us failed in a way we did not foresee
};

/// An expected failure: what happened, in one sentence, and what a person can do about it.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::string hint;  ///< empty when there is nothing useful to say
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint)});
}

}  // namespace wattle
