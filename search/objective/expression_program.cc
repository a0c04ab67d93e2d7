// SPDX-License-Identifier: MIT
#include "search/objective/expression_program.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

namespace wattle::search {
namespace {

/// Deeper nesting is a mistake or an attack, and would use up the stack.
constexpr int kDeepest = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// Appends instructions as it reads; the first fault ends it.
class ExpressionParser {
 public:
  explicit ExpressionParser(std::string_view text) : text_(text) {}

  Result<Program> parse() {
    if (auto read = sum(0); !read) return tl::unexpected(read.error());
    if (at_ < text_.size()) return fault("an operator or the end");
    return std::move(program_);
  }

 private:
  Result<void> sum(int depth) {
    if (auto read = product(depth); !read) return read;
    while (peek() == '+' || peek() == '-') {
      const char op = text_[at_++];
      if (auto read = product(depth); !read) return read;
      program_.emplace_back(Apply{op});
    }
    return {};
  }

  Result<void> product(int depth) {
    if (auto read = atom(depth); !read) return read;
    while (peek() == '*' || peek() == '/') {
      const char op = text_[at_++];
      if (auto read = atom(depth); !read) return read;
      program_.emplace_back(Apply{op});
    }
    return {};
  }

  Result<void> atom(int depth) {
    const char next = peek();
    if (depth > kDeepest) return fault("nesting of at most 64 levels");
    if (is_digit(next)) return number();
    if (next == '$') return name();
    if (next == '-') {
      ++at_;
      program_.emplace_back(Number(std::int64_t{0}));
      if (auto read = atom(depth + 1); !read) return read;
      program_.emplace_back(Apply{'-'});
      return {};
    }
    if (next != '(') return fault("a number, a $name or \"(\"");
    ++at_;
    if (auto read = sum(depth + 1); !read) return read;
    if (peek() != ')') return fault("\")\"");
    ++at_;
    return {};
  }

  Result<void> name() {
    const std::size_t start = ++at_;
    if (at_ == text_.size() || !is_letter(text_[at_])) return fault("a name after \"$\"");
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    program_.emplace_back(PushName{std::string(text_.substr(start, at_ - start))});
    return {};
  }

  Result<void> number() {
    const char* first = text_.data() + at_;
    const char* last = text_.data() + text_.size();
    double real = 0.0;
    const auto as_real = std::from_chars(first, last, real);
    if (as_real.ec != std::errc()) return fault("a number that is not too large or too small");
    std::int64_t whole = 0;
    const auto as_whole = std::from_chars(first, last, whole);
    const bool is_whole = as_whole.ptr == as_real.ptr;
    if (is_whole && as_whole.ec != std::errc()) return fault("an integer within 64 bits");
    program_.emplace_back(is_whole ? Number(whole) : Number(real));
    at_ += static_cast<std::size_t>(as_real.ptr - first);
    return {};
  }

  /// The next character that is no blank, or a zero byte at the end; a zero byte in the text is no
  /// part of any expression either.
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  tl::unexpected<Error> fault(const std::string& expected) const {
    // Bytes 10xxxxxx continue a character of UTF-8.
    const auto column =
        1 + std::count_if(text_.begin(), text_.begin() + static_cast<long>(at_),
                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return fail(ErrorCode::kInvalidArgument,
                "column " + std::to_string(column) + ": expected " + expected);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Program program_;
};

}  // namespace

Result<Program> parse_expression(std::string_view text) { return ExpressionParser(text).parse(); }

}  // namespace wattle::search
