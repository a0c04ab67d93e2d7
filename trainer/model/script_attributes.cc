// SPDX-License-Identifier: MIT
#include "trainer/model/script_attributes.h"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "energy/text/nearest_name.h"

namespace wattle::trainer {
namespace {

/// Numbers, booleans and texts.
bool can_be_set(const c10::Type& type) {
  switch (type.kind()) {
    case c10::TypeKind::IntType:
    case c10::TypeKind::FloatType:
    case c10::TypeKind::BoolType:
    case c10::TypeKind::StringType:
      return true;
    default:
      return false;
  }
}

/// The value as one of that type; nothing when it is of another.
std::optional<c10::IValue> converted(const nlohmann::json& value, const c10::Type& type) {
  const bool whole = value.is_number() && value.get<double>() == std::floor(value.get<double>());
  switch (type.kind()) {
    case c10::TypeKind::IntType:
      return whole ? std::optional<c10::IValue>(static_cast<std::int64_t>(value.get<double>()))
                   : std::nullopt;
    case c10::TypeKind::FloatType:
      return value.is_number() ? std::optional<c10::IValue>(value.get<double>()) : std::nullopt;
    case c10::TypeKind::BoolType:
      return value.is_boolean() ? std::optional<c10::IValue>(value.get<bool>()) : std::nullopt;
    case c10::TypeKind::StringType:
      return value.is_string() ? std::optional<c10::IValue>(value.get<std::string>())
                               : std::nullopt;
    default:
      return std::nullopt;
  }
}

/// Dotted names of everything that can be set.
std::vector<std::string> settable(const torch::jit::Module& module) {
  std::vector<std::string> names;
  for (const auto& [path, inside] : module.named_modules()) {
    const auto& type = inside.type();
    for (std::size_t i = 0; i < type->numAttributes(); ++i) {
      if (can_be_set(*type->getAttribute(i))) {
        names.push_back((path.empty() ? "" : path + ".") + type->getAttributeName(i));
      }
    }
  }
  return names;
}

tl::unexpected<Error> refused(const std::string& path, const std::string& why) {
  return fail(ErrorCode::kInvalidArgument, "model.attributes." + path + ": " + why);
}

tl::unexpected<Error> missing(const torch::jit::Module& module, const std::string& path) {
  return refused(path, "the module has no such attribute" + did_you_mean(path, settable(module)));
}

Result<void> set_attribute(const torch::jit::Module& module, const std::string& path,
                           const nlohmann::json& value) {
  torch::jit::Module owner = module;
  std::size_t begin = 0;
  for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', begin)) {
    const std::string name = path.substr(begin, dot - begin);
    if (!owner.hasattr(name) || !owner.attr(name).isModule()) {
      return missing(module, path);
    }
    owner = owner.attr(name).toModule();
    begin = dot + 1;
  }
  const std::string name = path.substr(begin);
  if (owner.type()->hasConstant(name)) {
    return refused(path,
                   "a constant of its class, fixed when the module was exported; export it "
                   "with an attribute of your own");
  }
  const c10::TypePtr type = owner.type()->findAttribute(name);
  if (type == nullptr) {
    return missing(module, path);
  }
  const auto set = converted(value, *type);
  if (!set) {
    return refused(path, value.dump() + " cannot be set: it is of type " + type->annotation_str());
  }
  owner.setattr(name, *set);
  return {};
}

}  // namespace

Result<void> set_attributes(torch::jit::Module& module, const nlohmann::json& attributes) {
  for (const auto& [path, value] : attributes.items()) {
    if (auto set = set_attribute(module, path, value); !set) {
      return set;
    }
  }
  return {};
}

}  // namespace wattle::trainer
