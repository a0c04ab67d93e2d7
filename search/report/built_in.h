// SPDX-License-Identifier: MIT
// Files that are built into the program. A megabyte as an array of C++ takes a compiler half a
// minute; the assembler takes a file as it is. Both GCC and Clang pass this text on to one that
// knows `.incbin`. The build must say that the source depends on the file.
#pragma once

#include <string_view>

/// A file as a part of what WATTLE_BUILT_IN builds in; its name is a string literal.
#define WATTLE_BUILT_IN_FILE(file) ".incbin \"" file "\"\n"

/// Defines `std::string_view NAME_text()`, for this source alone: the parts end to end. At
/// namespace scope outside of any namespace; a name once in the program.
// NOLINTBEGIN(bugprone-macro-parentheses): texts of the assembler stand side by side
#define WATTLE_BUILT_IN(name, parts)                                                            \
  asm(".pushsection .rodata\n"                                                                  \
      ".hidden wattle_" #name                                                                   \
      "_begin\n"                                                                                \
      ".globl wattle_" #name                                                                    \
      "_begin\n"                                                                                \
      "wattle_" #name "_begin:\n" parts ".hidden wattle_" #name                                 \
      "_end\n"                                                                                  \
      ".globl wattle_" #name                                                                    \
      "_end\n"                                                                                  \
      "wattle_" #name                                                                           \
      "_end:\n"                                                                                 \
      ".popsection\n");                                                                         \
  extern "C" {                                                                                  \
  __attribute__((visibility("hidden"))) extern const char wattle_##name##_begin[]; /* NOLINT */ \
  __attribute__((visibility("hidden"))) extern const char wattle_##name##_end[];   /* NOLINT */ \
  }                                                                                             \
  namespace {                                                                                   \
  std::string_view name##_text() { return {wattle_##name##_begin, wattle_##name##_end}; }       \
  }
// NOLINTEND(bugprone-macro-parentheses)
