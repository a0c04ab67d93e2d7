// SPDX-License-Identifier: MIT
// Keeps the large blocks of a training's tensors for its next batch.
//
// The C library gives a large block back to the system when it is freed, and every batch pays for
// its pages again: the kernel clears them and holds a lock that all threads of the process share.
// Two trainings side by side lost a fifth of their speed to it (512 images a batch).
#pragma once

#include <cstddef>
#include <memory>

namespace wattle::trainer {

/// For its lifetime, large blocks that libtorch asks for on this thread come from a pool, and go
/// back to it whichever thread frees them. The pool's blocks go back to the system when the scope
/// ends; a block that is still in use then, when it is freed. Scopes nest: the inner one serves.
/// A free block serves a request if at most a quarter of it is left over, so that the pool holds at
/// most that much more than the most a training used of each size.
class MemoryPoolScope {
 public:
  MemoryPoolScope();
  ~MemoryPoolScope();
  MemoryPoolScope(const MemoryPoolScope&) = delete;
  MemoryPoolScope& operator=(const MemoryPoolScope&) = delete;

  /// Bytes of the blocks that wait in the pool.
  std::size_t idle_bytes() const;

 private:
  class Allocator;
  class Pool;
  static Pool*& current();

  std::shared_ptr<Pool> pool_;
  Pool* outer_;
};

}  // namespace wattle::trainer
