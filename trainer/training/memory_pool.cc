// SPDX-License-Identifier: MIT
#include "trainer/training/memory_pool.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <shared_mutex>
#include <unordered_set>
#include <utility>

namespace wattle::trainer {
namespace {

// Blocks below it never leave the C library's own caches.
constexpr std::size_t kLeastPooled = std::size_t{1} << 16U;
constexpr std::align_val_t kAlignment{64};  // as libtorch's own blocks
constexpr std::size_t kHeader = 64;         // before the data, which keeps their alignment

/// The data of every pooled block of the process, for whoever has nothing but an address.
class AddressBook {
 public:
  static AddressBook& of_process() {
    static AddressBook book;
    return book;
  }

  void add(void* data) {
    const std::unique_lock lock(mutex_);
    addresses_.insert(data);
  }
  void remove(void* data) {
    const std::unique_lock lock(mutex_);
    addresses_.erase(data);
  }
  bool holds(void* data) const {
    const std::shared_lock lock(mutex_);
    return addresses_.count(data) > 0;
  }

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_set<void*> addresses_;
};

}  // namespace

class MemoryPoolScope::Pool : public std::enable_shared_from_this<Pool> {
 public:
  void* take(std::size_t bytes) {
    Block* block = find(bytes);
    if (block == nullptr) {
      block = new (::operator new(kHeader + bytes, kAlignment)) Block{bytes, nullptr};
      AddressBook::of_process().add(data_of(block));
    }
    block->pool = shared_from_this();
    return data_of(block);
  }

  static void give_back(void* data) {
    auto* const block = reinterpret_cast<Block*>(static_cast<std::byte*>(data) - kHeader);
    // The last block of a pool whose scope has ended takes the pool with it.
    const std::shared_ptr<Pool> pool = std::move(block->pool);
    const std::scoped_lock lock(pool->mutex_);
    if (pool->open_) {
      pool->idle_.emplace(block->bytes, block);
    } else {
      release(block);
    }
  }

  void close() {
    const std::scoped_lock lock(mutex_);
    open_ = false;
    for (const auto& [bytes, block] : idle_) {
      release(block);
    }
    idle_.clear();
  }

  std::size_t idle_bytes() {
    const std::scoped_lock lock(mutex_);
    std::size_t sum = 0;
    for (const auto& [bytes, block] : idle_) {
      sum += bytes;
    }
    return sum;
  }

 private:
  /// What stands before a block's data.
  struct Block {
    std::size_t bytes;           ///< of the data
    std::shared_ptr<Pool> pool;  ///< while the block is in use
  };

  static void* data_of(Block* block) { return reinterpret_cast<std::byte*>(block) + kHeader; }

  /// The smallest idle block that fits without waste; null when there is none.
  Block* find(std::size_t bytes) {
    const std::scoped_lock lock(mutex_);
    const auto found = idle_.lower_bound(bytes);
    if (found == idle_.end() || found->first - bytes > found->first / 4) {
      return nullptr;
    }
    Block* const block = found->second;
    idle_.erase(found);
    return block;
  }

  static void release(Block* block) {
    AddressBook::of_process().remove(data_of(block));
    block->~Block();
    ::operator delete(block, kAlignment);
  }

  std::mutex mutex_;
  bool open_ = true;
  std::multimap<std::size_t, Block*> idle_;
};

/// Stands in front of libtorch's own allocator, which serves small blocks and other threads.
class MemoryPoolScope::Allocator final : public c10::Allocator {
 public:
  static void install() {
    constexpr std::uint8_t kAbovePlain = 1;
    static Allocator allocator;
    static std::once_flag once;
    std::call_once(once, [] { c10::SetCPUAllocator(&allocator, kAbovePlain); });
  }

  // libtorch 1.13 declares the first, 2.3 the second; 2.2 added the third. Hence no `override`.
  // NOLINTBEGIN(modernize-use-override,*-explicit-virtual-functions)
  c10::DataPtr allocate(std::size_t bytes) const { return give(bytes); }
  c10::DataPtr allocate(std::size_t bytes) { return give(bytes); }
  void copy_data(void* to, const void* from, std::size_t bytes) const {
    std::memcpy(to, from, bytes);
  }
  // NOLINTEND(modernize-use-override,*-explicit-virtual-functions)

  /// For oneDNN, which keeps addresses alone.
  c10::DeleterFnPtr raw_deleter() const override { return &free_by_address; }

 private:
  static c10::Allocator& plain() {
    static c10::Allocator* const allocator = c10::GetDefaultCPUAllocator();
    return *allocator;
  }

  static c10::DataPtr give(std::size_t bytes) {
    Pool* const pool = current();
    if (pool == nullptr || bytes < kLeastPooled) {
      return plain().allocate(bytes);
    }
    void* const data = pool->take(bytes);
    return {data, data, &Pool::give_back, c10::DeviceType::CPU};
  }

  static void free_by_address(void* data) {
    if (AddressBook::of_process().holds(data)) {
      Pool::give_back(data);
    } else {
      plain().raw_deleter()(data);
    }
  }
};

MemoryPoolScope::Pool*& MemoryPoolScope::current() {
  thread_local Pool* pool = nullptr;
  return pool;
}

MemoryPoolScope::MemoryPoolScope() : pool_(std::make_shared<Pool>()) {
  Allocator::install();
  outer_ = std::exchange(current(), pool_.get());
}

MemoryPoolScope::~MemoryPoolScope() {
  current() = outer_;
  pool_->close();
}

std::size_t MemoryPoolScope::idle_bytes() const { return pool_->idle_bytes(); }

}  // namespace wattle::trainer
