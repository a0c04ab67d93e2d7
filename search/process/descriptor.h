// SPDX-License-Identifier: MIT
// File descriptors that close themselves.
#pragma once

#include <string>
#include <utility>

#include "energy/error.h"

namespace wattle::search {

/// Owns a descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close();

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
};

/// A pipe whose ends no other program inherits, and whose numbers are at least 10, so that a child
/// can put others at 0 to 3 without hitting one of them.
Result<Pipe> make_pipe();
/// Two connected sockets instead, likewise.
Result<Pipe> make_socket_pair();
/// A file or device, likewise.
Result<Descriptor> open_for_reading(const char* path);
/// Reading and writing return at once.
void make_nonblocking(const Descriptor& descriptor);

enum class ReadEnd {
  kLater,  ///< nothing is there at the moment
  kMore,   ///< something was read
  kEnd,    ///< the other side has closed it, or it broke
};

/// Appends what is there, up to 64 KiB, of a non-blocking descriptor.
ReadEnd read_some(const Descriptor& descriptor, std::string& bytes);

}  // namespace wattle::search
