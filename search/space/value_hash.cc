// SPDX-License-Identifier: MIT
#include "search/space/value_hash.h"

#include <cstdint>
#include <functional>
#include <string>

#include "search/space/rng.h"

namespace wattle::search {
namespace {

std::uint64_t combine(std::uint64_t seed, std::uint64_t part) { return mix_seed(seed ^ part, 0); }

std::uint64_t hash_number(double number) {
  // Adding positive zero turns -0.0 into 0.0 and changes nothing else.
  return std::hash<double>()(number + 0.0);
}

}  // namespace

std::size_t ValueHash::operator()(const Value& value) const {
  switch (value.type()) {
    case Value::value_t::number_integer:
    case Value::value_t::number_unsigned:
    case Value::value_t::number_float:
      return combine(1, hash_number(value.get<double>()));
    case Value::value_t::string:
      return combine(2, std::hash<std::string>()(value.get_ref<const std::string&>()));
    case Value::value_t::boolean:
      return combine(3, value.get<bool>() ? 1 : 0);
    case Value::value_t::array: {
      std::uint64_t hash = 4;
      for (const Value& element : value) hash = combine(hash, operator()(element));
      return hash;
    }
    case Value::value_t::object: {
      std::uint64_t hash = 5;
      for (const auto& [key, member] : value.items()) {
        hash = combine(combine(hash, std::hash<std::string>()(key)), operator()(member));
      }
      return hash;
    }
    default:
      return combine(6, 0);
  }
}

}  // namespace wattle::search
