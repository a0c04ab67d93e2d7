# SPDX-License-Identifier: MIT
# How every Wattle target is compiled. Everything is set on the targets, so that a project that
# Wattle is a part of keeps its own settings.

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(WATTLE_CCACHE ccache)
  if(WATTLE_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${WATTLE_CCACHE}")
  endif()
endif()

# wattle_configure(<target>): language, visibility, warnings, sanitizers, the include root, and where
# it is built. Every target calls it once.
function(wattle_configure target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin"
    LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib"
    ARCHIVE_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow
    $<$<BOOL:${WATTLE_WARNINGS_AS_ERRORS}>:-Werror>
    # GCC 12 warns of overlapping copies inside std::string's own operator+ (GCC bug 105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  if(WATTLE_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${WATTLE_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${WATTLE_SANITIZE})
  endif()
endfunction()
