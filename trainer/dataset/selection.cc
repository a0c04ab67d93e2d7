// SPDX-License-Identifier: MIT
#include "trainer/dataset/selection.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "trainer/field_reader.h"

namespace wattle::trainer {
namespace {

using Numbers = std::vector<std::int64_t>;

constexpr std::int64_t kDropped = -1;

bool is_number(std::string_view name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The class with this name; where no class has a number as its name, the class with this number.
Result<std::int64_t> class_number(const Target& target, const std::string& name,
                                  const char* member) {
  const auto& classes = target.classes;
  const auto found = std::find(classes.begin(), classes.end(), name);
  if (found != classes.end()) {
    return found - classes.begin();
  }
  std::int64_t number = kDropped;
  if (is_number(name) && std::none_of(classes.begin(), classes.end(), is_number)) {
    std::from_chars(name.data(), name.data() + name.size(), number);
  }
  if (number >= 0 && number < static_cast<std::int64_t>(classes.size())) {
    return number;
  }
  return fail(ErrorCode::kNotFound, std::string("data.") + member + ": target \"" + target.name +
                                        "\" has no class \"" + name + "\"; it has " +
                                        join(classes));
}

/// Moves the elements with these numbers, each of `width` values, to the front and drops the rest.
template <class T>
void keep(std::vector<T>& values, const Numbers& numbers, std::size_t width) {
  if (values.empty()) {
    return;
  }
  auto place = values.begin();
  for (const std::int64_t number : numbers) {
    const auto from = values.begin() + number * static_cast<std::ptrdiff_t>(width);
    place = from == place ? place + static_cast<std::ptrdiff_t>(width)
                          : std::move(from, from + static_cast<std::ptrdiff_t>(width), place);
  }
  values.erase(place, values.end());
  values.shrink_to_fit();
}

/// Keeps these examples, in ascending order.
void keep_examples(Examples& examples, const Numbers& numbers) {
  Dataset& dataset = examples.dataset;
  const auto width = static_cast<std::size_t>(product(dataset.input.shape));
  keep(dataset.bytes, numbers, width);
  keep(dataset.values, numbers, width);
  keep(examples.texts, numbers, 1);
  for (Target& target : dataset.targets) {
    keep(target.labels, numbers, 1);
  }
  dataset.own_test_begin =
      std::lower_bound(numbers.begin(), numbers.end(), dataset.own_test_begin) - numbers.begin();
}

/// Drops classes that no example has.
void drop_empty_classes(Target& target) {
  std::vector<std::int64_t> renumbered(target.classes.size(), kDropped);
  for (const std::int64_t label : target.labels) {
    renumbered[static_cast<std::size_t>(label)] = 0;
  }
  std::vector<std::string> classes;
  for (std::size_t c = 0; c < renumbered.size(); ++c) {
    if (renumbered[c] != kDropped) {
      renumbered[c] = static_cast<std::int64_t>(classes.size());
      classes.push_back(std::move(target.classes[c]));
    }
  }
  target.classes = std::move(classes);
  for (std::int64_t& label : target.labels) {
    label = renumbered[static_cast<std::size_t>(label)];
  }
}

Result<void> check_every_class_has_examples(const Dataset& dataset) {
  for (const Target& target : dataset.targets) {
    std::vector<std::int64_t> counts(target.classes.size());
    for (std::int64_t i = 0; i < dataset.own_test_begin; ++i) {
      ++counts[static_cast<std::size_t>(target.labels[static_cast<std::size_t>(i)])];
    }
    const auto empty = std::find(counts.begin(), counts.end(), 0);
    if (empty != counts.end()) {
      return fail(ErrorCode::kCorrupt,
                  dataset.name + ": class \"" +
                      target.classes[static_cast<std::size_t>(empty - counts.begin())] +
                      "\" of target \"" + target.name + "\" has no example to learn from");
    }
  }
  return {};
}

Result<void> keep_classes(Examples& examples, const std::vector<std::string>& names) {
  if (names.empty()) {
    return {};
  }
  const Target& target = examples.dataset.targets.front();
  std::vector<bool> kept(target.classes.size());
  for (const std::string& name : names) {
    const auto number = class_number(target, name, "classes");
    if (!number) {
      return tl::unexpected(number.error());
    }
    if (kept[static_cast<std::size_t>(*number)]) {
      return fail(ErrorCode::kInvalidArgument, "data.classes: \"" + name + "\" stands twice");
    }
    kept[static_cast<std::size_t>(*number)] = true;
  }
  if (names.size() < 2) {
    return fail(ErrorCode::kInvalidArgument, "data.classes: expected at least two");
  }
  Numbers numbers;
  for (std::int64_t i = 0; i < examples.dataset.size(); ++i) {
    if (kept[static_cast<std::size_t>(target.labels[static_cast<std::size_t>(i)])]) {
      numbers.push_back(i);
    }
  }
  keep_examples(examples, numbers);
  for (Target& each : examples.dataset.targets) {
    drop_empty_classes(each);
  }
  return {};
}

std::string twice_in(const std::string& target, const std::string& member) {
  return "data.groups: " + target + ": class \"" + member + "\" stands twice";
}

/// A target whose classes are groups of the classes of `base`.
Result<Target> grouped(const Target& base, const std::string& name,
                       const std::vector<std::vector<std::string>>& groups) {
  Numbers group_of(base.classes.size(), kDropped);
  for (std::size_t group = 0; group < groups.size(); ++group) {
    for (const std::string& member : groups[group]) {
      const auto number = class_number(base, member, "groups");
      if (!number) {
        return tl::unexpected(number.error());
      }
      std::int64_t& place = group_of[static_cast<std::size_t>(*number)];
      if (place != kDropped) {
        return fail(ErrorCode::kInvalidArgument, twice_in(name, member));
      }
      place = static_cast<std::int64_t>(group);
    }
  }
  const auto missing = std::find(group_of.begin(), group_of.end(), kDropped);
  if (missing != group_of.end()) {
    return fail(ErrorCode::kInvalidArgument,
                "data.groups: " + name + ": class \"" +
                    base.classes[static_cast<std::size_t>(missing - group_of.begin())] +
                    "\" is in no group");
  }
  Target target{name, numbered_classes(static_cast<int>(groups.size())), {}};
  target.labels.reserve(base.labels.size());
  for (const std::int64_t label : base.labels) {
    target.labels.push_back(group_of[static_cast<std::size_t>(label)]);
  }
  return target;
}

Result<void> add_groups(Dataset& dataset, const DataOptions& options) {
  const std::size_t own = dataset.targets.size();
  for (const auto& each : options.groups) {
    const std::string& name = each.first;
    const auto& targets = dataset.targets;
    if (std::any_of(targets.begin(), targets.begin() + static_cast<std::ptrdiff_t>(own),
                    [&](const Target& target) { return target.name == name; })) {
      return fail(ErrorCode::kInvalidArgument,
                  "data.groups: \"" + name + "\" is a target of the set already");
    }
    auto target = grouped(targets.front(), name, each.second);
    if (!target) {
      return tl::unexpected(target.error());
    }
    dataset.targets.push_back(std::move(*target));
  }
  return {};
}

/// `names`, or, when there are none, the first target and the groups, which stand from `own` on.
Result<void> keep_targets(Dataset& dataset, const std::vector<std::string>& names,
                          std::size_t own) {
  std::vector<Target> kept;
  if (names.empty()) {
    dataset.targets.erase(dataset.targets.begin() + 1,
                          dataset.targets.begin() + static_cast<std::ptrdiff_t>(own));
    return {};
  }
  std::vector<std::string> known;
  for (const Target& target : dataset.targets) {
    known.push_back(target.name);
  }
  for (const std::string& name : names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      return fail(ErrorCode::kNotFound,
                  "data.targets: there is no target \"" + name + "\"; there are " + join(known));
    }
    if (std::count(names.begin(), names.end(), name) > 1) {
      return fail(ErrorCode::kInvalidArgument, "data.targets: \"" + name + "\" stands twice");
    }
    kept.push_back(std::move(dataset.targets[static_cast<std::size_t>(found - known.begin())]));
  }
  dataset.targets = std::move(kept);
  return {};
}

}  // namespace

Result<Examples> select_examples(Examples examples, const DataOptions& options) {
  Dataset& dataset = examples.dataset;
  const std::size_t own = dataset.targets.size();
  return check_every_class_has_examples(dataset)
      .and_then([&] { return keep_classes(examples, options.classes); })
      .and_then([&] { return add_groups(dataset, options); })
      .and_then([&] { return keep_targets(dataset, options.targets, own); })
      .and_then([&] { return check_every_class_has_examples(dataset); })
      .map([&] { return std::move(examples); });
}

}  // namespace wattle::trainer
