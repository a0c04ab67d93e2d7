# SPDX-License-Identifier: MIT
# Everything Wattle is built on, found once and named by imported targets.
# Debian 12 package names are in the `dev` script.

find_package(Threads REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(Boost 1.74 REQUIRED)

if(WATTLE_BUILD_SEARCH)
  find_package(Eigen3 3.4 REQUIRED NO_MODULE)
  find_package(TBB REQUIRED)
  find_package(NLopt REQUIRED)
  find_package(LAPACKE REQUIRED)
  find_package(SOCI REQUIRED)
endif()

if(WATTLE_BUILD_SEARCH AND WATTLE_WITH_CHARTS)
  find_program(WATTLE_NPM npm)
  if(NOT WATTLE_NPM)
    message(FATAL_ERROR
      "npm was not found; it fetches ECharts, which draws the charts of the reports. On Debian: apt-get install npm. "
      "To build without, with simpler figures in the reports: -DWATTLE_WITH_CHARTS=OFF.")
  endif()
endif()

if(WATTLE_BUILD_COMMAND)
  find_package(ZLIB REQUIRED)
  find_package(CLI11 REQUIRED)
  find_package(OpenSSL 3.0 REQUIRED)

  # Debian's cpp-httplib is a library with these features, and its header must be told so.
  find_library(WATTLE_HTTPLIB cpp-httplib REQUIRED)
  find_path(WATTLE_HTTPLIB_INCLUDE httplib.h REQUIRED)
  add_library(wattle_httplib INTERFACE)
  target_include_directories(wattle_httplib SYSTEM INTERFACE ${WATTLE_HTTPLIB_INCLUDE})
  target_compile_definitions(wattle_httplib INTERFACE
    CPPHTTPLIB_OPENSSL_SUPPORT CPPHTTPLIB_ZLIB_SUPPORT CPPHTTPLIB_BROTLI_SUPPORT)
  target_link_libraries(wattle_httplib INTERFACE ${WATTLE_HTTPLIB} OpenSSL::SSL OpenSSL::Crypto)
endif()

if(WATTLE_BUILD_TRAINER)
  find_package(ZLIB REQUIRED)
  find_package(PNG 1.6 REQUIRED)
  find_library(WATTLE_TURBOJPEG turbojpeg REQUIRED)
  find_path(WATTLE_TURBOJPEG_INCLUDE turbojpeg.h REQUIRED)
  add_library(wattle_turbojpeg INTERFACE)
  target_include_directories(wattle_turbojpeg SYSTEM INTERFACE ${WATTLE_TURBOJPEG_INCLUDE})
  target_link_libraries(wattle_turbojpeg INTERFACE ${WATTLE_TURBOJPEG})

  find_package(Torch QUIET)
  if(NOT Torch_FOUND)
    message(FATAL_ERROR
      "libtorch was not found. On Debian 12: apt-get install libtorch-dev. Elsewhere: unpack libtorch "
      "(1.13 or 2.x, cxx11 ABI) and configure with -DCMAKE_PREFIX_PATH=/path/to/libtorch. "
      "To build only the search: -DWATTLE_BUILD_TRAINER=OFF.")
  endif()
endif()
